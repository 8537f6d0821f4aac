"""Counts tasks by role (see `leaklab.roles`) while trio runs, without ever walking over them."""

from collections.abc import Iterable
from types import CodeType

import trio

from leaklab.apiserver.response import Handler, Request, Writer
from leaklab.roles import DRAINER, SERVING, WORKER, of_function
from leaklab.simulation.run import Sample

NOT_COUNTED = "not counted"
INNER = f"{__name__}.Census.watch.<locals>.serve_http"  # on a worker's stack until it is past it
SAME_INSTANT_S = 1e-8  # a sample at t counts all that happens within 10 ns of t


class Census(trio.abc.Instrument):
    """Live counts by role, the peak of their sum, and samples at the given virtual times.

    Costs two dictionary look-ups a task. `before_jump` is the clock's hook: it runs when every
    task has settled, so the counts it sees are those that hold until the next event. `own` are
    the functions of the run itself, whose tasks do not count; nor do any before `open`.
    """

    def __init__(self, sample_times_s: Iterable[float], own: Iterable[CodeType] = ()) -> None:
        self.alive = {SERVING: 0, WORKER: 0, DRAINER: 0}
        self.past_inner: set[trio.lowlevel.Task] = set()  # workers whose inner handler has ended
        self.peak = 0
        self.samples: list[Sample] = []
        self.open = False
        self._roles: dict[CodeType | None, str] = dict.fromkeys(own, NOT_COUNTED)
        self._times = iter(sample_times_s)
        self._next_s = next(self._times, None)

    def task_spawned(self, task: trio.lowlevel.Task) -> None:
        """trio's hook: a task of ours begins to count."""
        role = self._role(task)
        if role in self.alive:
            self.alive[role] += 1

    def task_exited(self, task: trio.lowlevel.Task) -> None:
        """trio's hook: it no longer counts."""
        role = self._role(task)
        if role in self.alive:
            self.alive[role] -= 1
            self.past_inner.discard(task)

    def _role(self, task: trio.lowlevel.Task) -> str:
        if not self.open:
            return NOT_COUNTED
        code = getattr(task.coro, "cr_code", None)
        role = self._roles.get(code)
        if role is None:
            role = self._roles[code] = of_function(task.coro.__name__)
        return role

    def watch(self, inner: Handler) -> Handler:
        """Wrap the handler that workers run, to learn when they are past it."""

        async def serve_http(w: Writer, r: Request) -> None:
            task = trio.lowlevel.current_task()
            self.past_inner.discard(task)  # a worker may try again
            try:
                await inner(w, r)
            finally:
                if self._role(task) == WORKER:  # else nobody can park
                    self.past_inner.add(task)

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
        parked = len(self.past_inner)
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
