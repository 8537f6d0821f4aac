"""buffered: the 1.12 filter with room for one outcome in the channel. The send never blocks.

When to use: the smallest fix, one character. Costs no extra task, but a panic that comes late is
dropped unseen. Never upstream: kubernetes/kubernetes #83759 proposed it together with a report by
the worker, and was closed because that would log a panic twice that comes before the timeout.
Against 1.12 (kubernetes/apiserver at kubernetes-1.12.4): the channel's capacity.
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
        send_channel, receive_channel = trio.open_memory_channel[Panic | None](1)
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
