"""Counts tasks by role while trio runs, without ever walking over them.

A role is the name of a task's function: `serve_connection` serves, `worker` works, `drainer`
drains. A worker whose inner handler has ended but which is still there when time moves on is
parked: blocked on its send.
"""

from collections.abc import Iterable

import trio

from leaklab.response import Handler, Request, Writer
from leaklab.run import Sample

SERVING, WORKER, DRAINER = "serve_connection", "worker", "drainer"
SAME_INSTANT_S = 1e-8  # a sample at t counts all that happens within 10 ns of t


class Census(trio.abc.Instrument):
    """Live counts by role, the peak of their sum, and samples at the given virtual times.

    Costs two dictionary look-ups a task. `before_jump` is the clock's hook: it runs when every
    task has settled, so the counts it sees are those that hold until the next event.
    """

    def __init__(self, sample_times_s: Iterable[float]) -> None:
        self.alive = {SERVING: 0, WORKER: 0, DRAINER: 0}
        self.past_inner = 0  # workers whose inner handler has ended
        self.peak = 0
        self.samples: list[Sample] = []
        self._times = iter(sample_times_s)
        self._next_s = next(self._times, None)

    def task_spawned(self, task: trio.lowlevel.Task) -> None:
        """trio's hook: a task of ours begins to count."""
        name = task.coro.__name__
        if name in self.alive:
            self.alive[name] += 1

    def task_exited(self, task: trio.lowlevel.Task) -> None:
        """trio's hook: it no longer counts."""
        name = task.coro.__name__
        if name in self.alive:
            self.alive[name] -= 1
            if name == WORKER:
                self.past_inner -= 1

    def watch(self, inner: Handler) -> Handler:
        """Wrap the handler that workers run, to learn when they are past it."""

        async def serve_http(w: Writer, r: Request) -> None:
            try:
                await inner(w, r)
            finally:
                if trio.lowlevel.current_task().coro.__name__ == WORKER:  # else nobody can park
                    self.past_inner += 1

        return serve_http

    @property
    def tasks(self) -> int:
        """All tasks of the server that are alive now."""
        return sum(self.alive.values())

    def before_jump(self, now_s: float, next_s: float) -> None:
        """Note the peak, and write down every sample that is due before `next_s`."""
        self.peak = max(self.peak, self.tasks)
        self._sample_until(next_s)

    def _sample_until(self, next_s: float) -> None:
        while self._next_s is not None and self._next_s + SAME_INSTANT_S < next_s:
            self.take_sample(self._next_s)
            self._next_s = next(self._times, None)

    def finish(self, end_s: float) -> None:
        """Write down the samples still due up to `end_s`, the run's last instant."""
        self._sample_until(end_s + 2 * SAME_INSTANT_S)

    def take_sample(self, t_s: float) -> None:
        """Append the counts of this instant, labelled `t_s`."""
        alive = self.alive
        parked = max(self.past_inner, 0)
        self.samples.append(
            Sample(
                round(t_s, 9),
                self.tasks,
                alive[SERVING],
                alive[WORKER] - parked,
                parked,
                alive[DRAINER],
            )
        )
