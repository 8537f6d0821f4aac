"""An assertion for tests: every task that this block started has ended::

    async with no_tasks_left(grace_s=30):
        await serve(request)

Usable in any program on trio or asyncio, and anyio on either; goleak is Go's counterpart. In trio a
task cannot outlive its nursery, so tasks can be left only in a nursery that was open before the
block: one of the server, of the application, of `check_leaks`. A task left in a nursery of the
block's own makes the block hang instead; `check_leaks` says then where it hangs. In asyncio
whatever `create_task` started may be left.
"""

import sys
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

import trio

from leaklab.tasks import grace, profile
from leaklab.tasks.checks import WEEK_S, check_number
from leaklab.tasks.clock import VirtualClock
from leaklab.tasks.profile.stacks import RUNNING
from leaklab.tasks.real_waits import IS_VIRTUAL, RealWaits, are_real

GRACE_S = 1.0
LIMIT_S = 3600.0

Result = TypeVar("Result")


def no_tasks_left(*, grace_s: float = GRACE_S, ignore: Sequence[str] = ()) -> "LeakCheck":
    """Raise AssertionError if a task that was not there before the block is there after it.

    Tasks about to end get a fair chance: 20 turns of the scheduler, then up to `grace_s` seconds
    of the running clock, in pauses that double from 1 ms. The wait ends as soon as nothing is
    left, so only a failing test pays for the whole grace; under a virtual clock nobody does.
    `ignore` names functions, as a profile writes them: tasks with one of them on their stack do
    not count. The message says which function of yours waits on which line, then groups the tasks
    left by stack, as Go's `debug=1` does.

    A deadline around the block does not silence it: a block that was cancelled is looked at as
    well, the grace is not cut short, and the AssertionError takes the place of the cancellation. In
    asyncio a second cancellation ends the grace. An error of the block itself goes through
    unchecked. What others start meanwhile counts as left, so the rest of the program should be at
    rest. Raises ValueError for a bad grace, RuntimeError where neither trio nor asyncio runs.
    """
    return LeakCheck(check_number("grace_s", grace_s, "s", 0, WEEK_S, zero_ok=True), ignore)


class TasksLeft(AssertionError):
    """Told apart from the assertions of a test, where somebody must."""


class LeakCheck:
    """What `no_tasks_left` gives: an async context manager, to enter once.

    `raises` is the kind of error that names the tasks left.
    """

    raises = AssertionError

    def __init__(self, grace_s: float, ignore: Sequence[str]) -> None:
        self._grace_s = grace_s
        self._ignore = [ignore] if isinstance(ignore, str) else list(ignore)

    async def __aenter__(self) -> None:
        self._before = grace.Before(profile.live_tasks())

    def count_all(self) -> None:
        """Instead of entering: whatever there is but the task that asks counts as left."""
        self._before = grace.Before([])

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: object
    ) -> None:
        __tracebackhide__ = True  # pytest then shows the reader's own line
        if error is not None and not grace.is_cancellation(error):
            return
        stacks, cut = await grace.outlasting(self._now, self._grace_s)
        if stacks:
            told = left_message(stacks, self._grace_s, cut=(error or cut) is not None)
            raise self.raises(told) from (error or cut)
        if cut is not None:
            raise cut

    def _now(self) -> list[profile.TaskStack]:
        """The tasks that were not there before, and do not count as known."""
        return not_ignored(profile.collect(tasks=self._before.new_tasks()), self._ignore)


def not_ignored(
    stacks: Sequence[profile.TaskStack], ignore: Sequence[str]
) -> list[profile.TaskStack]:
    """Those of the stacks that have none of these functions on them."""
    known = frozenset(ignore)
    return [each for each in stacks if known.isdisjoint(frame.function for frame in each.frames)]


def left_message(stacks: Sequence[profile.TaskStack], grace_s: float, *, cut: bool = False) -> str:
    """What the assertion says of these tasks; `cut`: their block was cancelled."""
    count = f"{len(stacks)} task is" if len(stacks) == 1 else f"{len(stacks)} tasks are"
    notes = "; the block itself was cancelled" if cut else ""
    if are_real(stacks) and _time_is_virtual():
        notes += f"; {IS_VIRTUAL}"
    return f"{count} left after {grace_s:g} s of grace{notes}:\n{_report(stacks)}"


def _time_is_virtual() -> bool:
    if not trio.lowlevel.in_trio_run():
        return False
    clock = trio.lowlevel.current_clock()
    testing = sys.modules.get("trio.testing")  # not imported: then it is no clock of these
    return isinstance(clock, VirtualClock) or (
        testing is not None and isinstance(clock, testing.MockClock)
    )


def _report(stacks: Sequence[profile.TaskStack]) -> str:
    """A line for each place, most tasks first; then the stacks in full."""
    return profile.summary(stacks) + "\n\n" + profile.debug1(stacks).rstrip("\n")


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
    is virtual, so seconds of grace cost nothing; for threads, sockets, subprocesses, or
    wait_all_tasks_blocked of trio.testing, say `virtual=False`; what fails after time jumped over
    something real says so. When the body has not ended after `limit_s` seconds the AssertionError
    says where its tasks stand. Returns what the body returned, and raises what it raised; a task
    that fails in the nursery raises an ExceptionGroup, as trio's nurseries do. The body runs in
    trio: in a test of an asyncio program write `async with no_tasks_left():`.
    """
    __tracebackhide__ = True
    check_number("limit_s", limit_s, "s", 0, WEEK_S)
    results: list[Result] = []
    errors: list[BaseException] = []
    real = RealWaits()

    async def bounded(nursery: trio.Nursery) -> None:
        __tracebackhide__ = True
        with trio.CancelScope() as scope:
            # before the check, so not counted
            nursery.start_soon(_watch, limit_s, scope, errors, real)
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

    trio.run(main, clock=VirtualClock(real.before_jump) if virtual else None)
    if errors:
        raise _explained(errors[0], real)
    return results[0]


def _explained(error: BaseException, real: RealWaits) -> BaseException:
    """The error, with a note where its cause may be that time is virtual, or the loop trio's."""
    if real.were_jumped_over and IS_VIRTUAL not in str(error):
        error.add_note(IS_VIRTUAL)
    if isinstance(error, RuntimeError) and str(error) == "no running event loop":
        error.add_note(
            "check_leaks runs the body in trio, and this is asyncio's: in a test of an asyncio "
            "program write `async with no_tasks_left():`"
        )
    return error


async def _watch(
    limit_s: float, scope: trio.CancelScope, errors: list[BaseException], real: RealWaits
) -> None:
    """After `limit_s` write down where everything stands, and end the body."""
    await trio.sleep(limit_s)
    stacks = [stack for stack in profile.collect() if stack.state != RUNNING]  # not this one
    why = f", and {IS_VIRTUAL}" if real.were_jumped_over else ""
    text = f"not ended after {limit_s:g} s{why}; its tasks:\n{_report(stacks)}"
    errors.append(AssertionError(text))
    scope.cancel()
