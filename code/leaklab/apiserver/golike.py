"""What Go has and trio does without: panics, a mutex that does not yield, a request's context.

Channels, goroutines and timers need nothing from here: the handlers use trio's own memory
channels, nurseries and cancel scopes.
"""

import math
import re
from collections import deque
from collections.abc import Callable
from types import TracebackType
from typing import Any

import trio

from leaklab.tasks import profile
from leaklab.tasks.profile.frames import named, stack_text

MAX_STACK_BYTES = 64 * 1024  # upstream's buffer for the stack of a recovered panic
STARVING_S = 1e-3  # Go's sync.Mutex: how long a waiter lets others barge in


class Panic(Exception):
    """Go's `panic(value)`: unwinds until something recovers it, else the process dies.

    Any exception an inner handler raises counts as a panic; this is the one ours raise. `request`
    is the index of the request whose handler panicked, where that is known.
    """

    def __init__(self, value: str = "", request: int | None = None) -> None:
        super().__init__(value)
        self.request = request


class ErrAbortHandler(Panic):
    """Go's `http.ErrAbortHandler`: a handler's way to cut its response off without a stack."""


class ConnectionKilled(Panic):
    """The panic that cuts off a response which has begun (upstream errConnKilled, up to 1.19).

    On HTTP/1 net/http then closes the connection; on HTTP/2 it resets this one stream, and the
    other requests of the connection go on. So with every panic that reaches it.
    """


class HandlerTimeoutError(Exception):
    """Go's `http.ErrHandlerTimeout`: the write came after the timeout. Returned, not raised."""


class HijackedError(Exception):
    """Go's `http.ErrHijacked`: the handler has taken the connection over. Returned, not raised."""


ErrHandlerTimeout = HandlerTimeoutError("write after the timeout of the request")
ErrHijacked = HijackedError("write after the connection was hijacked")


def recovered(panic: Exception) -> Panic:
    """What `recover()` makes of a panic here: its value as text, with at most 64 KiB of stack."""
    value = str(panic) if isinstance(panic, Panic) else f"{type(panic).__name__}: {panic}"
    request = panic.request if isinstance(panic, Panic) else None
    return Panic(f"{value}\n{stack_text(panic)[:MAX_STACK_BYTES]}", request)


class Mutex:
    """Go's sync.Mutex: a free lock is taken without yielding, and a running task may barge in.

    `unlock` frees the mutex and wakes the first waiter, but whoever runs on may take it again
    before that waiter gets to try. A waiter that loses like this after more than 1 ms is owed
    the mutex: the next `unlock` hands it over. (`trio.Lock` yields at every acquire and always
    hands over; with two writes in a row the counts would differ from Go's.)
    """

    __slots__ = ("_handed_to", "_locked", "_starving", "_waiting")

    def __init__(self) -> None:
        self._locked = False
        self._starving = False
        self._handed_to: trio.lowlevel.Task | None = None
        self._waiting: deque[trio.lowlevel.Task] | None = None  # 760 bytes: few need them

    async def lock(self) -> None:
        """Take the mutex; wait for it if another task holds it."""
        if not self._locked:
            self._locked = True
            return
        waiting = self._waiting = deque() if self._waiting is None else self._waiting
        task, since_s = trio.lowlevel.current_task(), trio.current_time()
        await self._park(task, waiting, waiting.append)
        while self._handed_to is not task:
            if not self._locked:
                self._locked = True
                return
            self._starving = self._starving or trio.current_time() - since_s > STARVING_S
            await self._park(task, waiting, waiting.appendleft)  # barged past, but first in line
        self._handed_to = None  # it comes locked

    async def _park(
        self,
        task: trio.lowlevel.Task,
        waiting: deque[trio.lowlevel.Task],
        join: Callable[[trio.lowlevel.Task], None],
    ) -> None:
        join(task)

        def abort(_: Any) -> trio.lowlevel.Abort:
            waiting.remove(task)
            return trio.lowlevel.Abort.SUCCEEDED

        await trio.lowlevel.wait_task_rescheduled(abort)

    def unlock(self) -> None:
        """Free the mutex and wake the first in line, or hand it over to one that starves.

        Raises RuntimeError when it is not locked; in Go that ends the program.
        """
        if not self._locked:
            raise RuntimeError("unlock of an unlocked mutex")
        if not self._waiting:
            self._locked = self._starving = False
            return
        first = self._waiting.popleft()
        if self._starving:
            self._starving, self._handed_to = False, first
        else:
            self._locked = False
        trio.lowlevel.reschedule(first)


# For profiles: how Go calls a wait for this mutex, and which frames are no program's own.
profile.WAITS[named(Mutex.lock)] = "sync.Mutex.Lock"
profile.HIDDEN.append(named(Mutex._park))
profile.RUNTIME.append(f"{__name__}.")


class Context:
    """A request's context: done at most once, by its deadline or because nobody waits any more.

    `deadline_s` is virtual time in s, infinite where no filter sets one. It ends the blocks of
    `until_done`, and with them the context.
    """

    __slots__ = ("_blocks", "_done", "cancelled", "deadline_s")

    def __init__(self) -> None:
        self.cancelled = False
        self.deadline_s = math.inf
        self._done: trio.Event | None = None
        self._blocks: list[trio.CancelScope] | None = None

    def cancel(self) -> None:
        """Tell whoever listens that the answer is no longer wanted. Stops nobody by force."""
        self.cancelled = True
        if self._done is not None:
            self._done.set()
        if self._blocks is not None:
            for block in self._blocks:
                block.cancel()

    async def done(self) -> None:
        """Wait until the context is done."""
        if self._done is None:
            self._done = trio.Event()
            if self.cancelled:
                self._done.set()
        await self._done.wait()

    def until_done(self) -> "UntilDone":
        """Go's `select` with `<-ctx.Done()`: what waits in the block is given up when that is."""
        return UntilDone(self)


# A class: `contextlib.contextmanager` leaves a cycle of frames behind for each block that is given
# up, on Python 3.14, and the garbage collector is far off while a run lasts.
class UntilDone:
    """A `with` block that ends when its context is done, at the latest."""

    __slots__ = ("_block", "_context")

    def __init__(self, context: Context) -> None:
        self._context = context
        self._block = trio.CancelScope(deadline=context.deadline_s)

    def __enter__(self) -> None:
        context = self._context
        if context.cancelled:
            self._block.cancel()
        if context._blocks is None:
            context._blocks = []
        context._blocks.append(self._block)
        self._block.__enter__()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        blocks = self._context._blocks
        assert blocks is not None  # it was entered
        blocks.remove(self._block)
        given_up = self._block.__exit__(kind, error, trace)
        if self._block.cancelled_caught:
            self._context.cancel()
        return given_up


def duration_text(seconds: float) -> str:
    """A duration as Go prints it: 0.6 -> `600ms`, 60 -> `1m0s`, 1.5 -> `1.5s`."""
    nanoseconds = round(seconds * 1e9)
    if nanoseconds < 1e9:
        for unit, size in (("ms", 10**6), ("µs", 10**3), ("ns", 1)):
            if nanoseconds >= size:
                return f"{_decimal(nanoseconds, size)}{unit}"
        return "0s"
    minutes, rest = divmod(nanoseconds, 60 * 10**9)
    hours, minutes = divmod(minutes, 60)
    text = f"{_decimal(rest, 10**9)}s"
    if hours:
        return f"{hours}h{minutes}m{text}"
    return f"{minutes}m{text}" if minutes else text


def _decimal(value: int, unit: int) -> str:
    """`value / unit`, exactly, without zeros at its end."""
    whole, rest = divmod(value, unit)
    digits = f"{rest:0{len(str(unit)) - 1}d}".rstrip("0") if rest else ""
    return f"{whole}.{digits}" if digits else str(whole)


_UNITS_S = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "μs": 1e-6, "ms": 1e-3, "s": 1, "m": 60, "h": 3600}
_PART = re.compile(r"([0-9]+\.?[0-9]*|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h)")
_LONGEST_S = 2**63 * 1e-9  # some 292 years: a Go duration is 64 bits of nanoseconds


def parse_duration(text: str) -> float:
    """A duration as Go reads it, in seconds: `400ms`, `1m30s`, `-1s`; `0` needs no unit.

    Raises ValueError for anything else, such as `5`.
    """
    digits = text[1:] if text[:1] in ("+", "-") else text
    if digits == "0":
        return 0.0
    seconds, at = 0.0, 0
    while (part := _PART.match(digits, at)) is not None:
        seconds += float(part[1]) * _UNITS_S[part[2]]
        at = part.end()
    if at < len(digits) or not digits:
        raise ValueError(f"timeout = {text!r:.60} is no duration such as 400ms, 5s or 1m30s")
    if seconds >= _LONGEST_S:
        raise ValueError(f"timeout = {text!r:.60} is longer than Go's longest duration, 292 years")
    return -seconds if text[0] == "-" else seconds
