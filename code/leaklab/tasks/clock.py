"""Virtual time: hours of traffic in seconds, and the same run every time."""

import contextlib
import gc
import math
import threading
from collections.abc import Awaitable, Callable, Iterable, Iterator
from heapq import heappop, heappush
from typing import Any

import trio

SAME_INSTANT_S = 1e-8  # what happens within 10 ns of t has happened at t

# [when_s, order, function, argument]: what to call then; function is None once that was cancelled
Call = list[Any]


# Why not trio.testing.MockClock with autojump: it finds out by an idle turn of the run loop that
# nothing is left to do, and that costs more (benchmarks/rows.py has both). `deadline_to_sleep_time`
# is a public part of trio.abc.Clock; that trio asks only when no task can run is promised nowhere.
class VirtualClock(trio.abc.Clock):
    """A clock that jumps to the next event the moment nobody has anything left to do.

    trio asks a clock how long to sleep only when no task can run. That question is the end of
    an instant: the clock moves straight to the next deadline and answers "not at all".

    Use it for any program whose waiting is all in trio timers; real I/O would starve. It costs
    no thread and no real sleep. Give the main task a deadline: a program in which every task
    waits for another would wait for ever, as under any clock. Times are seconds, starting at 0.

    `before_jump(now_s, next_s)` is called once per jump, when every task has settled at `now_s`.
    """

    def __init__(self, before_jump: Callable[[float, float], None] | None = None) -> None:
        self.now_s = 0.0
        self._before_jump = before_jump
        self._calls: list[Call] = []
        self._order = 0

    def start_clock(self) -> None:
        """Nothing to start: virtual time moves only when it is asked for."""

    def current_time(self) -> float:
        """Virtual seconds since the start."""
        return self.now_s

    def deadline_to_sleep_time(self, deadline: float) -> float:
        """trio's question: jump to `deadline` or to the first call, whichever is earlier."""
        moment = self._next_event(deadline)
        if moment == math.inf:
            return math.inf  # only the outside can wake anybody now: a thread, Ctrl-C
        if moment > self.now_s:
            if self._before_jump is not None:
                self._before_jump(self.now_s, moment)
            self.now_s = moment
        calls = self._calls
        while calls and calls[0][0] <= moment:
            _, _, function, argument = heappop(calls)
            if function is not None:
                function(argument)
        return 0

    def _next_event(self, deadline: float) -> float:
        """`deadline`, or the first call's time where that is earlier."""
        calls = self._calls
        while calls and calls[0][2] is None:
            heappop(calls)
        return min(calls[0][0], deadline) if calls else deadline

    async def sleep_until(self, wake_s: float) -> None:
        """Park the task in the clock's own heap until virtual time `wake_s`.

        The same as `trio.sleep_until`, at a third of its price: trio opens a cancel scope for
        every sleep, because its sleeps must mix with real I/O.
        """
        if wake_s <= self.now_s:
            await trio.lowlevel.checkpoint()
            return
        wake = self._call_at(wake_s, trio.lowlevel.reschedule, trio.lowlevel.current_task())

        def abort(_: Any) -> trio.lowlevel.Abort:
            wake[2] = None
            return trio.lowlevel.Abort.SUCCEEDED

        await trio.lowlevel.wait_task_rescheduled(abort)

    def _call_at(self, when_s: float, function: Callable[[Any], object], argument: Any) -> Call:
        """Have the clock call `function(argument)` at virtual time `when_s`."""
        self._order += 1
        call: Call = [when_s, self._order, function, argument]
        heappush(self._calls, call)
        return call

    async def call_at_each(
        self, times_s: Iterable[float], function: Callable[[float], object]
    ) -> None:
        """The same as the `call_at_each` below. The clock itself calls, when no task can run.

        A task that slept until each of the times would cost a turn of trio's run loop more for
        each: some 5 % of what a request costs in a simulation.
        """
        times = iter(times_s)
        task = trio.lowlevel.current_task()
        waits: Call | None = None  # for the next of the times
        cancelled = False  # by what was called
        failed: BaseException | None = None

        def call_and_wait() -> Call | None:
            """Call for all that is due; then have the clock come back here, if more is to come."""
            for t_s in times:
                if t_s > self.now_s:
                    return self._call_at(t_s, on_time, t_s)
                function(t_s)
                if cancelled:
                    break
            return None

        def on_time(t_s: float) -> None:
            nonlocal failed, waits
            waits = None
            try:
                function(t_s)
                if not cancelled:
                    waits = call_and_wait()
            except BaseException as error:  # trio's run loop is no place for it
                failed = error
            if waits is None:
                trio.lowlevel.reschedule(task)

        def abort(_: Any) -> trio.lowlevel.Abort:
            nonlocal cancelled
            if waits is None:  # in the middle of a call, after which the task runs anyway
                cancelled = True
                return trio.lowlevel.Abort.FAILED
            waits[2] = None
            return trio.lowlevel.Abort.SUCCEEDED

        waits = call_and_wait()
        if waits is not None:
            await trio.lowlevel.wait_task_rescheduled(abort)
        if failed is not None:
            raise failed
        if cancelled:
            await trio.lowlevel.checkpoint_if_cancelled()


class SteppedClock(VirtualClock):
    """A virtual clock that goes no further than `limit_s`, until somebody raises it.

    For a guest run (see `guest`): `idle` tells that nothing is left to do up to there. The clock
    then stands at the limit, as a clock on a wall would, and not at the last event before it.
    """

    limit_s = 0.0
    idle = False

    def deadline_to_sleep_time(self, deadline: float) -> float:
        """trio's question: jump as `VirtualClock` does, or stand idle at the limit."""
        self.idle = self._next_event(deadline) > self.limit_s
        if not self.idle:
            return super().deadline_to_sleep_time(deadline)
        if self.limit_s > self.now_s:
            if self._before_jump is not None:
                self._before_jump(self.now_s, self.limit_s)
            self.now_s = self.limit_s
        return 0


async def sleep_until(wake_s: float) -> None:
    """Sleep until `wake_s` on the running clock, cheaply if it can. RuntimeError without trio."""
    clock = _running_clock()
    if isinstance(clock, VirtualClock):
        await clock.sleep_until(wake_s)
    else:
        await trio.sleep_until(wake_s)


def sleeper() -> Callable[[float], Awaitable[None]]:
    """The running clock's own way to `sleep_until`, for who sleeps often.

    RuntimeError without trio.
    """
    clock = _running_clock()
    return clock.sleep_until if isinstance(clock, VirtualClock) else trio.sleep_until


async def call_at_each(times_s: Iterable[float], function: Callable[[float], object]) -> None:
    """Call `function(t_s)` at each of the times (s, rising) of the running clock, then return.

    `function` waits for nothing; what it raises is raised here. Under a virtual clock no task is
    woken for a call. RuntimeError without trio.
    """
    clock = _running_clock()
    if isinstance(clock, VirtualClock):
        await clock.call_at_each(times_s, function)
        return
    for t_s in times_s:
        if t_s > trio.current_time():
            await trio.sleep_until(t_s)
        function(t_s)


def _running_clock() -> trio.abc.Clock:
    try:
        return trio.lowlevel.current_clock()
    except RuntimeError as error:
        raise RuntimeError(
            "leaklab's sleep_until is for trio; under asyncio use asyncio.sleep"
        ) from error


_gc_lock = threading.Lock()
_gc_thresholds: list[tuple[int, int, int]] = []  # the thresholds to go back to, once for each block


@contextlib.contextmanager
def rare_gc() -> Iterator[None]:
    """Within the block, the garbage collector looks at young objects only, and very rarely.

    45,000 parked tasks are millions of live objects. Left as it is, the collector walks all of
    them again and again and finds nothing: about half of such a run's time. A request leaves no
    cycles behind here, so reference counts free it; the collector stays on, far off, for
    handlers of yours that do. Blocks may overlap, in threads too: the last to end sets it back.
    """
    with _gc_lock:
        _gc_thresholds.append(_gc_thresholds[0] if _gc_thresholds else gc.get_threshold())
        gc.set_threshold(5_000_000, 1_000, 1_000)
    try:
        yield
    finally:
        with _gc_lock:
            saved = _gc_thresholds.pop()
            if not _gc_thresholds:
                gc.set_threshold(*saved)
