"""How much memory a process and all below it hold, watched while something else goes on. Linux.

A page that several processes share counts once: each is charged its part of it (PSS). That is what
a container is charged too, but for files it has read, which the kernel drops when memory is short.
"""

import contextlib
import threading
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

PROC = Path("/proc")
EVERY_S = 0.2


def pss_mb(pid: int) -> float:
    """What the process `pid` and its descendants hold now, MB."""
    return sum(_own_mb(each) for each in _tree(pid))


class Footprint:
    """The peak of `pss_mb(pid)`, read every 0.2 s; `restart()` gives it and begins anew."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._peak_mb = 0.0
        self._over = threading.Event()

    def restart(self) -> float:
        """The peak since the last call, MB."""
        peak_mb, self._peak_mb = max(self._peak_mb, pss_mb(self._pid)), 0.0
        return peak_mb

    def _watch(self) -> None:
        while not self._over.wait(EVERY_S):
            self._peak_mb = max(self._peak_mb, pss_mb(self._pid))

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


def _tree(pid: int) -> list[int]:
    children = defaultdict(list)
    for path in PROC.glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it has ended meanwhile
            parent = int(path.read_text().rpartition(")")[2].split()[1])
            children[parent].append(int(path.parent.name))
    found = [pid]
    for each in found:  # grows while it is walked
        found += children[each]
    return found


def _own_mb(pid: int) -> float:
    with contextlib.suppress(OSError):
        for line in (PROC / str(pid) / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0
