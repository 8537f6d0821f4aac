"""The leak assertion around a test that knows nothing of it, for the pytest plugin.

An async test is wrapped before its own plugin takes it, so the look is taken in its loop, after its
last line and before its fixtures end. A plain test may run loops of its own: each `asyncio.run`
is looked at before it cancels what is left, and at the end so are the loops that stand still or run
in other threads. A plain test that calls `trio.run` needs no look: its nurseries have ended. What a
loop runs that was started by other means than `asyncio.Runner`, and closed by the test, is
not seen.
"""

import asyncio
import contextlib
import functools
import inspect
import time
from collections.abc import Callable, Iterator
from typing import Any

from leaklab.tasks import asyncio_internals, profile
from leaklab.tasks.grace import FIRST_PAUSE_S
from leaklab.tasks.leakcheck import TasksLeft, left_message, no_tasks_left, not_ignored

Options = dict[str, Any]


@contextlib.contextmanager
def checked(item: Any, options: Options) -> Iterator[list[str]]:
    """Within the block, the test of `item` is called; gives what is to be said of tasks left.

    It is said after the test, and not in its loop: an error there is grouped, shrunk and traced.
    """
    told: list[str] = []
    owner, name = _async_function_of(item)
    if owner is None:
        with _runners_checked(options, told), _others_checked(options, told):
            yield told
        return
    had_own = name in vars(owner)
    function = getattr(owner, name)
    setattr(owner, name, _wrapped(function, options, told))
    try:
        yield told
    finally:
        if had_own or owner is item:
            setattr(owner, name, function)
        else:
            delattr(owner, name)


def _async_function_of(item: Any) -> tuple[Any, str]:
    """Where the async function of a test hangs, and by what name; (None, "") for a plain test."""
    hypothesis = getattr(item.obj, "hypothesis", None)
    if hypothesis is not None:
        inner = getattr(hypothesis, "inner_test", None)
        inner = getattr(inner, "_anyio_original_func", inner)
        return (hypothesis, "inner_test") if inspect.iscoroutinefunction(inner) else (None, "")
    if not inspect.iscoroutinefunction(item.obj):
        return None, ""
    case = getattr(item, "instance", None)
    if hasattr(case, "_testMethodName"):  # unittest's: it looks the method up on the case
        return case, item.name
    return item, "obj"


def _wrapped(function: Any, options: Options, told: list[str]) -> Any:
    """The async test with the assertion around it."""
    function = getattr(function, "_anyio_original_func", function)

    @functools.wraps(function)
    async def with_check(*args: Any, **kwargs: Any) -> Any:
        __tracebackhide__ = True
        try:
            profile.live_tasks()
        except RuntimeError:  # run by another library: nothing can be said
            return await function(*args, **kwargs)
        check = no_tasks_left(**options)
        check.raises = TasksLeft
        try:
            async with check:
                return await function(*args, **kwargs)
        except TasksLeft as left:
            told.append(str(left))
            if left.__cause__ is not None:  # the cancellation whose place it took
                raise left.__cause__ from None

    return with_check


@contextlib.contextmanager
def _runners_checked(options: Options, told: list[str]) -> Iterator[None]:
    """Within the block, asyncio.run is looked at before it cancels what is left."""
    original = asyncio.Runner.__exit__

    def leave(runner: asyncio.Runner, kind: Any, error: Any, trace: Any) -> None:
        try:
            if kind is None:
                runner.get_loop().run_until_complete(_what_else_runs(options, told))
        finally:
            original(runner, kind, error, trace)

    asyncio.Runner.__exit__ = leave  # type: ignore[method-assign]
    try:
        yield
    finally:
        asyncio.Runner.__exit__ = original  # type: ignore[method-assign]


async def _what_else_runs(options: Options, told: list[str]) -> None:
    """Tell whether the loop has another task than this one, after the grace."""
    check = no_tasks_left(**options)
    check.count_all()
    try:
        await check.__aexit__(None, None, None)
    except AssertionError as left:
        told.append(str(left))


@contextlib.contextmanager
def _others_checked(options: Options, told: list[str]) -> Iterator[None]:
    """Tell whether there are tasks after the block that were not there before, in any loop."""
    before = set(asyncio_internals.pending_anywhere())
    yield
    look: Callable[[], list[profile.TaskStack]] = functools.partial(_new, before, options["ignore"])
    end_s = time.monotonic() + options["grace_s"]
    pause_s = FIRST_PAUSE_S
    while (stacks := look()) and time.monotonic() < end_s:
        time.sleep(min(pause_s, max(0.0, end_s - time.monotonic())))
        pause_s *= 2
    if stacks:
        told.append(left_message(stacks, options["grace_s"]))


def _new(before: set[Any], ignore: list[str]) -> list[profile.TaskStack]:
    tasks = [task for task in asyncio_internals.pending_anywhere() if task not in before]
    return not_ignored(profile.collect(tasks=tasks), ignore)
