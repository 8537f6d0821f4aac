"""Chapter 3. Go: a channel with a capacity. A send waits only while the channel is full."""

import trio

from leaklab.book.dictionary.stage import Say


async def room_for_one(
    nursery: trio.Nursery,
    say: Say,
    room: int = 1,
    letters: int = 2,
) -> None:
    """Send some letters; one is taken every 3 seconds."""
    send_channel, receive_channel = trio.open_memory_channel[int](room)

    async def receiver() -> None:
        for _ in range(letters):
            await trio.sleep(3)
            letter = await receive_channel.receive()
            say("receiver", f"has letter {letter}")

    nursery.start_soon(receiver)
    for letter in range(1, letters + 1):
        await send_channel.send(letter)
        say("sender", f"goes on after letter {letter}")
