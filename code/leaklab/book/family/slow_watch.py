"""The family. Kubernetes #38670: a watch stops reading, and its producer waits for room."""

import itertools

import trio

from leaklab.book.dictionary.stage import Say


async def slow_watch(
    nursery: trio.Nursery,
    say: Say,
    room: int = 2,
) -> None:
    """Write an event a second, and time out."""
    send_channel, receive_channel = trio.open_memory_channel[int](room)

    async def producer() -> None:
        for event in itertools.count(1):
            await send_channel.send(event)
            say("producer", f"has sent {event}")

    nursery.start_soon(producer)
    for _ in range(3):
        await trio.sleep(1)
        event = await receive_channel.receive()
        say("watch", f"writes {event}")
    say("watch", "times out, reads no more")
