"""1.17 on asyncio: after a timeout a drainer receives the late outcome, so that the send can end.

When to use: to read beside `leaklab.apiserver.handlers.k8s_1_17`. Costs a third task from the
timeout until the inner handler ends.
"""

import asyncio

from benchmarks.asyncio_handlers.base import TimeoutFilter
from benchmarks.asyncio_handlers.channel import Channel
from leaklab.apiserver.golike import ErrAbortHandler, Panic, recovered
from leaklab.apiserver.response import Request, Writer
from leaklab.apiserver.timeout_writer import TimeoutWriter


class TimeoutHandler(TimeoutFilter):
    """Upstream's timeoutHandler, on asyncio."""

    async def serve_http(self, w: Writer, r: Request) -> None:
        """Serve `r`, or answer 504; a panic cuts the answer off."""
        timeout_s, post_timeout = self.timeout_for(r)
        if timeout_s is None:
            return await self.inner(w, r)
        channel = Channel[Panic | None]()
        tw = TimeoutWriter(w)

        async def worker() -> None:
            outcome: Panic | None = None
            try:
                await self.inner(tw, r)
            except ErrAbortHandler as err:
                outcome = err
            except Exception as err:
                outcome = recovered(err)
            await channel.send(outcome)

        async def drainer() -> None:
            outcome = await channel.receive()
            if outcome is not None:
                await self.handle_error(outcome)

        self.go(worker())
        try:
            async with asyncio.timeout(timeout_s):
                outcome = await channel.receive()
        except TimeoutError:
            try:
                post_timeout()
                await tw.timeout(timeout_s)
            finally:
                self.go(drainer())
        else:
            if outcome is not None:
                raise outcome
