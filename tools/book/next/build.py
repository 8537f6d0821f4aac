"""`python -m tools.book.next.build`: build the book with today's Sphinx, and compare it.

It has a virtual environment of its own, .venv-next, from requirements-next.txt, made here where it
is missing or old. The book goes to _build/next, and must be the one that `make book` has built.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from tools.book.next.compare import differences
from tools.paths import BUILD, HTML, ROOT

LOCKED = ROOT / "requirements-next.txt"
VENV = ROOT / ".venv-next"
MADE = BUILD / "next"
HERE = Path(__file__).parent


def python() -> Path:
    """The Python of .venv-next."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def environment() -> None:
    """Make .venv-next, unless it is there and from this very lock. Takes some 10 s."""
    stamp = VENV / "made-from"
    wanted = hashlib.sha256(f"{sys.version}\n{ROOT}\n{LOCKED.read_text()}".encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    uv = [sys.executable, "-m", "uv"]
    pip = [*uv, "pip", "install", "--quiet", f"--python={python()}"]
    commands = [
        [*uv, "venv", "--quiet", "--clear", f"--python={sys.executable}", str(VENV)],
        [*pip, f"--requirements={LOCKED}"],
        [*pip, "--no-deps", "--no-build-isolation", f"--editable={ROOT}"],
    ]
    for command in commands:
        subprocess.run(command, cwd=ROOT, check=True)
    stamp.write_text(wanted)


def sphinx() -> None:
    """Build into _build/next. Raises CalledProcessError; a warning is an error."""
    options = ["--builder=html", "--quiet", "--fresh-env", "--write-all"]
    options += ["--nitpicky", "--fail-on-warning", "--keep-going", f"--conf-dir={HERE}"]
    command = [str(python()), "-m", "sphinx", *options, str(ROOT), str(MADE)]
    subprocess.run(command, cwd=ROOT, check=True)


def main() -> None:
    """Build it and compare. What differs is printed, and the exit status is 1."""
    if not (HTML / "index.html").exists():
        sys.exit("there is no book to compare with: run make book first")
    environment()
    sphinx()
    if found := list(differences(HTML, MADE)):
        sys.exit("\n".join(found))
    print("Both builders make the same book.")


if __name__ == "__main__":
    main()
