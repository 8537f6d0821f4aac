"""Chapter 3. Go: a channel without a capacity. Whoever comes first waits for the other."""

import trio

from leaklab.book.dictionary.stage import Say


async def rendezvous(
    nursery: trio.Nursery,
    say: Say,
    send_s: float = 1,
    receive_s: float = 3,
) -> None:
    """One comes to the meeting early, the other late."""
    send_channel, receive_channel = trio.open_memory_channel[str](0)

    async def receiver() -> None:
        await trio.sleep(receive_s)
        say("receiver", "receives")
        word = await receive_channel.receive()
        say("receiver", f"has {word}, goes on")

    nursery.start_soon(receiver)
    await trio.sleep(send_s)
    say("sender", "sends")
    await send_channel.send("hello")
    say("sender", "goes on")
