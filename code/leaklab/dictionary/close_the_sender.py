"""Go: `close` tells the receivers that nothing more will come."""

import trio

from leaklab.dictionary.stage import Say


async def close_the_sender(nursery: trio.Nursery, say: Say) -> None:
    """Send one word, and say that it was the last."""
    mouth, ear = trio.open_memory_channel[str](0)

    async def receiver() -> None:
        async for word in ear:
            say("receiver", f"has {word}")
        say("receiver", "knows that it was the last")

    nursery.start_soon(receiver)
    await trio.sleep(1)
    await mouth.send("hello")
    await trio.sleep(1)
    mouth.close()
    say("sender", "goes on")
