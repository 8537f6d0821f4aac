"""`leaklab` as a user starts it: a process that has said where it is, ended as Ctrl-C ends it."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from typing import IO

from tests.support.places import ROOT
from tests.support.serving import PATIENCE_S

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT / "code")}
LEAKLAB = [sys.executable, "-m", "leaklab"]


class Started:
    """A process that runs, and what it has said until it was ready."""

    def __init__(self, process: "subprocess.Popen[str]", greeting: str) -> None:
        self.process, self.greeting = process, greeting
        self.readers: list[threading.Thread] = []

    def keep(self, pipe: IO[str] | None) -> list[str]:
        """The lines of one of its pipes, as they come; a pipe that nobody reads fills up."""
        assert pipe is not None
        kept: list[str] = []
        reader = threading.Thread(target=kept.extend, args=(pipe,), daemon=True)
        reader.start()
        self.readers.append(reader)
        return kept


@contextlib.contextmanager
def started(
    *arguments: str, ready: Callable[[str], bool], stderr: int = subprocess.STDOUT
) -> Iterator[Started]:
    """`leaklab ARGUMENTS`, from the line of which `ready` is true until the block ends.

    RuntimeError, with what it said, where it ends before that.
    """
    process = subprocess.Popen(
        [*LEAKLAB, *arguments],
        cwd=ROOT,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
    )
    readers: list[threading.Thread] = []
    try:
        assert process.stdout is not None
        lines: list[str] = []
        for line in process.stdout:
            lines.append(line)
            if ready(line):
                break
        else:
            last = process.stderr.read() if process.stderr is not None else ""
            raise RuntimeError(f"it did not start: {''.join(lines)}{last}")
        running = Started(process, "".join(lines))
        readers = running.readers
        yield running
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        try:
            process.wait(PATIENCE_S)
        finally:
            process.kill()
            for reader in readers:
                reader.join(PATIENCE_S)
            for pipe in (process.stdout, process.stderr):
                if pipe is not None:
                    pipe.close()
