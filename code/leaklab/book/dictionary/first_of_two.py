"""Chapter 3. Go: `select` between a channel and a timer. Whichever is ready first is taken."""

import trio

from leaklab.book.dictionary.stage import Say


async def first_of_two(nursery: trio.Nursery, say: Say) -> None:
    """Wait for a word, twice, each time for 2 seconds at most."""
    send_channel, receive_channel = trio.open_memory_channel[str](0)

    async def sender() -> None:
        await trio.sleep(1)
        await send_channel.send("hello")  # and never again

    async def wait_2_s() -> None:
        with trio.move_on_after(2):
            word = await receive_channel.receive()
            say("receiver", f"has {word}")
            return
        say("receiver", "goes on without")

    nursery.start_soon(sender)
    await wait_2_s()
    await wait_2_s()
