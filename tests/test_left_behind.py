"""A process that outlives its test is told, with that test's name, and ended."""

import subprocess
import sys

import psutil

from tests.support import left_behind

# It starts another that nobody waits for, says its number, and ends.
LEAVES_ONE = """import subprocess, sys
left = [sys.executable, "-c", "import time; time.sleep(60)"]
print(subprocess.Popen(left, stdout=subprocess.DEVNULL).pid)"""


def test_what_nobody_looks_after_is_told_and_ended(monkeypatch):
    monkeypatch.setattr(left_behind, "END_S", 0.2)
    done = subprocess.run(
        [sys.executable, "-c", LEAVES_ONE], stdout=subprocess.PIPE, text=True, check=True
    )
    left = psutil.Process(int(done.stdout))
    [told] = left_behind.orphans()
    assert "test_what_nobody_looks_after_is_told_and_ended" in told
    assert "time.sleep(60)" in told
    psutil.wait_procs([left], timeout=10)
    assert not left.is_running()
    assert left_behind.orphans() == []


def test_what_is_still_looked_after_is_not(monkeypatch):
    monkeypatch.setattr(left_behind, "END_S", 0)
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE):
        assert left_behind.orphans() == []
