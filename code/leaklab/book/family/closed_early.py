"""The family. knative #7138: the one who waits closes the channel, then a late sender comes."""

import trio

from leaklab.book.dictionary.stage import Say


async def closed_early(nursery: trio.Nursery, say: Say) -> None:
    """Wait 60 s for an answer that takes 75."""
    send_channel, receive_channel = trio.open_memory_channel[str](1)

    async def worker() -> None:
        await trio.sleep(75)
        say("worker", "sends")
        await send_channel.send("an answer")
        say("worker", "ends")

    nursery.start_soon(worker)
    with trio.move_on_after(60) as limit:
        answer = await receive_channel.receive()
        say("request", f"has {answer}")
    if limit.cancelled_caught:
        say("request", "times out")
    send_channel.close()
