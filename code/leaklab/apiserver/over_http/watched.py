"""What goes on in this server, sample by sample: for the page at `/`, which draws it as it happens.

A frame has the form of the leak lab's live frames, with one run in it. Its tasks are those of lists
and gets, by role: the task that serves each, the workers and drainers that the filter started. A
worker whose inner handler has ended and which is still there is parked.
"""

import contextlib
import os
import secrets
from collections import Counter, deque
from collections.abc import AsyncGenerator, Iterator
from pathlib import Path
from typing import Any

import trio

from leaklab import roles
from leaklab.apiserver.over_http.wire.exchange import Answer, Asked

EVERY_S = 0.5
KEPT = 7200  # samples: an hour
STATM = Path("/proc/self/statm")
ANSWERED = {200: "ok_200", 504: "timeouts_504", 429: "rejected_429"}


class Watched:
    """Counts tasks by role and answers by kind. `nursery` holds what the filter leaves behind."""

    def __init__(self, nursery: trio.Nursery) -> None:
        self._nursery = nursery
        self._name = secrets.token_hex(8)  # a page knows by it that the server is another one
        self._began_s = trio.current_time()
        self._serving: set[trio.lowlevel.Task] = set()
        self._at_work = 0  # inner handlers of reads, in workers
        self._at_work_behind = 0  # of all requests, in workers that may outlive theirs
        self.outcomes: Counter[str] = Counter()
        self._rows: deque[list[float]] = deque(maxlen=KEPT)
        self._taken = 0
        self._peak = 0
        self._sampled = trio.Event()

    @contextlib.contextmanager
    def serving(self, r: Asked, w: Answer) -> Iterator[None]:
        """The task that serves a read of objects, and what came of it."""
        if not _counts(r):
            yield
            return
        task = trio.lowlevel.current_task()
        self._serving.add(task)
        kind = "aborted"
        try:
            yield
            kind = ANSWERED.get(w.status or 200, "other")
        finally:
            self._serving.discard(task)
            self.outcomes["clients_left" if r.client.has_left else kind] += 1

    @contextlib.contextmanager
    def at_work(self, r: Asked) -> Iterator[None]:
        """An inner handler's time, in a worker or in the task that serves."""
        task = trio.lowlevel.current_task()
        own = _counts(r) and task not in self._serving
        behind = task.parent_nursery is self._nursery
        self._at_work += own
        self._at_work_behind += behind
        try:
            yield
        finally:
            self._at_work -= own
            self._at_work_behind -= behind

    def row(self) -> list[float]:
        """Seconds since the start, then the tasks of each role, in the order of `roles.ROLES`."""
        names = (task.name.rpartition(".")[2] for task in self._nursery.child_tasks)
        behind = Counter(map(roles.of_function, names))
        counts = {
            roles.SERVING: len(self._serving),
            roles.WORKER: self._at_work,
            roles.PARKED: max(0, behind[roles.WORKER] - self._at_work_behind),
            roles.DRAINER: behind[roles.DRAINER],
        }
        t_s = round(trio.current_time() - self._began_s, 3)
        return [t_s, *(counts[role] for role in roles.ROLES)]

    async def sample(self) -> None:
        """Take a sample now and then, until cancelled."""
        while True:
            row = self.row()
            self._rows.append(row)
            self._taken += 1
            self._peak = max(self._peak, int(sum(row[1:])))
            self._sampled.set()
            self._sampled = trio.Event()
            await trio.sleep(EVERY_S)

    async def frames(self) -> AsyncGenerator[dict[str, Any]]:
        """A frame for each sample from now on; the first has all samples that are kept."""
        seen = self._taken - len(self._rows)
        while True:
            if seen == self._taken:
                await self._sampled.wait()
            new = min(self._taken - seen, len(self._rows))
            seen = self._taken
            yield self._frame(list(self._rows)[len(self._rows) - new :])

    def _frame(self, rows: list[list[float]]) -> dict[str, Any]:
        now = rows[-1]  # which the page replaces by the next frame's; so it is among the rows too
        run = {
            "rows": rows,
            "now": now,
            "outcomes": dict(self.outcomes),
            "peak": self._peak,
            "crash": None,
        }
        return {
            "t_s": now[0],
            "pace": 1,
            "full": False,
            "runs": [run],
            "memory_mb": resident_mb(),
            "server": self._name,
        }


def _counts(r: Asked) -> bool:
    """Whether the filter times a request, and it is none that asks about this server."""
    return bool(r.resource) and not r.long_running


def resident_mb() -> float | None:
    """The memory of this process, MB; None where the system does not say."""
    try:
        pages = int(STATM.read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return None
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 1e6, 1)
