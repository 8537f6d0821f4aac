"""1.12: the worker sends its outcome on an unbuffered channel. After a timeout, nobody receives.

When to use: to see the leak. Costs one task for ever for each request that times out.
Port of pkg/server/filters/timeout.go, kubernetes/apiserver at kubernetes-1.12.4. (1.12.0 to
1.12.3 sent a panic's bare value; its stack came with #71067.)
Against 1.11: close became a send, so that a panic of the inner handler reaches its request.
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

        self.nursery.start_soon(worker)
        with trio.move_on_after(timeout_s):
            outcome = await receive_channel.receive()
            if outcome is not None:
                raise outcome
            return
        post_timeout()
        await tw.timeout(timeout_s)
