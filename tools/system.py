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

    packages: dict[str, str]  # commands that serve, the best first, and Debian's packages of them
    elsewhere: str  # how to get it where there is no apt-get
    why: str


PROGRAMS = {
    "go": Program(
        {"go": "golang-go"},
        "see go.dev/doc/install",
        "go tool pprof reads our profiles in the tests",
    ),
    "chromium": Program(
        {"chromium-headless-shell": "chromium-headless-shell", "chromium": "chromium"},
        "install Chromium and put it on the PATH as chromium",
        "the browser tests drive it",
    ),
    "firefox": Program(
        {"firefox-esr": "firefox-esr"},
        "tests in Firefox are for Debian's alone",
        "the labs are tested in it",
    ),
    "webkit": Program(
        {"WebKitWebDriver": "webkit2gtk-driver"},
        "tests in WebKit are for Debian's alone",
        "the labs are tested in it",
    ),
    "screen": Program(
        {"Xvfb": "xvfb"},
        "tests in WebKit are for Debian's alone",
        "WebKit draws on it, without a screen",
    ),
    "kubectl": Program(
        {"kubectl": "kubernetes-client"},
        "see kubernetes.io/docs/tasks/tools",
        "it asks `leaklab serve` in the tests",
    ),
    "curl": Program(
        {"curl": "curl"},
        "see curl.se/download.html",
        "it asks `leaklab serve` in the tests",
    ),
    "wrk": Program(
        {"wrk": "wrk"},
        "see github.com/wg/wrk",
        "it loads `leaklab serve` in the tests",
    ),
    "h2load": Program(
        {"h2load": "nghttp2-client"},
        "see nghttp2.org",
        "it loads `leaklab serve` over HTTP/2 in the tests",
    ),
    "prometheus": Program(
        {"prometheus": "prometheus"},
        "see prometheus.io/download",
        "it scrapes `leaklab serve` in the tests",
    ),
    "epubcheck": Program(
        {"epubcheck": "epubcheck"},
        "see www.w3.org/publishing/epubcheck",
        "it checks the e-book in the tests",
    ),
    "pdftotext": Program(
        {"pdftotext": "poppler-utils"},
        "see poppler.freedesktop.org",
        "it reads the printed book in the tests",
    ),
    "locales": Program(
        {"locale-gen": "locales"},
        "tests in WebKit are for Debian's alone",
        "WebKit takes its language from one",
    ),
}


def advice(name: str) -> str:
    """What to do where `name` is missing and cannot be installed from here."""
    program = PROGRAMS[name]
    packages = " or ".join(program.packages.values())
    return (
        f"{name} is missing: {program.why}. "
        f"On Debian or Ubuntu: sudo apt-get install {packages}; elsewhere: "
        f"{program.elsewhere}."
    )


def may_install() -> bool:
    """Whether apt-get is here and would be let."""
    root = getattr(os, "geteuid", lambda: -1)() == 0  # Windows has no such thing
    return root and shutil.which("apt-get") is not None


def install(command: str, package: str, why: str) -> None:
    """Install a package with apt-get; a failure shows what apt-get wrote."""
    commands = [
        ["apt-get", "update", "--quiet"],
        ["apt-get", "install", "--quiet", "--yes", "--no-install-recommends", package],
    ]
    shown = " ".join(commands[-1])
    print(f"{command} is missing: {why}. Installing it: {shown}", flush=True)
    for each in commands:
        done = subprocess.run(
            each,
            capture_output=True,
            text=True,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        )
        if done.returncode:
            print(f"{' '.join(each)} failed:\n{done.stdout}{done.stderr}", file=sys.stderr)
            return


def get(name: str) -> bool:
    """Get the best command of a program that can be had; whether one of them is here now."""
    program = PROGRAMS[name]
    for command, package in program.packages.items():
        if shutil.which(command) is None and may_install():
            install(command, package, program.why)
        if shutil.which(command) is not None:
            return True
    return False


def main() -> None:
    """Look for each program named; install what is missing, or say how."""
    missing = False
    for name in sys.argv[1:]:
        if name not in PROGRAMS:
            sys.exit(f"{name!r} is none of the programs known here: {', '.join(PROGRAMS)}")
        if not get(name):
            print(advice(name), flush=True)
            missing = True
    if missing and os.environ.get("CI"):
        sys.exit(1)


if __name__ == "__main__":
    main()
