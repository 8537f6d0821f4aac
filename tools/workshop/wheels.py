"""The wheels for a kernel with the chapters and the labs, on every Python and system at once.

Versions are those of requirements.txt. A package of pure Python comes once, and where there is a
pure wheel beside compiled ones that one is taken: what is slower is small, and 60 MB are few. So
matplotlib is left out, which the figures do without, and so is JupyterLab: its wheels for all of
these would be 50 MB more. JupyterLite's own wheels are these very files.
"""

import hashlib
import subprocess
import sys
import tomllib
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from packaging.pylock import Package, PackageWheel, Pylock
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

from tools.paths import BUILD, LOCKED, ROOT
from tools.workshop import platforms

KEPT = BUILD / "workshop-wheels"  # from build to build: a second one needs no network
EXTRAS = ("notebook", "room")  # of pyproject.toml: a kernel for the chapters; `leaklab room`
TOO = ("pytest",)  # what chapter 10 shows is to be tried
LEFT_OUT = "leaklab"  # its own extra with matplotlib
WAIT_S = 60.0
OFFLINE = f"the wheels are fetched once, into _build/{KEPT.name}; that needs a network"
HEAD = """# python -m pip install -r {name}
# What a kernel needs for the chapters and the labs: all of it lies in this folder.
--no-index
--find-links .
"""
NAME = "requirements-workshop.txt"

Fetch = Callable[[str], bytes]


def asked() -> list[str]:
    """What leaklab, its notebooks, its room and a test require, but for the figures."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    named = [*project["dependencies"], *(each for name in EXTRAS for each in extras[name])]
    return [*(each for each in named if Requirement(each).name != LEFT_OUT), *TOO]


def lock(folder: Path = KEPT) -> Pylock:
    """What that comes to, with the addresses and digests of all wheels; made anew when it changes.

    Exits with uv's words when it cannot be told.
    """
    wanted = "\n".join(asked())
    named = hashlib.sha256(wanted.encode() + LOCKED.read_bytes()).hexdigest()[:12]
    path = folder / f"pylock.{named}.toml"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / "pylock.part.toml"
        oldest = ".".join(map(str, platforms.PYTHONS[0]))
        command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal"]
        command += [f"--python-version={oldest}", "--format=pylock.toml", "--system-certs"]
        command += [f"--constraints={LOCKED}", f"--output-file={part}", "-"]
        done = subprocess.run(command, input=wanted, capture_output=True, text=True, cwd=folder)
        if done.returncode:
            said = " ".join(done.stderr.split())
            sys.exit(f"{OFFLINE}; uv says: {said[:300]}")
        part.rename(path)
    return Pylock.from_dict(tomllib.loads(path.read_text(encoding="utf-8")))


def chosen(locked: Pylock) -> dict[str, tuple[Package, PackageWheel]]:
    """One wheel for each package, Python and system, by its name: pure where there is one.

    Exits naming the package where only a source distribution is to be had.
    """
    found: dict[str, tuple[Package, PackageWheel]] = {}
    for python, system in platforms.every():
        environment = platforms.environment(python, system)
        selected = locked.select(environment=environment, tags=platforms.tags_of(python, system))
        for package, wheel in selected:
            if not isinstance(wheel, PackageWheel):
                sys.exit(f"{package.name} has no wheel for Python {python} on {system.name}")
            best = next((each for each in package.wheels or () if is_pure(each)), wheel)
            found[file_name(best)] = (package, best)
    return dict(sorted(found.items()))


def is_pure(wheel: PackageWheel) -> bool:
    """Whether it runs on every system and every Python 3."""
    *_, names = parse_wheel_filename(file_name(wheel))
    return any(t.interpreter == "py3" and (t.abi, t.platform) == ("none", "any") for t in names)


def file_name(wheel: PackageWheel) -> str:
    """The wheel's file name."""
    return wheel.name or (wheel.url or "").rpartition("/")[2]


def download(address: str) -> bytes:
    """What is at this address. OSError when it cannot be had."""
    with urllib.request.urlopen(address, timeout=WAIT_S) as answer:
        body: bytes = answer.read()
    return body


def fetched(
    wheels: dict[str, tuple[Package, PackageWheel]],
    there: dict[str, bytes],
    folder: Path = KEPT,
    fetch: Fetch = download,
) -> dict[str, bytes]:
    """Each wheel's bytes: from `there`, else from the folder, else fetched into it.

    Exits in a line when one cannot be fetched, or is not what the lock says.
    """
    found = {}
    for name, (_, wheel) in wheels.items():
        kept = folder / name
        if name in there:
            found[name] = there[name]
        elif kept.exists() and _is_right(wheel, kept.read_bytes()):
            found[name] = kept.read_bytes()
        else:
            try:
                body = fetch(str(wheel.url))
            except OSError as error:
                why = getattr(error, "reason", error)
                sys.exit(f"{name} cannot be fetched ({why}): {OFFLINE}")
            if not _is_right(wheel, body):
                sys.exit(f"{name}, as fetched, is not the file that the index lists: try again")
            folder.mkdir(parents=True, exist_ok=True)
            part = kept.with_suffix(".part")
            part.write_bytes(body)
            part.rename(kept)
            found[name] = body
    return found


def requirements(
    wheels: dict[str, tuple[Package, PackageWheel]], bodies: dict[str, bytes], own: str
) -> str:
    """The file that pip reads: each package's version, where it is needed, its files' digests.

    `own` is the name of leaklab's wheel, which is among the `bodies`.
    """
    lines: dict[str, list[str]] = {}
    for name, (package, _) in wheels.items():
        marker = f" ; {package.marker}" if package.marker else ""
        line = f"{package.name}=={package.version}{marker}"
        lines.setdefault(line, []).append(digest(bodies[name]))
    ours, version, *_ = parse_wheel_filename(own)
    lines[f"{ours}=={version}"] = [digest(bodies[own])]
    listed = (
        " \\\n".join([line, *(f"    --hash=sha256:{each}" for each in sorted(digests))])
        for line, digests in sorted(lines.items())
    )
    return HEAD.format(name=NAME) + "\n".join(listed) + "\n"


def of(folder: Path) -> dict[str, bytes]:
    """The wheels in a folder by their names."""
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.whl"))}


def own_name(there: dict[str, Any]) -> str:
    """The name of leaklab's wheel among these."""
    (name,) = (each for each in there if canonicalize_name(each.split("-")[0]) == "leaklab")
    return name


def digest(body: bytes) -> str:
    """As pip writes it, in hexadecimal."""
    return hashlib.sha256(body).hexdigest()


def _is_right(wheel: PackageWheel, body: bytes) -> bool:
    return wheel.hashes["sha256"] == digest(body)
