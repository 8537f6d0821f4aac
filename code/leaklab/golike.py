"""What Go has and trio does without: panics, a mutex that does not yield, a request's context.

Channels, goroutines and timers need nothing from here: the handlers use trio's own memory
channels, nurseries and cancel scopes.
"""

import trio

from leaklab.frames import stack_text

MAX_STACK_BYTES = 64 * 1024  # upstream's buffer for the stack of a recovered panic


class Panic(Exception):
    """Go's `panic(value)`: unwinds until something recovers it, else the process dies.

    Any exception an inner handler raises counts as a panic; this is the one ours raise.
    """


class ErrAbortHandler(Panic):
    """Go's `http.ErrAbortHandler`: a handler's polite way to cut its connection."""


class ConnectionKilled(Panic):
    """The panic that cuts a connection whose response has begun (upstream errConnKilled)."""


class HandlerTimeoutError(Exception):
    """Go's `http.ErrHandlerTimeout`: the write came after the timeout. Returned, not raised."""


ErrHandlerTimeout = HandlerTimeoutError("write after the timeout of the request")


def recovered(panic: Exception) -> Panic:
    """What `recover()` makes of a panic here: its value as text, with at most 64 KiB of stack."""
    return Panic(f"{panic}\n{stack_text(panic)}"[:MAX_STACK_BYTES])


class Mutex:
    """A lock whose free path does not yield to the scheduler, as Go's does not.

    `trio.Lock` would: every trio operation is a checkpoint. Here that would add a scheduling
    point to each write which the Go code does not have.
    """

    __slots__ = ("_locked", "_waiting")

    def __init__(self) -> None:
        self._locked = False
        self._waiting: trio.lowlevel.ParkingLot | None = None

    async def lock(self) -> None:
        """Take the mutex; wait in line for it if another task holds it."""
        if not self._locked:
            self._locked = True
            return
        if self._waiting is None:
            self._waiting = trio.lowlevel.ParkingLot()
        await self._waiting.park()  # unlock() hands it over still locked

    def unlock(self) -> None:
        """Give the mutex to the first in line, or free it."""
        if self._waiting:
            self._waiting.unpark()
        else:
            self._locked = False


class Context:
    """A request's context: cancelled at most once, by its timeout or by its client leaving."""

    __slots__ = ("_done", "cancelled")

    def __init__(self) -> None:
        self.cancelled = False
        self._done: trio.Event | None = None

    def cancel(self) -> None:
        """Tell whoever listens that the answer is no longer wanted. Stops nobody by force."""
        self.cancelled = True
        if self._done is not None:
            self._done.set()

    async def done(self) -> None:
        """Wait until the context is cancelled."""
        if self._done is None:
            self._done = trio.Event()
            if self.cancelled:
                self._done.set()
        await self._done.wait()


def duration_text(seconds: float) -> str:
    """A duration as Go prints it: 0.6 -> `600ms`, 60 -> `1m0s`, 1.5 -> `1.5s`."""
    if seconds < 1:
        for unit, per_second in (("ms", 1e3), ("µs", 1e6), ("ns", 1e9)):
            if seconds * per_second >= 1:
                return f"{seconds * per_second:.9g}{unit}"
        return "0s"
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(int(minutes), 60)
    text = f"{round(rest, 9):.11g}s"
    if hours:
        return f"{hours}h{minutes}m{text}"
    return f"{minutes}m{text}" if minutes else text
