"""Processes that tests have left behind: a book about leaks has none of its own."""

import os
import time
from collections.abc import Iterator

import psutil

MARK = "LEAKLAB_TESTS_OF"  # in the environment of whatever the tests of a process start
END_S = 10  # for what has been told to end


def orphans() -> list[str]:
    """What this process's tests have started, and nobody below it looks after any more.

    A line for each: the test that started it, and its command. Waits for those about to end.
    """
    end_s = time.monotonic() + END_S
    while (found := list(_orphans())) and time.monotonic() < end_s:
        time.sleep(0.1)
    return found


def _orphans() -> Iterator[str]:
    below = {each.pid for each in psutil.Process().children(recursive=True)}
    for process in psutil.process_iter():
        if process.pid in below or process.pid == os.getpid():
            continue
        try:
            environment, command = process.environ(), " ".join(process.cmdline())
        except (psutil.Error, OSError):  # gone, or somebody else's
            continue
        if environment.get(MARK) == str(os.getpid()):
            yield f"{environment.get('PYTEST_CURRENT_TEST')}: {command}"
