"""1.17: after a timeout a drainer receives the late outcome, so that the worker's send can end.

When to use: the fix as merged. Costs a third task from the timeout until the inner handler ends.
Port of pkg/server/filters/timeout.go, kubernetes/apiserver at kubernetes-1.17.0.
Against 1.12: the drainer, started on the way out because what precedes it may raise; and
ErrAbortHandler passes as it is, without stack text (since 1.16.0, #82588). Upstream's HandleError
lets one report pass each millisecond, so that late panics queue: see `Scenario.report_gap_s`.
"""

import trio

from leaklab.apiserver.golike import ErrAbortHandler, Panic, recovered
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
            except ErrAbortHandler as err:
                outcome = err
            except Exception as err:
                outcome = recovered(err)
            await send_channel.send(outcome)

        async def drainer() -> None:
            outcome = await receive_channel.receive()
            if outcome is not None:
                await self.handle_error(outcome)

        self.nursery.start_soon(worker)
        with trio.move_on_after(timeout_s):
            outcome = await receive_channel.receive()
            if outcome is not None:
                raise outcome
            return
        try:
            post_timeout()
            await tw.timeout(timeout_s)
        finally:
            self.nursery.start_soon(drainer)
