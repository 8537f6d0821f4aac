"""The API server: the filter chain put together, and the task that serves each connection."""

from dataclasses import dataclass

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
from leaklab.simulation.census import Census
from leaklab.simulation.run import Outcomes
from leaklab.simulation.scenario import Scenario
from leaklab.tasks.clock import sleep_until

WORK_S = 1e-9  # no work takes no time: a handler's step ends 1 ns after the time its plan gives


@dataclass(slots=True)
class Tally:
    """Running totals; the fields are those of `Outcomes`, plus the calls nobody publishes."""

    started: int = 0
    ok_200: int = 0
    timeouts_504: int = 0
    rejected_429: int = 0
    aborted: int = 0
    no_status: int = 0
    inner_done: int = 0
    handler_timeout_writes: int = 0
    handle_error_calls: int = 0
    post_timeout_calls: int = 0
    panics_logged: int = 0

    def freeze(self) -> Outcomes:
        """The totals of this moment."""
        return Outcomes(**{name: getattr(self, name) for name in Outcomes.__dataclass_fields__})


class Server:
    """One server in one nursery. `serve_connection` is the serving task of one request."""

    def __init__(
        self,
        scenario: Scenario,
        handler: type[TimeoutFilter],
        census: Census,
        nursery: trio.Nursery,
    ) -> None:
        self.nursery = nursery
        self.tally = Tally()
        self.first_cut: str | None = None
        self._honours_cancel = scenario.honours_cancel
        inner = with_max_in_flight(self._run_plan, scenario.max_in_flight, scenario.max_in_flight)
        self._timeout_filter = handler(
            inner=census.watch(inner),
            timeout_for=timeout_for_non_long_running(scenario.timeout_s, self.count_timeout),
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

    async def serve_connection(self, r: Request, answered: trio.Event | None = None) -> None:
        """Serve one request as net/http's connection does, which recovers a panic and cuts."""
        tally = self.tally
        tally.started += 1
        w = Response(r)
        try:
            await self.handler(w, r)
        except Panic as panic:
            panic.__traceback__ = None  # it holds this frame, which holds it
            tally.aborted += 1
            if self.first_cut is None:
                self.first_cut = str(panic).partition("\n")[0]
        else:
            r.status = w.status
            if w.status == 200:
                tally.ok_200 += 1
            elif w.status == 504:
                tally.timeouts_504 += 1
            elif w.status == 429:
                tally.rejected_429 += 1
            else:
                tally.no_status += 1
        if answered is not None:
            answered.set()

    async def _run_plan(self, w: Writer, r: Request) -> None:
        """The innermost handler: does what the request's plan says, and does not hurry."""
        begun_s = trio.current_time() + WORK_S
        tally = self.tally
        try:
            for at_s, action, stall_s in r.plan:
                if self._honours_cancel and await self._cancelled_before(begun_s + at_s, r):
                    return
                if begun_s + at_s > trio.current_time():  # else Go's sleep does not yield either
                    await sleep_until(begun_s + at_s)
                if action == "panic":
                    raise Panic(f"inner handler panics on request {r.index}", r.index)
                if action != "return":
                    r.stall_s = stall_s
                    if await w.write(b"ok\n") is not None:
                        tally.handler_timeout_writes += 1
                    r.stall_s = 0.0
        finally:
            if not self.nursery.cancel_scope.cancel_called:  # else the whole run is ending
                tally.inner_done += 1

    async def _cancelled_before(self, until_s: float, r: Request) -> bool:
        """Wait until `until_s`; True, at once, if the request's context is cancelled first."""
        with trio.move_on_at(until_s):
            await r.context.done()
        return r.context.cancelled

    def count_timeout(self) -> None:
        """Upstream's metric of timed-out requests, counted once a timeout."""
        self.tally.post_timeout_calls += 1

    def handle_error(self, panic: Exception) -> None:
        """Upstream's utilruntime.HandleError: a panic that came after the timeout."""
        self.tally.handle_error_calls += 1

    def log_panic(self, panic: Exception) -> None:
        """What the panic recovery writes into the log."""
        self.tally.panics_logged += 1
