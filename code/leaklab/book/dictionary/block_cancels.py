"""Chapter 3. Go: a cancelled context, which the worker must look at. In trio, an exception."""

import trio

from leaklab.book.dictionary.stage import Say


async def block_cancels(say: Say) -> None:
    """Its own nursery, cancelled when the time is up."""

    async def worker() -> None:
        try:
            await trio.sleep(75)
            say("worker", "ends")
        finally:
            say("worker", "leaves")

    async with trio.open_nursery() as nursery:
        nursery.start_soon(worker)
        await trio.sleep(60)
        say("request", "has waited enough")
        nursery.cancel_scope.cancel()
    say("request", "ends")
