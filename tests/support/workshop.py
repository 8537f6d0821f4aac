"""The workshop's zip, made from the built book."""

import fcntl
import subprocess
import sys

from tests.support.places import HTML, ROOT
from tests.support.programs import missing

MADE = ROOT / "_build" / "workshop.zip"
SOURCES = (ROOT / "tools" / "workshop", ROOT / "tools" / "paper" / "handouts")


def make(*, anew: bool = True) -> None:
    """Make the zip; without `anew` only if it is older than what it is made of.

    One process of a run of tests at a time does it. Where the wheels cannot be fetched the test is
    skipped, in CI it fails.
    """
    with MADE.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not anew and _is_fresh():
            return
        command = [sys.executable, "-m", "tools.workshop.pack"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        if done.returncode and "needs a network" in done.stderr:
            missing(done.stderr.strip())
        assert done.returncode == 0, done.stderr


def _is_fresh() -> bool:
    newest = max(path.stat().st_mtime for folder in SOURCES for path in folder.rglob("*.*"))
    newest = max(newest, (HTML / "index.html").stat().st_mtime)
    return MADE.exists() and MADE.stat().st_mtime >= newest
