"""The pieces of a request, each alone: small tasks that do one thing to trio."""

import trio

from leaklab.apiserver.handlers.base import TimeoutFilter
from leaklab.apiserver.response import Request, Writer
from leaklab.apiserver.timeout_writer import TimeoutWriter
from leaklab.tasks.clock import sleep_until

TIMEOUT_S, LATENCY_S = 0.6, 0.9


async def nothing() -> None:
    """Start and end."""


async def turn() -> None:
    """Stand in line once more: one turn of trio's run loop."""
    await trio.lowlevel.cancel_shielded_checkpoint()


async def park() -> None:
    """Wait for nothing, for ever."""
    await trio.lowlevel.wait_task_rescheduled(lambda _: trio.lowlevel.Abort.SUCCEEDED)


async def open_channel() -> None:
    """Make an unbuffered channel."""
    trio.open_memory_channel[None](0)


async def send_for_ever() -> None:
    """Make a channel and send on it; nobody receives."""
    send_outcome, _ = trio.open_memory_channel[None](0)
    await send_outcome.send(None)


async def enter_scope() -> None:
    """Set a timeout and be done long before it."""
    with trio.move_on_after(TIMEOUT_S):
        pass


async def time_out() -> None:
    """Set a timeout and wait until it ends the waiting."""
    with trio.move_on_after(TIMEOUT_S):
        await park()


async def receive_until_timeout() -> None:
    """The serving task's wait: a channel, a timeout, nobody who sends."""
    _, outcome = trio.open_memory_channel[None](0)
    with trio.move_on_after(TIMEOUT_S):
        await outcome.receive()


async def sleep_on_our_clock() -> None:
    """The inner handler's work."""
    await sleep_until(trio.current_time() + LATENCY_S)


async def sleep_on_trio() -> None:
    """The same by trio's own sleep."""
    await trio.sleep_until(trio.current_time() + LATENCY_S)


class InPlace(TimeoutFilter):
    """1.12's filter without its task, channel and timer: what is left is plain Python.

    The writer is closed first, so that the inner handler's write comes too late, as in 1.12.
    """

    async def serve_http(self, w: Writer, r: Request) -> None:
        """Answer 504, then do the work."""
        timeout_s, post_timeout = self.timeout_for(r)
        assert timeout_s is not None
        tw = TimeoutWriter(w)
        post_timeout()
        await tw.timeout(timeout_s)
        await self.inner(tw, r)


ALL = (
    nothing,
    turn,
    park,
    open_channel,
    send_for_ever,
    enter_scope,
    time_out,
    receive_until_timeout,
    sleep_on_our_clock,
    sleep_on_trio,
)
