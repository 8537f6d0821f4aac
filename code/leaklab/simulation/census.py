"""Counts tasks by role (see `leaklab.roles`) while trio runs, without ever walking over them."""

import contextlib
import math
import operator
from collections.abc import Iterable, Iterator
from types import CodeType

import trio

from leaklab.roles import DRAINER, SERVING, WORKER, of_function
from leaklab.simulation.run import Sample
from leaklab.tasks.clock import SAME_INSTANT_S

NOT_COUNTED = "not counted"

_code = operator.attrgetter("coro.cr_code")  # of a task; done in C


class Census(trio.abc.Instrument):
    """Live counts by role, the peak of their sum, and samples at the given virtual times.

    It counts the tasks that begin within `counting`. `before_jump` is the clock's hook: it runs
    when every task has settled, so the counts it sees are those that hold until the next event.
    `own` are the functions of the run itself, whose tasks do not count. Costs a dictionary look-up
    at a task's start and one at its end.
    """

    def __init__(self, sample_times_s: Iterable[float], own: Iterable[CodeType] = ()) -> None:
        self.alive = {SERVING: 0, WORKER: 0, DRAINER: 0}
        self.tasks = 0  # all of them together
        # Workers whose inner handler has not ended. Not those past it: after a leak these are
        # 45,000, and a set of as many is in no processor's cache.
        self.working: set[trio.lowlevel.Task] = set()
        self.peak = 0
        self.samples: list[Sample] = []
        # By the code's id: to hash a code object goes through all of it, for each task anew.
        self._codes: list[CodeType] = list(own)  # alive, so that no other gets its id
        self._roles: dict[int, str] = {id(code): NOT_COUNTED for code in self._codes}
        self._times = iter(sample_times_s)
        self._next_s = next(self._times, math.inf)
        self._due_s = self._next_s + SAME_INSTANT_S

    @contextlib.contextmanager
    def counting(self) -> Iterator[None]:
        """Count the tasks that begin within the block, which is inside the run.

        It is left before the run cancels what still lives, or as soon as the process has died:
        how that ends, task by task, is no moment of the run, and costs 45,000 calls after a leak.
        """
        trio.lowlevel.add_instrument(self)
        try:
            yield
        finally:
            trio.lowlevel.remove_instrument(self)
            self.alive = dict.fromkeys(self.alive, 0)
            self.tasks = 0
            self.working.clear()
            self._roles = dict.fromkeys(self._roles, NOT_COUNTED)
            self._next_s = self._due_s = math.inf

    def task_spawned(self, task: trio.lowlevel.Task) -> None:
        """trio's hook: a task of ours begins to count."""
        try:
            role = self._roles[id(_code(task))]
        except KeyError:
            role = self._meet(task)
        if role is not NOT_COUNTED:
            self.alive[role] += 1
            self.tasks += 1
            if role is WORKER:
                self.working.add(task)

    def task_exited(self, task: trio.lowlevel.Task) -> None:
        """trio's hook: it no longer counts."""
        role = self._roles[id(_code(task))]
        if role is not NOT_COUNTED:
            self.alive[role] -= 1
            self.tasks -= 1
            if role is WORKER:
                self.working.discard(task)

    def _meet(self, task: trio.lowlevel.Task) -> str:
        """The role of the first task that runs its function; later ones are told by its code."""
        code = _code(task)
        self._codes.append(code)
        role = self._roles[id(code)] = of_function(task.coro.__name__)
        return role

    def inner_begins(self) -> None:
        """The running task enters the inner handler: a worker, or a serving task by itself."""
        task = trio.lowlevel.current_task()
        if task not in self.working and self._roles.get(id(_code(task))) is WORKER:
            self.working.add(task)  # it tries again

    def inner_ends(self) -> None:
        """The running task is past the inner handler."""
        self.working.discard(trio.lowlevel.current_task())

    def before_jump(self, now_s: float, next_s: float) -> None:
        """Note the peak, and write down every sample that is due before `next_s`."""
        if self.tasks > self.peak:
            self.peak = self.tasks
        if self._due_s < next_s:
            self._sample_until(next_s)

    def _sample_until(self, next_s: float) -> None:
        while self._due_s < next_s:
            self.samples.append(self.sample(self._next_s))
            self._next_s = next(self._times, math.inf)
            self._due_s = self._next_s + SAME_INSTANT_S

    def finish(self, end_s: float) -> None:
        """Write down the samples still due up to `end_s`, when all that happens there has."""
        self._sample_until(end_s + 2 * SAME_INSTANT_S)

    def sample(self, t_s: float) -> Sample:
        """The counts of this instant, labelled `t_s`."""
        alive = self.alive
        working = len(self.working)
        return Sample(
            round(t_s, 9),
            self.tasks,
            alive[SERVING],
            working,
            alive[WORKER] - working,
            alive[DRAINER],
        )
