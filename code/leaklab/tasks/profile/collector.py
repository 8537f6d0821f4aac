"""Find what runs, trio or asyncio, and take the stack, state and wait of each of its tasks."""

import contextlib
import gc
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import trio

from leaklab.tasks import trio_internals
from leaklab.tasks.profile import of_trio
from leaklab.tasks.profile.of_trio import Origins
from leaklab.tasks.profile.stacks import RUNNING, TaskStack
from leaklab.tasks.profile.taker import Taker

if TYPE_CHECKING:
    from leaklab.tasks.profile.of_asyncio import TaskWatch

NOTHING_RUNS = (
    "nothing to profile: no trio program and no asyncio loop runs in this process. collect() works "
    "in a task or a callback, in a signal's handler, in the host of a guest run, and in another "
    "thread, while trio.run or asyncio.run goes on"
)


def live_tasks() -> list[Any]:
    """Every live task of what runs in this thread, trio's own too, oldest first.

    A trio program's, if this is called inside one; else those of asyncio's running loop. Raises
    RuntimeError where neither runs here.
    """
    if trio.lowlevel.in_trio_run():
        return list(of_trio.tasks_below(trio.lowlevel.current_root_task()))
    loop = running_loop()
    if loop is None:
        raise RuntimeError("neither trio nor asyncio runs in this thread: there are no tasks here")
    return list(_of_asyncio().tasks_of(loop))


def own_count() -> int:
    """How many live tasks the program has: neither trio's own nor the one that asks. In trio."""
    theirs = [task for task in live_tasks() if task.name not in trio_internals.OWN_TASKS]
    return len(theirs) - trio.lowlevel.in_trio_task()


def running_loop() -> Any:
    """asyncio's loop that runs in this thread; None where none does."""
    asyncio = sys.modules.get("asyncio")  # not imported: then no loop runs
    try:
        return None if asyncio is None else asyncio.get_running_loop()
    except RuntimeError:
        return None


def _of_asyncio() -> Any:
    from leaklab.tasks.profile import of_asyncio

    return of_asyncio


def collect(
    origins: "Origins | TaskWatch | None" = None,
    tasks: Iterable[Any] | None = None,
    *,
    itself: bool | None = None,
) -> list[TaskStack]:
    """Every live task of the running program, but trio's own. Costs 5 to 15 µs a task.

    Inside a task: those of its library in this thread. From a signal's handler, a callback or the
    host of a guest run: what runs in this thread, the guest too. In a thread where nothing runs:
    what runs in all others; each task is then seen at a moment of its own, for they go on.

    `tasks` are those to look at, where not all are wanted. `itself`: whether the task that asks is
    in the profile. By default trio's is, `running`, as in Go's own profile, and asyncio's is not.
    Raises RuntimeError when nothing runs, ValueError when `origins` watched the other library.
    """
    with gc_paused():
        return _collect(origins, _found() if tasks is None else _given(tasks), itself)


@contextlib.contextmanager
def gc_paused() -> Iterator[None]:
    """No garbage collection meanwhile: it would walk all tasks' objects, and find no garbage.

    Without a lock, for a signal's handler may come in between; whoever found it on sets it on.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _collect(
    origins: "Origins | TaskWatch | None", parts: "list[Part]", itself: bool | None
) -> list[TaskStack]:
    """The stacks of what these parts of the process run."""
    taker = Taker()
    found: list[TaskStack] = []
    if parts and origins is not None and not any(_watches(origins, part[0]) for part in parts):
        raise ValueError(
            f"these are tasks of {parts[0][0]}: Origins watches trio, TaskWatch watches asyncio"
        )
    for library, those, now_s in parts:
        first = 1 + max((stack.number for stack in found), default=0)
        watch: Any = origins if _watches(origins, library) else None
        if library == of_trio.LIBRARY:
            found += of_trio.stacks(those, now_s, taker, watch, itself, first)
        else:
            found += _of_asyncio().stacks(those, taker, watch, itself, first)
    if origins is None:  # then they are in the order of their numbers already
        return sorted(found, key=lambda stack: stack.state != RUNNING)
    return sorted(found, key=lambda stack: (stack.state != RUNNING, stack.number, stack.name))


def _watches(origins: object, library: str) -> bool:
    return origins is not None and isinstance(origins, Origins) == (library == of_trio.LIBRARY)


Part = tuple[str, Iterable[Any], float | None]


def _given(tasks: Iterable[Any]) -> list[Part]:
    """Some tasks, by library, and the time now."""
    every = list(tasks)
    of_trios = [task for task in every if isinstance(task, trio.lowlevel.Task)]
    others = [task for task in every if not isinstance(task, trio.lowlevel.Task)]
    now_s = trio.current_time() if trio.lowlevel.in_trio_run() else None
    parts: list[Part] = []
    if of_trios:
        parts.append((of_trio.LIBRARY, of_trios, now_s))
    if others:
        parts.append(("asyncio", others, None))
    return parts


def _found() -> list[Part]:
    """What runs: in this thread, else in all."""
    parts: list[Part] = []
    if trio.lowlevel.in_trio_run():
        tasks = of_trio.tasks_below(trio.lowlevel.current_root_task())
        parts.append((of_trio.LIBRARY, tasks, trio.current_time()))
        if trio.lowlevel.in_trio_task() or not trio_internals.is_guest():
            return parts  # a loop around it, a notebook's, stands still
    loop = running_loop()
    if loop is not None:
        parts.append(("asyncio", _of_asyncio().tasks_of(loop), None))
    return parts or _elsewhere()


def _elsewhere() -> list[Part]:
    """What runs in other threads. Raises RuntimeError if nothing does."""
    parts: list[Part] = []
    for run in trio_internals.runs_elsewhere():
        tasks = of_trio.tasks_below(trio_internals.root_of(run))
        parts.append((of_trio.LIBRARY, tasks, trio_internals.time_of(run)))
    if "asyncio" in sys.modules:
        from leaklab.tasks import asyncio_internals

        loops = asyncio_internals.loops()
        parts += [("asyncio", _of_asyncio().tasks_of(loop), None) for loop in loops]
    if not parts:
        raise RuntimeError(NOTHING_RUNS)
    return parts
