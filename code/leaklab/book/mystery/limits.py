"""Chapter 12. Limits for code that may never end: in tasks, and in waiting for nothing.

The limit in real time is in `time_limit`.
"""

from typing import Any, cast

import trio

from leaklab.tasks.profile import live_tasks
from leaklab.tasks.trio_internals import unshield


class TooManyTasks(Exception):
    """A nursery refused a task, because so many live already."""


class TaskLimit(trio.abc.Instrument):
    """Counts live tasks. A nursery that it guards starts none once there have been `most`."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.reached = False
        self._alive = 0

    def task_spawned(self, task: trio.lowlevel.Task) -> None:
        """trio's hook: one more."""
        self._alive += 1
        self.reached = self.reached or self._alive >= self.most

    def task_exited(self, task: trio.lowlevel.Task) -> None:
        """trio's hook: one less."""
        self._alive -= 1

    def guard(self, nursery: trio.Nursery) -> trio.Nursery:
        """The same nursery, except that `start_soon` raises TooManyTasks at the limit."""
        guarded: Any = _Guarded(nursery, self)
        return cast(trio.Nursery, guarded)


class _Guarded:
    def __init__(self, nursery: trio.Nursery, limit: TaskLimit) -> None:
        self._nursery, self._limit = nursery, limit

    def start_soon(self, function: Any, *arguments: Any, name: object = None) -> None:
        if self._limit.reached:  # for good: what is cancelled may start more on its way out
            raise TooManyTasks(f"more than {self._limit.most:,} tasks live at once")
        self._nursery.start_soon(function, *arguments, name=name)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._nursery, name)


class DeadlockBreaker(trio.abc.Instrument):
    """Ends a run whose last tasks are shielded from its end, and wait for ever.

    Under a virtual clock trio sleeps only when nothing will ever happen again. Then this takes
    all shields down, so that the cancellation which ends the run reaches every task.
    """

    def before_io_wait(self, timeout: float) -> None:
        """trio's hook: it would sleep for so many real seconds."""
        if timeout > 0:
            trio.lowlevel.current_trio_token().run_sync_soon(unshield_all_tasks)


def unshield_all_tasks() -> None:
    """Let cancellations reach every live task of the running trio program."""
    for task in live_tasks():
        unshield(task)


def cancel_all_tasks() -> None:
    """Cancel whatever runs in a nursery of the running trio program, behind shields too."""
    unshield_all_tasks()
    for task in live_tasks():
        if task.parent_nursery is not None:  # trio's own first task ends by itself, last
            for nursery in task.child_nurseries:
                nursery.cancel_scope.cancel()
