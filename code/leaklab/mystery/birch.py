"""The second of the three servers of chapter 11."""

import trio

from leaklab.golike import Panic, recovered
from leaklab.handlers.base import TimeoutFilter
from leaklab.response import Request, Writer
from leaklab.timeout_writer import TimeoutWriter

LINGER_S = 2.0  # how long a late outcome is kept at hand


class Birch(TimeoutFilter):
    """Keeps late outcomes at hand for a while."""

    async def serve_http(self, w: Writer, r: Request) -> None:
        """Serve `r`, or answer 504 and have the late outcome received and kept for a while."""
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

        async def drainer() -> None:
            panic = await outcome.receive()
            if panic is not None:
                self.handle_error(panic)
            await trio.sleep(LINGER_S)

        self.nursery.start_soon(worker)
        with trio.move_on_after(timeout_s):
            panic = await outcome.receive()
            if panic is not None:
                raise panic
            return
        try:
            post_timeout()
            await tw.timeout(timeout_s)
        finally:
            self.nursery.start_soon(drainer)
