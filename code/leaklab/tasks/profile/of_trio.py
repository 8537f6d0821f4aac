"""The tasks of a trio program: which there are, who made them, what each waits for."""

import sys
from collections.abc import Iterable, Iterator
from types import FrameType

import trio

from leaklab.tasks import trio_internals
from leaklab.tasks.profile.frames import Frame, describe
from leaklab.tasks.profile.stacks import RUNNABLE, RUNNING, TaskStack
from leaklab.tasks.profile.taker import Taken, Taker, is_running
from leaklab.tasks.trio_internals import is_scheduled, spawn_order

LIBRARY = "trio"
STARTERS = ("trio.", "anyio.")  # what starts a task for somebody else


class Origins(trio.abc.Instrument):
    """Remembers for each live task its number, the line that started it, and when it last ran.

    The line is the user's, where one is on the stack; for what a library starts by itself, such as
    the tasks of `trio.serve_tcp`, it is the library's. The line of `trio.run` made the main task,
    and nothing else. Made within a run, it numbers first who is there already.
    """

    def __init__(self) -> None:
        self.number: dict[trio.lowlevel.Task, int] = {}
        self.created_by: dict[trio.lowlevel.Task, Frame] = {}
        self.last_ran_s: dict[trio.lowlevel.Task, float] = {}
        self.count = 0
        if trio.lowlevel.in_trio_run():
            for task in tasks_below(trio.lowlevel.current_root_task()):
                self.count += 1
                self.number[task] = self.count

    def task_spawned(self, task: trio.lowlevel.Task) -> None:
        """trio's hook: number the task, and remember the line that started it."""
        self.count += 1
        self.number[task] = self.count
        creator = _creator(sys._getframe(1))
        if creator is not None:
            self.created_by[task] = creator

    def after_task_step(self, task: trio.lowlevel.Task) -> None:
        """trio's hook: the task waits from now on."""
        if task in self.number:
            self.last_ran_s[task] = trio.current_time()

    def task_exited(self, task: trio.lowlevel.Task) -> None:
        """trio's hook: forget the task."""
        for record in (self.number, self.created_by, self.last_ran_s):
            record.pop(task, None)


def _creator(frame: FrameType | None) -> Frame | None:
    """Who started a task, looking outwards from trio's hook; None where nobody can be named."""
    of_a_library: FrameType | None = None
    starts_main = False
    while frame is not None:
        module = frame.f_globals.get("__name__", "")
        name = f"{module}.{frame.f_code.co_qualname}"
        if name == trio_internals.OWN_TASKS[0]:
            starts_main = True
        elif name == trio_internals.ROOT and not starts_main:
            break
        elif not f"{module}.".startswith(STARTERS):
            return describe(frame)
        elif of_a_library is None and not f"{module}.".startswith(trio_internals.CORE):
            of_a_library = frame
        frame = frame.f_back
    return None if of_a_library is None else describe(of_a_library)


def tasks_below(root: trio.lowlevel.Task | None) -> list[trio.lowlevel.Task]:
    """Every live task of the run with this root, trio's own too, oldest first."""
    return sorted(_walk(root), key=spawn_order)


def _walk(root: trio.lowlevel.Task | None) -> Iterator[trio.lowlevel.Task]:
    """The tree of tasks from `root` down."""
    pending = [root] if root is not None else []
    while pending:
        task = pending.pop()
        yield task
        for nursery in task.child_nurseries:
            pending.extend(nursery.child_tasks)


def stacks(
    tasks: Iterable[trio.lowlevel.Task],
    now_s: float | None,
    taker: Taker,
    origins: Origins | None,
    itself: bool | None,
    first: int,
) -> Iterator[TaskStack]:
    """What these tasks do, without trio's own; numbered from `first` where nobody watched.

    `itself`: whether the task that asks is in it; it is unless this is False.
    """
    asking = trio.lowlevel.current_task() if trio.lowlevel.in_trio_task() else None
    for number, task in enumerate(tasks, start=first):
        if task is asking and itself is False and not taker.interrupts:
            continue
        taken, state = _state(task, taker)
        frames = taken.frames or (Frame(task.name, "?", 0, 0),)  # not a Python coroutine
        if frames[-1].function in trio_internals.OWN_TASKS:
            continue
        created_by, waited_s = None, None
        if origins is not None:
            number = origins.number.get(task, origins.count + number)  # nobody else's
            created_by = origins.created_by.get(task)
            if now_s is not None and task in origins.last_ran_s:
                waited_s = now_s - origins.last_ran_s[task]
        yield TaskStack(number, task.name, state, waited_s, frames, created_by, LIBRARY)


def _state(task: trio.lowlevel.Task, taker: Taker) -> tuple[Taken, str]:
    """The task's stack, and what it waits for, in Go's words where Go has one."""
    scheduled = is_scheduled(task)
    if scheduled and is_running(task.coro):
        return taker.running(task.coro), RUNNING
    taken, _ = taker.waiting(task.coro)
    if scheduled:
        return taken, RUNNABLE
    if taken.word is not None:
        return taken, taken.word
    return taken, taken.shown[0].function.rpartition(".")[2] if taken.shown else "waiting"
