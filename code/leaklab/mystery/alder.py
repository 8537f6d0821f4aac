"""The first of the three servers of chapter 11."""

import trio

from leaklab.golike import Panic, recovered
from leaklab.handlers.base import TimeoutFilter
from leaklab.response import Request, Writer
from leaklab.timeout_writer import TimeoutWriter


class Alder(TimeoutFilter):
    """Answers with whichever of two workers is first."""

    async def serve_http(self, w: Writer, r: Request) -> None:
        """Ask two workers for the same, and answer with whichever is first."""
        timeout_s, post_timeout = self.timeout_for(r)
        if timeout_s is None:
            return await self.inner(w, r)
        send_outcome, outcome = trio.open_memory_channel[Panic | None](0)
        tw = TimeoutWriter(w)

        async def worker() -> None:
            panic: Panic | None = None
            try:
                await self.inner(tw, r)
            except Exception as err:
                panic = recovered(err)
            await send_outcome.send(panic)

        for _ in range(2):
            self.nursery.start_soon(worker)
        with trio.move_on_after(timeout_s):
            panic = await outcome.receive()
            if panic is not None:
                raise panic
            return
        post_timeout()
        await tw.timeout(timeout_s)
