"""How much memory a process and all below it hold, watched while something else goes on. Linux.

A page that several processes share counts once: each is charged its part of it (PSS). That is what
a container is charged too, but for files it has read, which the kernel drops when memory is short.
"""

import contextlib
import threading
from collections.abc import Iterator

import psutil

EVERY_S = 0.2
MIB = 2**20


def pss_mib(pid: int) -> float:
    """What the process `pid` and its descendants hold now, MiB; 0 where it has ended."""
    held = 0
    with contextlib.suppress(psutil.NoSuchProcess):
        top = psutil.Process(pid)
        for process in [top, *top.children(recursive=True)]:
            with contextlib.suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
                held += process.memory_full_info().pss
    return held / MIB


class Footprint:
    """The peak of `pss_mib(pid)`, read every 0.2 s; `restart()` gives it and begins anew."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._peak_mib = 0.0
        self._over = threading.Event()

    def restart(self) -> float:
        """The peak since the last call, MiB."""
        peak_mib, self._peak_mib = max(self._peak_mib, pss_mib(self._pid)), 0.0
        return peak_mib

    def _watch(self) -> None:
        while not self._over.wait(EVERY_S):
            self._peak_mib = max(self._peak_mib, pss_mib(self._pid))

    @classmethod
    @contextlib.contextmanager
    def of(cls, pid: int) -> Iterator["Footprint"]:
        """Watch until the block ends."""
        watched = cls(pid)
        thread = threading.Thread(target=watched._watch)
        thread.start()
        try:
            yield watched
        finally:
            watched._over.set()
            thread.join()
