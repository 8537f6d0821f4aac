"""Processes that tests have left behind: a book about leaks has none of its own."""

import contextlib
import os
import time
from collections.abc import Iterator

import psutil

MARK = "LEAKLAB_TESTS_OF"  # in the environment of whatever the tests of a process start
END_S = 10  # for what has been told to end


def orphans() -> list[str]:
    """What this process's tests have started, and nobody below it looks after any more.

    A line for each: the test that started it, and its command. Waits for those about to end, and
    ends the others: only the file that left them behind is to fail.
    """
    end_s = time.monotonic() + END_S
    while (found := dict(_orphans())) and time.monotonic() < end_s:
        time.sleep(0.1)
    for process in found:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    return list(found.values())


def _orphans() -> Iterator[tuple[psutil.Process, str]]:
    below = {each.pid for each in psutil.Process().children(recursive=True)}
    for process in psutil.process_iter():
        if process.pid in below or process.pid == os.getpid():
            continue
        try:
            environment, command = process.environ(), " ".join(process.cmdline())
        except (psutil.Error, OSError):  # gone, or somebody else's
            continue
        if environment.get(MARK) == str(os.getpid()):
            yield process, f"{environment.get('PYTEST_CURRENT_TEST')}: {command}"
