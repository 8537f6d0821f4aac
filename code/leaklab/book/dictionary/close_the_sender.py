"""Chapter 3. Go: `close` tells the receivers that nothing more will come."""

import trio

from leaklab.book.dictionary.stage import Say


async def close_the_sender(nursery: trio.Nursery, say: Say) -> None:
    """Send one word, and say that it was the last."""
    send_channel, receive_channel = trio.open_memory_channel[str](0)

    async def receiver() -> None:
        async for word in receive_channel:
            say("receiver", f"has {word}")
        say("receiver", "knows that it was the last")

    nursery.start_soon(receiver)
    await trio.sleep(1)
    await send_channel.send("hello")
    await trio.sleep(1)
    send_channel.close()
    say("sender", "goes on")
