"""1.22: the request's context says when to give up, and every late end is reported.

When to use: the fix after two years. Costs what 1.17 costs; and each late end, not only a panic,
passes through HandleError, which lets one report pass each millisecond: the drainers queue there.
Port of pkg/server/filters/timeout.go, kubernetes/apiserver at kubernetes-1.22.0.
Against 1.17: the context in place of a timer (since 1.21, #96901), so that a client that hangs up
ends its request too; the abort sentinel in place of an error (1.20, #95002); and the drainer's
report (1.22, #97428). The deadline is set outside, by `filters.with_request_deadline`.
"""

import trio

from leaklab.apiserver.golike import ErrAbortHandler, Panic, recovered
from leaklab.apiserver.handlers.base import TimeoutFilter
from leaklab.apiserver.late_end import LateEnd
from leaklab.apiserver.response import Request, Writer
from leaklab.apiserver.timeout_writer import AbortingWriter


class TimeoutHandler(TimeoutFilter):
    deadline_outside = True

    async def serve_http(self, w: Writer, r: Request) -> None:
        """Serve `r`, or answer 504; a panic cuts the answer off."""
        timeout_s, post_timeout = self.timeout_for(r)
        if timeout_s is None:
            return await self.inner(w, r)
        send_channel, receive_channel = trio.open_memory_channel[Panic | None](0)
        tw = AbortingWriter(w)

        async def worker() -> None:
            outcome: Panic | None = None
            try:
                await self.inner(tw, r)
            except ErrAbortHandler as err:
                outcome = err
            except Exception as err:
                outcome = recovered(err)
            await send_channel.send(outcome)

        async def drainer() -> None:
            timed_out_s = trio.current_time()
            outcome = await receive_channel.receive()
            await self.handle_error(LateEnd(r, timed_out_s, outcome))

        self.nursery.start_soon(worker)
        with r.context.until_done():
            outcome = await receive_channel.receive()
            if outcome is not None:
                raise outcome
            return
        try:
            post_timeout()
            await tw.timeout(timeout_s)
        finally:
            self.nursery.start_soon(drainer)
