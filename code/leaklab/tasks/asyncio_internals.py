"""What we need of asyncio's insides. No other module touches its private names.

asyncio tells the tasks of a loop, but neither which loops there are nor what a task waits for.
Each private name is asked for with a fallback: where one is missing, a profile says less and is
still right. `tests/tasks/test_asyncio_internals.py` fails on the day a name vanishes.
"""

import asyncio
import gc
import sys
from collections.abc import Iterable
from typing import Any

Tasks = asyncio.Task[Any]

# Callbacks that asyncio hangs on a future, by name: they tell what made it.
SHIELD = "shield.<locals>._outer_done_callback"
EXECUTOR = "_chain_future.<locals>._call_check_cancel"
GATHERING = "_GatheringFuture"


def awaited_by(task: Tasks) -> Any:
    """The future that a task waits for; None if it does not wait, or asyncio does not tell."""
    return getattr(task, "_fut_waiter", None)


def knows_awaited() -> bool:
    """Whether `awaited_by` can be believed when it says None."""
    return hasattr(asyncio.Task, "_fut_waiter")


def made_by(future: Any) -> str | None:
    """Which function of asyncio's made a future: "gather", "shield", "run_in_executor", or None."""
    if type(future).__name__ == GATHERING:
        return "gather"
    for callback in getattr(future, "_callbacks", None) or ():
        name = getattr(callback[0], "__qualname__", "")
        if name == SHIELD:
            return "shield"
        if name == EXECUTOR:
            return "run_in_executor"
    return None


def known_tasks() -> list[Tasks] | None:
    """Every task of this process that has not been forgotten, ended ones too.

    None from Python 3.14 on, where each thread keeps its own list, in C.
    """
    module: Any = asyncio.tasks
    if sys.version_info >= (3, 14):
        return None
    if hasattr(module, "_scheduled_tasks") and hasattr(module, "_eager_tasks"):  # 3.12, 3.13
        return [*_copy(module._scheduled_tasks), *_copy(module._eager_tasks)]
    if hasattr(module, "_all_tasks"):  # 3.11
        return _copy(module._all_tasks)
    return None


def _copy(tasks: Iterable[Tasks]) -> list[Tasks]:
    """A list of a set that another thread may change meanwhile, as asyncio.all_tasks does it."""
    for _ in range(1000):
        try:
            return list(tasks)
        except RuntimeError:
            continue
    return list(tasks)


def loops() -> list[asyncio.AbstractEventLoop]:
    """Every loop of this process that is running now, in whatever thread."""
    tasks = known_tasks()
    found: Iterable[asyncio.AbstractEventLoop]
    if tasks is not None:
        found = {task.get_loop() for task in tasks}
    else:  # the type is asked, not the object: a proxy would answer for what it stands for
        found = [
            each for each in gc.get_objects() if issubclass(type(each), asyncio.AbstractEventLoop)
        ]
    return sorted((loop for loop in found if loop.is_running()), key=id)


def pending_anywhere() -> list[Tasks]:
    """Every task of this process that has not ended, of loops that stand still too."""
    tasks = known_tasks()
    if tasks is not None:
        return [task for task in tasks if not task.done()]
    kinds = (asyncio.Task,)
    return [each for each in gc.get_objects() if issubclass(type(each), kinds) and not each.done()]
