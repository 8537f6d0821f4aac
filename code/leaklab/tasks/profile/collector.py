"""Walk over the live tasks of a trio program, and take each one's stack, state and wait."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from types import FrameType

import trio

from leaklab.tasks import trio_internals
from leaklab.tasks.clock import VirtualClock
from leaklab.tasks.profile.frames import Frame, describe, named
from leaklab.tasks.profile.stacks import RUNNABLE, RUNNING, TaskStack, visible
from leaklab.tasks.trio_internals import is_scheduled, spawn_order

# What a task waits for, by the function it waits in, in Go's words; others may add.
WAITS = {**trio_internals.WAITS, named(VirtualClock.sleep_until): "sleep"}


class Origins(trio.abc.Instrument):
    """Remembers for each live task its number, the line that started it, and when it last ran."""

    def __init__(self) -> None:
        self.number: dict[trio.lowlevel.Task, int] = {}
        self.created_by: dict[trio.lowlevel.Task, Frame] = {}
        self.last_ran_s: dict[trio.lowlevel.Task, float] = {}
        self._count = 0

    def task_spawned(self, task: trio.lowlevel.Task) -> None:
        """trio's hook: number the task, and remember the line that started it."""
        self._count += 1
        self.number[task] = self._count
        frame: FrameType | None = sys._getframe(1)
        while frame is not None and frame.f_globals.get("__name__", "").startswith("trio."):
            frame = frame.f_back
        if frame is not None:
            self.created_by[task] = describe(frame)

    def after_task_step(self, task: trio.lowlevel.Task) -> None:
        """trio's hook: the task waits from now on."""
        if task in self.number:
            self.last_ran_s[task] = trio.current_time()

    def task_exited(self, task: trio.lowlevel.Task) -> None:
        """trio's hook: forget the task."""
        for record in (self.number, self.created_by, self.last_ran_s):
            record.pop(task, None)


def live_tasks() -> list[trio.lowlevel.Task]:
    """Every live task of the running trio program, trio's own too, oldest first."""
    return sorted(_walk(trio.lowlevel.current_root_task()), key=spawn_order)


def collect(
    origins: Origins | None = None, tasks: Iterable[trio.lowlevel.Task] | None = None
) -> list[TaskStack]:
    """Every live task of the running trio program but trio's own. Costs about 15 µs a task.

    `tasks` are those to look at, where not all are wanted. Raises RuntimeError when called
    outside of trio.
    """
    now_s = trio.current_time()
    stacks = []
    for order, task in enumerate(live_tasks() if tasks is None else tasks, start=1):
        frames = tuple(_frames(task)) or (Frame(task.name, "?", 0, 0),)  # not a Python coroutine
        if frames[-1].function in trio_internals.OWN_TASKS:
            continue
        number, created_by, waited_s = order, None, None
        if origins is not None:
            number = origins.number.get(task, order)
            created_by = origins.created_by.get(task)
            if task in origins.last_ran_s:
                waited_s = now_s - origins.last_ran_s[task]
        state = _state(task, visible(frames))
        stacks.append(TaskStack(number, task.name, state, waited_s, frames, created_by))
    return sorted(stacks, key=lambda stack: (stack.state != RUNNING, stack.number, stack.name))


def _walk(root: trio.lowlevel.Task | None) -> Iterator[trio.lowlevel.Task]:
    """The tree of tasks from `root` down."""
    pending = [root] if root is not None else []
    while pending:
        task = pending.pop()
        yield task
        for nursery in task.child_nurseries:
            pending.extend(nursery.child_tasks)


def _frames(task: trio.lowlevel.Task) -> Iterator[Frame]:
    """The task's stack, innermost frame first."""
    if task is trio.lowlevel.current_task():
        frame: FrameType | None = sys._getframe(1)
        while frame is not None:
            if frame.f_globals.get("__name__") != __name__:
                yield describe(frame)
            if frame is getattr(task.coro, "cr_frame", None):
                return
            frame = frame.f_back
        return
    outermost_first = [describe(frame, line) for frame, line in task.iter_await_frames()]
    yield from reversed(outermost_first)


def _state(task: trio.lowlevel.Task, visible: Sequence[Frame]) -> str:
    """What the task waits for, in Go's words where Go has one."""
    if task is trio.lowlevel.current_task():
        return RUNNING
    if is_scheduled(task):
        return RUNNABLE
    for frame in visible[:2]:
        if frame.function in WAITS:
            return WAITS[frame.function]
    if visible[0].function.startswith(trio_internals.IO):
        return "IO wait"
    return visible[0].function.rpartition(".")[2]
