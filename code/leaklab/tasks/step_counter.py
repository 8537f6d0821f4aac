"""Counts how often the scheduler runs each kind of task: a parked task is never run."""

from collections import Counter

import trio


class StepCounter(trio.abc.Instrument):
    """Counts task steps in the virtual time from `from_s` up to, not including, `to_s` (s).

    A step is one stretch in which trio's scheduler lets a task run, from where it stood to where
    it waits next. `counts` has the steps by the name of the task's function, such as `worker`.
    Hand it to `simulate(..., instruments=[...])` or `trio.run`; costs a dictionary write a step.

    Raises ValueError unless `from_s` lies before `to_s`.
    """

    def __init__(self, from_s: float, to_s: float) -> None:
        if not from_s < to_s:
            raise ValueError(f"from_s = {from_s} s must lie before to_s = {to_s} s")
        self.from_s = from_s
        self.to_s = to_s
        self.counts: Counter[str] = Counter()

    def before_task_step(self, task: trio.lowlevel.Task) -> None:
        """trio's hook: the task is about to run."""
        if self.from_s <= trio.current_time() < self.to_s:
            self.counts[task.coro.__name__] += 1
