"""structured: the worker lives in its request's own nursery, so it cannot outlive the request.

When to use: what trio asks of you, and Go does not have. Costs nothing extra; but the work must
be cancellable, while 1.12 and 1.17 let a handler that ignores its request run on to its end.
No upstream counterpart. Against 1.12 (kubernetes/apiserver at kubernetes-1.12.4): the nursery,
and the cancellation of what is in it.
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

        async with trio.open_nursery() as nursery:
            nursery.start_soon(worker)
            with trio.move_on_after(timeout_s) as timer:
                outcome = await receive_channel.receive()
            nursery.cancel_scope.cancel()
        if not timer.cancelled_caught:
            if outcome is not None:
                raise outcome
            return
        post_timeout()
        await tw.timeout(timeout_s)
