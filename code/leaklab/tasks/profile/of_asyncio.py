"""The tasks of asyncio's loops: which there are, who made them, what each waits for.

asyncio has no hook that tells when a task is made or runs. `TaskWatch` is a task factory that
remembers who made each task from then on; without one, profiles have no `created_by`.
"""

import asyncio
import sys
import weakref
from collections.abc import Iterable, Iterator
from types import FrameType
from typing import Any

from leaklab.tasks import asyncio_internals
from leaklab.tasks.profile.frames import Frame, describe
from leaklab.tasks.profile.stacks import RUNNABLE, RUNNING, TaskStack
from leaklab.tasks.profile.taker import Taken, Taker, is_running

LIBRARY = "asyncio"
STARTERS = ("asyncio.", "anyio.", "leaklab.tasks.")  # what starts a task for somebody else
INSIDES = ("asyncio.", "anyio._backends.", "leaklab.tasks.")
ROOTS = frozenset(  # the loop: whoever is further out only called asyncio.run
    {"asyncio.events.Handle._run", "asyncio.base_events.BaseEventLoop.run_forever"}
)
DEFAULT_NAME = "Task-"
Task = asyncio.Task[Any]


class TaskWatch:
    """Remembers for each task of a loop its number and the line that made it, from `start` on.

        watch = profile.TaskWatch()
        watch.start()                      # in the loop's main task, or with a loop
        ...
        profile.collect(watch)

    It is the loop's task factory, about 2 µs a task, and passes on to the factory that was there.
    asyncio does not tell when a task ran last, so a wait is known from one profile with the same
    watch to the next: `waited_s` is how long the task has been seen to wait for the same thing.
    `stop` takes it out again.
    """

    def __init__(self) -> None:
        self.number: weakref.WeakKeyDictionary[Task, int] = weakref.WeakKeyDictionary()
        self.created_by: weakref.WeakKeyDictionary[Task, Frame] = weakref.WeakKeyDictionary()
        self._seen: weakref.WeakKeyDictionary[Task, tuple[weakref.ref[Any], float]] = (
            weakref.WeakKeyDictionary()
        )
        self._before: dict[asyncio.AbstractEventLoop, Any] = {}
        self._count = 0

    def start(self, loop: asyncio.AbstractEventLoop | None = None) -> None:
        """Watch the tasks that a loop makes from now on: the running one, if none is given.

        Raises RuntimeError when no loop runs here and none is given.
        """
        loop = asyncio.get_running_loop() if loop is None else loop
        if loop not in self._before:
            self._before[loop] = loop.get_task_factory()
            loop.set_task_factory(self._make)

    def stop(self) -> None:
        """Give each loop its own factory back."""
        while self._before:
            loop, factory = self._before.popitem()
            if not loop.is_closed():
                loop.set_task_factory(factory)

    def _make(self, loop: asyncio.AbstractEventLoop, coroutine: Any, **options: Any) -> Any:
        factory = self._before.get(loop)
        if factory is not None:
            task = factory(loop, coroutine, **options)
        else:
            task = asyncio.Task(coroutine, loop=loop, **options)
        self._count += 1
        self.number[task] = self._count
        creator = _creator(sys._getframe(1))
        if creator is not None:
            self.created_by[task] = creator
        return task

    def waited_s(self, task: Task, awaited: object, now_s: float) -> float | None:
        """How long the task has been seen to wait for `awaited`; None at first sight."""
        before = self._seen.get(task)
        if before is not None and before[0]() is awaited:
            return now_s - before[1]
        try:
            self._seen[task] = (weakref.ref(awaited), now_s)
        except TypeError:  # of a kind that cannot be remembered without being kept alive
            self._seen.pop(task, None)
        return None


def _creator(frame: FrameType | None) -> Frame | None:
    """Who made a task, looking outwards from the factory; None where nobody can be named."""
    try:
        maker = asyncio.current_task()
    except RuntimeError:  # the loop does not run yet: the main task is made
        maker, begun = None, False
    else:
        begun = True
    last = getattr(maker.get_coro(), "cr_frame", None) if maker is not None else None
    of_a_library: FrameType | None = None
    while frame is not None:
        module = frame.f_globals.get("__name__", "")
        name = f"{module}.{frame.f_code.co_qualname}"
        if begun and (name in ROOTS or name == "asyncio.runners.Runner.run"):
            break
        if not f"{module}.".startswith(STARTERS):
            return describe(frame)
        if of_a_library is None and not f"{module}.".startswith(INSIDES):
            of_a_library = frame
        if frame is last:
            break
        frame = frame.f_back
    return None if of_a_library is None else describe(of_a_library)


def tasks_of(loop: asyncio.AbstractEventLoop) -> list[Task]:
    """Every task of a loop that has not ended, oldest first where asyncio numbered them."""
    return sorted(asyncio.all_tasks(loop), key=_age)


def _age(task: Task) -> tuple[float, str]:
    name = task.get_name()
    number = name.removeprefix(DEFAULT_NAME)
    return (int(number), "") if number.isdigit() and number != name else (float("inf"), name)


def stacks(
    tasks: Iterable[Task],
    taker: Taker,
    watch: TaskWatch | None,
    itself: bool | None,
    first: int,
) -> Iterator[TaskStack]:
    """What these tasks do; numbered from `first` where nobody watched.

    `itself`: whether the task that asks is in it; it is not unless this is True.
    """
    try:
        asking = asyncio.current_task()
    except RuntimeError:
        asking = None
    for number, task in enumerate(tasks, start=first):
        if task is asking and not itself and not taker.interrupts:
            continue
        taken, state, awaited = _state(task, taker)
        frames = taken.frames or (Frame(_name(task, None), "?", 0, 0),)  # no Python coroutine
        created_by, waited_s = None, None
        if watch is not None:
            number = watch.number.get(task, number)
            created_by = watch.created_by.get(task)
            if awaited is not None:
                waited_s = watch.waited_s(task, awaited, task.get_loop().time())
        name = _name(task, frames[-1])
        yield TaskStack(number, name, state, waited_s, frames, created_by, LIBRARY)


def _name(task: Task, outermost: Frame | None) -> str:
    """The task's name if it was given one, else that of its function."""
    name = task.get_name()
    if outermost is None or not name.startswith(DEFAULT_NAME):
        return name
    return outermost.function


def _state(task: Task, taker: Taker) -> tuple[Taken, str, Any]:
    """The task's stack, what it waits for, and the future of that wait; None if it has none."""
    coroutine = task.get_coro()
    future = asyncio_internals.awaited_by(task)
    if future is None and is_running(coroutine):
        return taker.running(coroutine), RUNNING, None
    taken, awaited = taker.waiting(coroutine)
    if future is None and not asyncio_internals.knows_awaited() and asyncio.isfuture(awaited):
        future = awaited
    if future is None or future.done():
        return taken, RUNNABLE, None
    return taken, taken.word or _word_for(future), future


def _word_for(future: Any) -> str:
    """What a task waits for that awaits this future, where its frames do not tell."""
    made_by = asyncio_internals.made_by(future)
    if made_by is not None:
        return made_by
    return "Task" if isinstance(future, asyncio.Task) else "Future"
