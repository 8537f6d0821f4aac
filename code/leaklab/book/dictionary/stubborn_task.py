"""Chapter 3. Go: a goroutine that never looks at its context. In trio it takes a shield."""

import trio

from leaklab.book.dictionary.stage import Say


async def stubborn_task(say: Say) -> None:
    """The same, with a worker that cannot be cancelled."""

    async def worker() -> None:
        with trio.CancelScope(shield=True):
            await trio.sleep(75)
        say("worker", "ends")

    async with trio.open_nursery() as nursery:
        nursery.start_soon(worker)
        await trio.sleep(60)
        say("request", "has waited enough")
        nursery.cancel_scope.cancel()
    say("request", "ends")
