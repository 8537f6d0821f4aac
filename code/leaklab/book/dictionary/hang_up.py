"""Chapter 3. Go has no such thing: a receiver that closes its end, so that senders learn of it."""

import trio

from leaklab.book.dictionary.stage import Say


async def hang_up(nursery: trio.Nursery, say: Say) -> None:
    """Send to somebody who then hangs up."""
    send_channel, receive_channel = trio.open_memory_channel[str](0)

    async def receiver() -> None:
        await trio.sleep(3)
        say("receiver", "hangs up")
        receive_channel.close()

    nursery.start_soon(receiver)
    say("sender", "sends")
    try:
        await send_channel.send("hello")
    except trio.BrokenResourceError:
        say("sender", "learns that nobody will receive")
