"""What becomes of a sender when the receiver goes away, and how it goes decides.

    meet("leaves")   the receiving end stays where it is; nobody receives on it
    meet("drops")    nothing refers to the receiving end any more; the collector has freed it
    meet("closes")   the receiving end was closed before it was left

As in version 1.12 the channel has no room, the receiver gives up after 60 s and the sender comes
15 s later. The clock is virtual.
"""

import gc
import weakref
from dataclasses import dataclass

import trio

from leaklab.checks import check_choice
from leaklab.tasks.clock import VirtualClock

WAYS = ("leaves", "drops", "closes")
TIMEOUT_S, LATE_S, DAY_S = 60.0, 75.0, 86_400.0


@dataclass
class Meeting:
    """What was found a day later. `sender` is "parked", or the error that its send raised."""

    sender: str = "parked"
    receiving_end_freed: bool = False


def meet(way: str) -> Meeting:
    """Let the receiver go in one of `WAYS` and look at the sender a day later.

    ValueError for any other way.
    """
    check_choice("way", way, WAYS)
    return trio.run(_day, way, clock=VirtualClock())


async def _day(way: str) -> Meeting:
    meeting = Meeting()
    send_channel, receive_channel = trio.open_memory_channel[None](0)
    freed = weakref.ref(receive_channel)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(_sender, send_channel, meeting)
        with trio.move_on_after(TIMEOUT_S):
            await receive_channel.receive()
        if way == "drops":
            del receive_channel
        elif way == "closes":
            receive_channel.close()
        await trio.sleep_until(DAY_S)
        gc.collect()
        meeting.receiving_end_freed = freed() is None
        nursery.cancel_scope.cancel()
    return meeting


async def _sender(send_channel: trio.MemorySendChannel[None], meeting: Meeting) -> None:
    await trio.sleep_until(LATE_S)
    try:
        await send_channel.send(None)
    except trio.BrokenResourceError as error:
        meeting.sender = type(error).__name__
    else:
        meeting.sender = "received"
