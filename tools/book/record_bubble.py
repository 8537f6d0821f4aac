"""`python -m tools.book.record_bubble GO`: run chapter 10's Go test and record what it says.

GO is the go command of a Go of 1.25 or later: before, there is no `testing/synctest`. Each test
runs by itself, since the first that fails ends them all.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from leaklab.book.never_again import bubble

TEST = re.compile(r"^func (Test\w+)\(", re.MULTILINE)
IN_BUBBLE = re.compile(r"^goroutine \d+ \[(.+?) \(durable\), synctest bubble \d+\]:$", re.MULTILINE)


def version_of(go: str) -> str:
    """What a go command calls itself, such as go1.27.3."""
    said = subprocess.run([go, "env", "GOVERSION"], capture_output=True, text=True, check=True)
    return said.stdout.strip()


def knows_synctest(version: str) -> bool:
    """Whether a Go of this version has testing/synctest: 1.25 and later."""
    numbers = re.match(r"go(\d+)\.(\d+)", version)
    return numbers is not None and (int(numbers[1]), int(numbers[2])) >= (1, 25)


def row(test: str, passed: bool, printed: str) -> str:
    """One row of bubble.txt: the test, the verdict, and the states of what was left."""
    left = [] if passed else IN_BUBBLE.findall(printed)
    return "\t".join([test, "passes" if passed else "fails", *left]) + "\n"


def record(go: str) -> str:
    """All rows of bubble.txt, from fresh runs."""
    version = version_of(go)
    if not knows_synctest(version):
        raise ValueError(f"{go} is {version}; testing/synctest needs 1.25 or later")
    rows = [f"{version}\n"]
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder) / "bubble.test"
        build = [go, "test", "-c", "-o", str(program), str(bubble.SOURCE)]
        subprocess.run(build, check=True, env={**os.environ, "GOFLAGS": "", "GOWORK": "off"})
        for test in TEST.findall(bubble.SOURCE.read_text(encoding="utf-8")):
            run = [str(program), "-test.run", f"^{test}$"]
            said = subprocess.run(run, capture_output=True, text=True, check=False)
            rows.append(row(test, said.returncode == 0, said.stdout + said.stderr))
    return "".join(rows)


if __name__ == "__main__":
    bubble.RECORDED.write_text(record(sys.argv[1]), encoding="utf-8")
