"""1.11, up to 1.11.3: the worker closes a channel when it is done. Closing never blocks.

When to use: the filter before the leak was born. Costs the process at the first panic of an
inner handler: the worker recovers nothing, and an unrecovered panic ends a Go program.
Port of pkg/server/filters/timeout.go, kubernetes/apiserver at kubernetes-1.11.3.
"""

import trio

from leaklab.apiserver.handlers.base import TimeoutFilter
from leaklab.apiserver.response import Request, Writer
from leaklab.apiserver.timeout_writer import TimeoutWriter


class TimeoutHandler(TimeoutFilter):
    async def serve_http(self, w: Writer, r: Request) -> None:
        """Serve `r`, or answer 504; a panic cuts the answer off."""
        timeout_s, post_timeout = self.timeout_for(r)
        if timeout_s is None:
            return await self.inner(w, r)
        send_done, done = trio.open_memory_channel[None](0)
        tw = TimeoutWriter(w)

        async def worker() -> None:
            await self.inner(tw, r)
            send_done.close()

        self.nursery.start_soon(worker)
        with trio.move_on_after(timeout_s):
            async for _ in done:  # receives nothing: ends when the channel is closed
                pass
            return
        post_timeout()
        await tw.timeout(timeout_s)
