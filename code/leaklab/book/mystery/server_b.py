"""Chapter 12. Server B: a task for each request keeps the time, and does not learn of the answer.

Its fault is a cost, not a leak: a timekeeper lives for the whole timeout, however soon the request
is answered. Fixes: let the request itself wait with a limit; or cancel the timekeeper.
"""

from leaklab.book.mystery.kit import (
    News,
    Panic,
    Request,
    TimeoutFilter,
    TimeoutWriter,
    Writer,
    recovered,
    trio,
)


class ServerB(TimeoutFilter):
    """Waits for news: the work is done, or the time is over."""

    async def serve_http(self, w: Writer, r: Request) -> None:
        """Serve `r`, or answer 504; a panic cuts the answer off."""
        timeout_s, post_timeout = self.timeout_for(r)
        if timeout_s is None:
            return await self.inner(w, r)
        send_news, news = trio.open_memory_channel[News](2)
        tw = TimeoutWriter(w)

        async def worker() -> None:
            outcome: Panic | None = None
            try:
                await self.inner(tw, r)
            except Exception as err:
                outcome = recovered(err)
            await send_news.send(("done", outcome))

        async def timekeeper() -> None:
            await trio.sleep(timeout_s)
            await send_news.send(("time is over", None))

        async def drainer() -> None:
            _, outcome = await news.receive()
            if outcome is not None:
                self.handle_error(outcome)

        self.nursery.start_soon(worker)
        self.nursery.start_soon(timekeeper)
        what, outcome = await news.receive()
        if what == "done":
            if outcome is not None:
                raise outcome
            return
        try:
            post_timeout()
            await tw.timeout(timeout_s)
        finally:
            self.nursery.start_soon(drainer)
