"""Chapter 5. How leaving, dropping or closing the receiving end changes a blocked send.

    sender_after("leaves")   the receiving end stays where it is; nobody receives on it
    sender_after("drops")    nothing refers to the receiving end any more; it has been freed
    sender_after("closes")   the receiving end was closed before it was left

As in version 1.12 the channel has no room, the receiver gives up after 60 s and the sender comes
15 s later. The clock is virtual.
"""

import gc
import weakref
from dataclasses import dataclass

import trio

from leaklab.tasks.checks import check_choice
from leaklab.tasks.clock import VirtualClock

WAYS = ("leaves", "drops", "closes")
GIVES_UP_S, SENDS_S, DAY_S = 60.0, 75.0, 86_400.0


@dataclass
class _Found:
    sender: str = "parked"
    end_freed: bool = False


def sender_after(way: str) -> str:
    """What a sender does a day after the receiver went in one of `WAYS`.

    "parked", "received", or the name of the error that its send raised. ValueError for another way.
    """
    return _a_day_after(way).sender


def end_freed_after(way: str) -> bool:
    """Whether the collector has freed the receiving end by then. ValueError for another way."""
    return _a_day_after(way).end_freed


def _a_day_after(way: str) -> _Found:
    check_choice("way", way, WAYS)
    return trio.run(_day, way, clock=VirtualClock())


async def _day(way: str) -> _Found:
    found = _Found()
    send_channel, receive_channel = trio.open_memory_channel[None](0)
    freed = weakref.ref(receive_channel)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(_sender, send_channel, found)
        with trio.move_on_after(GIVES_UP_S):
            await receive_channel.receive()
        if way == "drops":
            del receive_channel
        elif way == "closes":
            receive_channel.close()
        await trio.sleep_until(DAY_S)
        gc.collect()
        found.end_freed = freed() is None
        nursery.cancel_scope.cancel()
    return found


async def _sender(send_channel: trio.MemorySendChannel[None], found: _Found) -> None:
    await trio.sleep_until(SENDS_S)
    try:
        await send_channel.send(None)
    except trio.BrokenResourceError as error:
        found.sender = type(error).__name__
    else:
        found.sender = "received"
