"""The family. Kubernetes #5316: the answer comes after the timeout, into a channel without room."""

import trio

from leaklab.book.dictionary.stage import Say


async def late_answer(nursery: trio.Nursery, say: Say) -> None:
    """Wait 60 s for an answer that takes 75."""
    send_channel, receive_channel = trio.open_memory_channel[str](0)

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
