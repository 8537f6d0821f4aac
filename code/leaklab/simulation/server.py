"""The API server: the filter chain put together, and the task that serves each connection."""

from collections import Counter
from collections.abc import Callable

import trio

from leaklab.apiserver.filters import (
    timeout_for_non_long_running,
    with_max_in_flight,
    with_panic_recovery,
    with_request_info,
)
from leaklab.apiserver.golike import Panic
from leaklab.apiserver.handlers.base import TimeoutFilter
from leaklab.apiserver.response import Handler, Request, Response, Writer
from leaklab.simulation.run import Outcomes
from leaklab.tasks.clock import sleep_until

WORK_S = 1e-9  # no work takes no time: a handler's step ends 1 ns after the time its plan gives
OUTCOME_OF: dict[int | None, str] = {200: "ok_200", 504: "timeouts_504", 429: "rejected_429"}


class Server:
    """One server in one nursery. Clients hand their requests to `accept`.

    `timeout_s`, `max_in_flight` and `honours_cancel` are those of a Scenario. `watch` wraps the
    handler that workers run: a census learns there when they are past it. `tally` counts by the
    names of `Outcomes`; `post_timeout_calls` and `panics_logged` are counts that no run publishes.
    """

    def __init__(
        self,
        handler: type[TimeoutFilter],
        nursery: trio.Nursery,
        *,
        timeout_s: float,
        max_in_flight: int | None = None,
        honours_cancel: bool = False,
        watch: Callable[[Handler], Handler] | None = None,
    ) -> None:
        self._nursery = nursery
        self.tally: Counter[str] = Counter()
        self.post_timeout_calls = 0
        self.panics_logged = 0
        self.first_cut: str | None = None
        self._honours_cancel = honours_cancel
        inner = with_max_in_flight(self._run_plan, max_in_flight, max_in_flight)
        self._timeout_filter = handler(
            inner=watch(inner) if watch is not None else inner,
            timeout_for=timeout_for_non_long_running(timeout_s, self.count_timeout),
            handle_error=self.handle_error,
            nursery=nursery,
        )
        chain = with_request_info(self._timeout_filter.serve_http)
        self.handler: Handler = with_panic_recovery(chain, self.log_panic)

    def set_timeout(self, timeout_s: float) -> None:
        """From now on, requests that arrive have this timeout."""
        self._timeout_filter.timeout_for = timeout_for_non_long_running(
            timeout_s, self.count_timeout
        )

    def accept(self, r: Request, answered: trio.Event | None = None) -> None:
        """Take one request in: its serving task begins. `answered` is set when that task ends."""
        self._nursery.start_soon(self.serve_connection, r, answered)

    def outcomes(self) -> Outcomes:
        """The totals of this moment."""
        return Outcomes(**self.tally)

    async def serve_connection(self, r: Request, answered: trio.Event | None = None) -> None:
        """Serve one request as net/http's connection does, which recovers a panic and cuts."""
        tally = self.tally
        tally["started"] += 1
        w = Response(r)
        try:
            await self.handler(w, r)
        except Panic as panic:
            panic.__traceback__ = None  # it holds this frame, which holds it
            tally["aborted"] += 1
            if self.first_cut is None:
                self.first_cut = str(panic).partition("\n")[0]
        else:
            r.status = w.status
            tally[OUTCOME_OF.get(w.status, "no_status")] += 1
        if answered is not None:
            answered.set()

    async def _run_plan(self, w: Writer, r: Request) -> None:
        """The innermost handler: does what the request's plan says, and does not hurry."""
        begun_s = trio.current_time() + WORK_S
        tally = self.tally
        first, cut_off = True, False
        try:
            for at_s, action, stall_s in r.plan:
                if self._honours_cancel:
                    if await self._cancelled_before(begun_s + at_s, r):
                        return
                elif first or begun_s + at_s > trio.current_time():
                    await sleep_until(begun_s + at_s)  # in Go, a sleep of nothing yields nothing
                first = False
                if action == "panic":
                    raise Panic(f"inner handler panics on request {r.index}", r.index)
                if action != "return":
                    r.stall_s = stall_s
                    if await w.write(b"ok\n") is not None:
                        tally["handler_timeout_writes"] += 1
                    r.stall_s = 0.0
        except trio.Cancelled:
            cut_off = self._nursery.cancel_scope.cancel_called  # not this request: the whole run
            raise
        finally:
            tally["inner_done"] += not cut_off

    async def _cancelled_before(self, until_s: float, r: Request) -> bool:
        """Wait until `until_s`; True, at once, if the request's context is cancelled first."""
        with trio.move_on_at(until_s):
            await r.context.done()
        return r.context.cancelled

    def count_timeout(self) -> None:
        """Upstream's metric of timed-out requests, counted once a timeout."""
        self.post_timeout_calls += 1

    def handle_error(self, panic: Exception) -> None:
        """Upstream's utilruntime.HandleError: a panic that came after the timeout."""
        self.tally["handle_error_calls"] += 1

    def log_panic(self, panic: Exception) -> None:
        """What the panic recovery writes into the log."""
        self.panics_logged += 1
