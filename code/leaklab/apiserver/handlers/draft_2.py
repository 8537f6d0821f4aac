"""draft-2: the fix's second draft. The drainer is started after the writer's timeout, not deferred.

When to use: to see why it was replaced. Costs one task for ever for each request whose response
had begun when it timed out: the writer's timeout raises, and the drainer is never started.
Rebuilt from the review of kubernetes/kubernetes #83333.
Against 1.17 (kubernetes/apiserver at kubernetes-1.17.0): no try/finally around the last lines.
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
            await send_channel.send(outcome)

        async def drainer() -> None:
            outcome = await receive_channel.receive()
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
        self.nursery.start_soon(drainer)
