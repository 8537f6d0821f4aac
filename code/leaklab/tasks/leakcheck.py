"""An assertion for tests: every task that this block started has ended.

    async with no_tasks_left(grace_s=30):
        await serve(request)

Usable in any trio program, with or without leaklab's server; goleak is Go's counterpart. In trio a
task cannot outlive its nursery, so tasks can be left only in a nursery that was open before the
block: one of the server, of the application, of `check_leaks`. A task left in a nursery of the
block's own makes the block hang instead; `check_leaks` says then where it hangs.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import TypeVar

import trio

from leaklab.tasks import profile
from leaklab.tasks.checks import WEEK_S, check_number
from leaklab.tasks.clock import VirtualClock
from leaklab.tasks.profile.stacks import RUNNING, telling, visible

CHECKPOINTS = 20  # turns of the scheduler, for tasks that need no time, only their turn
FIRST_PAUSE_S = 0.001  # then pauses that double, until the grace is over
GRACE_S = 1.0
LIMIT_S = 3600.0

Result = TypeVar("Result")


def no_tasks_left(*, grace_s: float = GRACE_S, ignore: Sequence[str] = ()) -> "LeakCheck":
    """Raise AssertionError if a task that was not there before the block is there after it.

    Tasks about to end get a fair chance: 20 turns of the scheduler, then up to `grace_s` seconds
    of the running clock, in pauses that double from 1 ms. The wait ends as soon as nothing is
    left, so only a failing test pays for the whole grace; under a virtual clock nobody does.
    `ignore` names functions, as a profile writes them: tasks with one of them on their stack do
    not count. The message says which function waits on which line, then groups the tasks left by
    stack, as Go's `debug=1` does.

    An error of the block itself goes through unchecked. What others start meanwhile counts as
    left, so the rest of the program should be at rest. Raises ValueError for a bad grace.
    """
    return LeakCheck(check_number("grace_s", grace_s, "s", 0, WEEK_S, zero_ok=True), ignore)


class LeakCheck:
    """What `no_tasks_left` gives: an async context manager, to enter once."""

    def __init__(self, grace_s: float, ignore: Sequence[str]) -> None:
        self._grace_s = grace_s
        self._ignore = ignore
        self._before: set[trio.lowlevel.Task] = set()

    async def __aenter__(self) -> None:
        self._before = set(profile.live_tasks())

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        __tracebackhide__ = True  # pytest then shows the reader's own line
        if kind is not None:
            return
        stacks = await _left(self._before, self._grace_s, self._ignore)
        if stacks:
            raise AssertionError(_message(stacks, self._grace_s))


async def _left(
    before: set[trio.lowlevel.Task], grace_s: float, ignore: Sequence[str]
) -> list[profile.TaskStack]:
    """The stacks of the new tasks that outlast the grace; none as soon as there is none."""

    def now() -> list[profile.TaskStack]:
        new = [task for task in profile.live_tasks() if task not in before]
        return [stack for stack in profile.collect(tasks=new) if not _ignored(stack, ignore)]

    for _ in range(CHECKPOINTS):
        if not now():
            return []
        await trio.lowlevel.checkpoint()
    end_s = trio.current_time() + grace_s
    pause_s = FIRST_PAUSE_S
    while (stacks := now()) and trio.current_time() < end_s:
        await trio.sleep_until(min(trio.current_time() + pause_s, end_s))
        pause_s *= 2
    return stacks


def _ignored(stack: profile.TaskStack, ignore: Iterable[str]) -> bool:
    return not {frame.function for frame in stack.frames}.isdisjoint(ignore)


def _message(stacks: Sequence[profile.TaskStack], grace_s: float) -> str:
    count = f"{len(stacks)} task is" if len(stacks) == 1 else f"{len(stacks)} tasks are"
    return f"{count} left after {grace_s:g} s of grace:\n{_report(stacks)}"


def _report(stacks: Sequence[profile.TaskStack]) -> str:
    """A line for each state and place, most tasks first; then the stacks in full."""
    places = Counter((stack.state, *_place(stack)) for stack in stacks)
    ordered = sorted(places.items(), key=lambda each: (-each[1], each[0]))
    lines = [f"  {n} in {state}: {name}, {at}" for (state, name, at), n in ordered]
    return "\n".join(lines) + "\n\n" + profile.debug1(stacks).rstrip("\n")


def _place(stack: profile.TaskStack) -> tuple[str, str]:
    """Function and line of the innermost frame that is not the scheduler's or the clock's."""
    frames = visible(stack.frames)
    frame = frames[telling(frames)]
    return frame.function.rpartition(".")[2], f"{frame.file}:{frame.line}"


def check_leaks(
    body: Callable[[trio.Nursery], Awaitable[Result]],
    *,
    grace_s: float = GRACE_S,
    limit_s: float = LIMIT_S,
    ignore: Sequence[str] = (),
    virtual: bool = True,
) -> Result:
    """Run `await body(nursery)` in a trio of its own, and let nothing be left in that nursery.

    The nursery stands for whatever lives longer than one request: a server, an application. Time
    is virtual, so seconds of grace cost nothing; for real I/O, or wait_all_tasks_blocked of
    trio.testing, say `virtual=False`. When the body has not ended after `limit_s` seconds the
    AssertionError says where its tasks stand. Returns what the body returned, and raises what it
    raised; a task that fails in the nursery raises an ExceptionGroup, as trio's nurseries do.
    """
    __tracebackhide__ = True
    check_number("limit_s", limit_s, "s", 0, WEEK_S)
    results: list[Result] = []
    errors: list[BaseException] = []

    async def bounded(nursery: trio.Nursery) -> None:
        __tracebackhide__ = True
        with trio.CancelScope() as scope:
            nursery.start_soon(_watch, limit_s, scope, errors)  # before the check, so not counted
            async with no_tasks_left(grace_s=grace_s, ignore=ignore):
                results.append(await body(nursery))

    async def main() -> None:
        __tracebackhide__ = True
        async with trio.open_nursery() as nursery:
            try:
                await bounded(nursery)
            except trio.Cancelled:
                raise
            except BaseException as error:
                errors.append(error)
            nursery.cancel_scope.cancel()

    trio.run(main, clock=VirtualClock() if virtual else None)
    if errors:
        raise errors[0]
    return results[0]


async def _watch(limit_s: float, scope: trio.CancelScope, errors: list[BaseException]) -> None:
    """After `limit_s` write down where everything stands, and end the body."""
    await trio.sleep(limit_s)
    stacks = [stack for stack in profile.collect() if stack.state != RUNNING]  # not this one
    text = f"not ended after {limit_s:g} s; its tasks:\n{_report(stacks)}"
    errors.append(AssertionError(text))
    scope.cancel()
