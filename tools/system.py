"""`python -m tools.system COMMAND ...`: get a program that the tests drive, or say how to get it.

On Debian and its kin, as root, it is installed, and what is going to be installed is said before.
Elsewhere its tests are skipped; where CI is set, a missing program is a failure: exit status 1.
"""

import os
import shutil
import subprocess
import sys
from typing import NamedTuple


class Program(NamedTuple):
    """A program that no package of Python's or npm's brings."""

    package: str  # Debian's
    elsewhere: str  # how to get it where there is no apt-get
    why: str


PROGRAMS = {
    "go": Program(
        "golang-go", "see go.dev/doc/install", "go tool pprof reads our profiles in the tests"
    ),
    "chromium": Program(
        "chromium",
        "install Chromium and put it on the PATH as chromium",
        "the browser tests drive it",
    ),
}


def advice(name: str) -> str:
    """What to do where `name` is missing and cannot be installed from here."""
    program = PROGRAMS[name]
    return (
        f"{name} is missing: {program.why}. "
        f"On Debian or Ubuntu: sudo apt-get install {program.package}; elsewhere: "
        f"{program.elsewhere}."
    )


def may_install() -> bool:
    """Whether apt-get is here and would be let."""
    root = getattr(os, "geteuid", lambda: -1)() == 0  # Windows has no such thing
    return root and shutil.which("apt-get") is not None


def install(name: str) -> None:
    """Install the program's package with apt-get; a failure shows what apt-get wrote."""
    program = PROGRAMS[name]
    commands = [
        ["apt-get", "update", "--quiet"],
        ["apt-get", "install", "--quiet", "--yes", "--no-install-recommends", program.package],
    ]
    shown = " ".join(commands[-1])
    print(f"{name} is missing: {program.why}. Installing it: {shown}", flush=True)
    for command in commands:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        )
        if done.returncode:
            print(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}", file=sys.stderr)
            return


def main() -> None:
    """Look for each program named; install what is missing, or say how."""
    missing = False
    for name in sys.argv[1:]:
        if name not in PROGRAMS:
            sys.exit(f"{name!r} is none of the programs known here: {', '.join(PROGRAMS)}")
        if shutil.which(name) is None and may_install():
            install(name)
        if shutil.which(name) is None:
            print(advice(name), flush=True)
            missing = True
    if missing and os.environ.get("CI"):
        sys.exit(1)


if __name__ == "__main__":
    main()
