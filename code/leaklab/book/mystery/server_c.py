"""Chapter 12. Server C: forty handlers at once, and a slot that a panic takes with it.

Its fault: the slot is given back after the work, but not when the work panics. After forty panics
no slot is left; every request from then on waits for one, times out, and leaves its worker waiting.
Fix: give the slot back however the work ends (`async with`, `finally`; in Go, `defer`).
"""

from leaklab.book.mystery.kit import (
    Any,
    Panic,
    Request,
    TimeoutFilter,
    TimeoutWriter,
    Writer,
    recovered,
    trio,
)


class ServerC(TimeoutFilter):
    """Lets 40 handlers work at once; who comes then, waits."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.slots = trio.Semaphore(40)

    async def serve_http(self, w: Writer, r: Request) -> None:
        """Serve `r`, or answer 504; a panic cuts the answer off."""
        timeout_s, post_timeout = self.timeout_for(r)
        if timeout_s is None:
            return await self.inner(w, r)
        send_channel, receive_channel = trio.open_memory_channel[Panic | None](0)
        tw = TimeoutWriter(w)

        async def worker() -> None:
            outcome: Panic | None = None
            try:
                await self.slots.acquire()
                await self.inner(tw, r)
                self.slots.release()
            except Exception as err:
                outcome = recovered(err)
            try:
                await send_channel.send(outcome)
            except trio.BrokenResourceError:  # nobody waits any more
                if outcome is not None:
                    self.handle_error(outcome)

        self.nursery.start_soon(worker)
        with receive_channel, trio.move_on_after(timeout_s):
            outcome = await receive_channel.receive()
            if outcome is not None:
                raise outcome
            return
        post_timeout()
        await tw.timeout(timeout_s)
