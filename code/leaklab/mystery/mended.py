"""One right mend for each of the three servers: what the judge holds a reader's mend against.

Reading on spoils chapter 11's exercise.
"""

from typing import Any

import trio

from leaklab.filters import with_max_in_flight
from leaklab.golike import Panic, recovered
from leaklab.handlers.base import TimeoutFilter
from leaklab.handlers.k8s_1_17 import TimeoutHandler
from leaklab.mystery.birch import Birch
from leaklab.mystery.cedar import SLOTS
from leaklab.response import Request, Writer
from leaklab.timeout_writer import TimeoutWriter


class MendedAlder(TimeoutFilter):
    """There is room for both outcomes: no send needs a partner."""

    async def serve_http(self, w: Writer, r: Request) -> None:
        """Ask two workers for the same, and answer with whichever is first."""
        timeout_s, post_timeout = self.timeout_for(r)
        if timeout_s is None:
            return await self.inner(w, r)
        send_outcome, outcome = trio.open_memory_channel[Panic | None](2)
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


class MendedCedar(TimeoutHandler):
    """The slot comes back however the request ends."""

    def __init__(self, **parts: Any) -> None:
        super().__init__(**parts)
        self._limited = with_max_in_flight(super().serve_http, SLOTS, SLOTS)

    async def serve_http(self, w: Writer, r: Request) -> None:
        """Serve `r` as 1.17 does, if one of the slots is free."""
        await self._limited(w, r)


MENDED: dict[str, type[TimeoutFilter]] = {
    "alder": MendedAlder,
    "birch": Birch,
    "cedar": MendedCedar,
}
