"""`python -m tools.check`: linters, types, walls, spelling, and the fast tests, side by side.

`python -m tools.check lint` leaves out the tests.
Needs the set-up and nothing else: no built book, no browser. What fails is shown whole, the rest
in a line each. The tests run with fewer examples of their laws; `make test` runs all of everything.
"""

import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed

from tools.paths import ROOT

FAST = "not slow and not browser and not book and not timing"
NO_FAST_TEST = re.compile(r"^pytestmark = .*mark\.(slow|browser|book|timing)", re.MULTILINE)
NOT_OPENED = [  # each worker would collect them, to run none of them
    ROOT / "tests" / "browser",
    ROOT / "tests" / "binder",
    *(
        path
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        if NO_FAST_TEST.search(path.read_text(encoding="utf-8"))
    ),
]
SIDE_BY_SIDE = ["-n", "auto", "--dist", "worksteal"]
TESTS = ["pytest", "tests", "-q", "-m", FAST, *SIDE_BY_SIDE, "-p", "no:nbval"]
TESTS += [f"--ignore={path}" for path in NOT_OPENED]
CHECKS = {  # the longest first: the short ones fill the gaps
    "tests": ["-m", *TESTS, "--hypothesis-profile=quick", "--durations=10"],
    "mypy": ["-m", "mypy"],
    "tsc": ["-m", "tools.labs.check", "types"],
    "node --test": ["-m", "tools.labs.check", "test"],
    "biome": ["-m", "tools.labs.check", "lint"],
    "import-linter": ["-c", "from importlinter.cli import lint_imports_command as lint; lint()"],
    "codespell": ["-m", "codespell_lib"],
    "ruff": ["-m", "ruff", "check", "."],
    "ruff format": ["-m", "ruff", "format", "--check", "."],
}
AT_ONCE = 2
# To compile the tests anew takes two processors 4 s each: what was compiled is kept, whatever the
# environment says.
ENVIRONMENT = {**os.environ, "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": ""}


def run(name: str) -> tuple[str, float, subprocess.CompletedProcess[str]]:
    """Run one check: its name, how long it took in s, and how it ended."""
    began_s = time.monotonic()
    done = subprocess.run(
        [sys.executable, *CHECKS[name]],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        errors="replace",
        env=ENVIRONMENT,
    )
    return name, time.monotonic() - began_s, done


def main() -> None:
    """Run all checks; exit with 1 if any fails."""
    began_s = time.monotonic()
    names = [name for name in CHECKS if sys.argv[1:] != ["lint"] or name != "tests"]
    failed = []
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for future in as_completed([pool.submit(run, name) for name in names]):
            name, took_s, done = future.result()
            ended = "FAILED" if done.returncode else "ok"
            print(f"{ended:<7} {name:<14} {took_s:5.1f} s", flush=True)
            if done.returncode:
                failed.append(name)
                print(done.stdout.rstrip(), flush=True)
            elif name == "tests":
                print(done.stdout.rstrip().rpartition("\n")[2], flush=True)
    print(f"all of it: {time.monotonic() - began_s:.0f} s", flush=True)
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
