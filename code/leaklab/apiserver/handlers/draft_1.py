"""draft-1: the fix's first draft. The worker sends only if somebody is receiving right now.

When to use: to see why it was replaced. Costs the outcome whenever the worker is ready before
its request has begun to receive: then the request waits out its whole timeout for nothing. Real
Go lost 1 to 17 of 100,000 instant requests so, more on a busy machine. In trio the serving task
always receives first, unless a checkpoint is put between `start_soon` and `receive`, as Go's
scheduler may.
Rebuilt from the review of kubernetes/kubernetes #83333 (Go: `select` with a `default`).
Against 1.12 (kubernetes/apiserver at kubernetes-1.12.4): send_nowait, and a report of a panic
that nobody receives.
"""

import trio

from leaklab.apiserver.golike import Panic, recovered
from leaklab.apiserver.handlers.base import TimeoutFilter
from leaklab.apiserver.response import Request, Writer
from leaklab.apiserver.timeout_writer import TimeoutWriter


class TimeoutHandler(TimeoutFilter):
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
                await self.inner(tw, r)
            except Exception as err:
                outcome = recovered(err)
            try:
                send_channel.send_nowait(outcome)
            except trio.WouldBlock:
                if outcome is not None:
                    self.handle_error(outcome)

        self.nursery.start_soon(worker)
        with trio.move_on_after(timeout_s):
            outcome = await receive_channel.receive()
            if outcome is not None:
                raise outcome
            return
        post_timeout()
        await tw.timeout(timeout_s)
