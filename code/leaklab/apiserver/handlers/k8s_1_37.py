"""1.37: today's filter. Still an unbuffered channel, and still a drainer after each timeout.

When to use: what clusters of 2026 run (the file is the same from 1.31 on). Costs what 1.17 costs.
Port of pkg/server/filters/timeout.go, kubernetes/apiserver at kubernetes-1.37.0-beta.0.
Against 1.22: a clone of the request and headers of its own for the worker (1.24, #108455 and
#107452: both were data races); the timeout is counted after the answer (1.24, #107992); the
report has named fields (1.31, #121970); HandleError's callers wait apart (1.29, #121120).
"""

import trio

from leaklab.apiserver.golike import ErrAbortHandler, Panic, recovered
from leaklab.apiserver.handlers.base import TimeoutFilter
from leaklab.apiserver.late_end import StructuredLateEnd
from leaklab.apiserver.response import Request, Writer
from leaklab.apiserver.timeout_writer import OwnHeadersWriter


class TimeoutHandler(TimeoutFilter):
    deadline_outside = True
    reports_queue = False

    async def serve_http(self, w: Writer, r: Request) -> None:
        """Serve `r`, or answer 504; a panic cuts the answer off."""
        timeout_s, post_timeout = self.timeout_for(r)
        if timeout_s is None:
            return await self.inner(w, r)
        send_channel, receive_channel = trio.open_memory_channel[Panic | None](0)
        tw = OwnHeadersWriter(w)
        copy = r.clone()

        async def worker() -> None:
            outcome: Panic | None = None
            try:
                await self.inner(tw, copy)
            except ErrAbortHandler as err:
                outcome = err
            except Exception as err:
                outcome = recovered(err)
            await send_channel.send(outcome)

        async def drainer() -> None:
            timed_out_s = trio.current_time()
            outcome = await receive_channel.receive()
            await self.handle_error(StructuredLateEnd(r, timed_out_s, outcome))

        self.nursery.start_soon(worker)
        with r.context.until_done():
            outcome = await receive_channel.receive()
            if outcome is not None:
                raise outcome
            return
        try:
            try:
                await tw.timeout(timeout_s)
            finally:
                post_timeout()
        finally:
            self.nursery.start_soon(drainer)
