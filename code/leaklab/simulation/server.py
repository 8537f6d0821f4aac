"""The API server: the filter chain put together, and the task that serves each connection."""

from collections import Counter

import trio

from leaklab.apiserver.filters import (
    timeout_for_non_long_running,
    with_max_in_flight,
    with_panic_recovery,
    with_request_deadline,
    with_request_info,
)
from leaklab.apiserver.golike import Panic
from leaklab.apiserver.handle_error import HandleError
from leaklab.apiserver.handlers.base import TimeoutFilter
from leaklab.apiserver.late_end import LateEnd
from leaklab.apiserver.response import Handler, Request, Response, Writer
from leaklab.simulation.census import Census
from leaklab.simulation.run import Outcomes, Seen
from leaklab.tasks.clock import sleeper
from leaklab.tasks.profile.frames import named

WORK_S = 1e-9  # no work takes no time: a handler's step ends 1 ns after the time its plan gives
OUTCOME_OF: dict[int | None, str] = {
    200: "ok_200",
    504: "timeouts_504",
    429: "rejected_429",
    400: "refused_400",
}
CUT_BY = {1: "connections_closed", 2: "streams_reset"}  # by HTTP's version


class Server:
    """One server in one nursery. Clients hand their requests to `accept`.

    `timeout_s`, `max_in_flight`, `honours_cancel`, `http_version` and `report_gap_s` are those of
    a Scenario. A `census` is told when workers enter the innermost handler, and when they are past
    it. `tally` counts by the names of `Outcomes`.
    """

    def __init__(
        self,
        handler: type[TimeoutFilter],
        nursery: trio.Nursery,
        *,
        timeout_s: float,
        max_in_flight: int | None = None,
        honours_cancel: bool = False,
        http_version: int = 2,
        report_gap_s: float = 0.0,
        census: Census | None = None,
    ) -> None:
        self._nursery = nursery
        self._sleep_until = sleeper()
        self.tally: dict[str, int] = dict(vars(Outcomes()))  # a Counter stores in Python
        self.panics_logged = 0
        self.first_cut: str | None = None
        self.first_report: str | None = None
        self._unseen: Counter[str] = Counter()  # outcomes whose clients had left
        self._cut_off_with: Counter[str] = Counter()  # `half` an answer, or `nothing`
        self._left = 0
        self._bytes_seen = 0
        self._honours_cancel = honours_cancel
        self._cut_name = CUT_BY[http_version]
        self._report = HandleError(report_gap_s, queues=handler.reports_queue)
        self._timeout_s = timeout_s
        self._census = census
        self._limited = with_max_in_flight(self._run_plan, max_in_flight, max_in_flight)
        self._timeout_filter = handler(
            inner=self._run_plan if max_in_flight is None else self._run_limited,
            timeout_for=timeout_for_non_long_running(timeout_s, self.count_timeout),
            handle_error=self.handle_error,
            nursery=nursery,
        )
        chain: Handler = self._timeout_filter.serve_http
        if handler.deadline_outside:
            chain = with_request_deadline(chain, lambda: self._timeout_s)
        self.handler: Handler = with_panic_recovery(with_request_info(chain), self.log_panic)

    def set_timeout(self, timeout_s: float) -> None:
        """From now on, requests that arrive have this timeout."""
        self._timeout_s = timeout_s
        self._timeout_filter.timeout_for = timeout_for_non_long_running(
            timeout_s, self.count_timeout
        )

    def accept(self, r: Request, answered: trio.Event | None = None) -> None:
        """Take one request in: its serving task begins. `answered` is set when that task ends."""
        self._nursery.start_soon(self.serve_connection, r, answered)

    def hang_up(self, r: Request) -> None:
        """The request's client goes before it has its answer: its connection or stream ends.

        Whoever serves the connection (net/http in Go) notices, and cancels the request's context.
        """
        if not r.is_served:
            r.client.has_left = True
            self._left += 1
            r.context.cancel()

    def outcomes(self) -> Outcomes:
        """The totals of this moment."""
        return Outcomes(**self.tally)

    def seen(self) -> Seen:
        """What clients have seen until this moment: the outcomes of those that have stayed."""
        stayed = Counter(self.tally) - self._unseen
        return Seen(
            **{name: stayed[name] for name in OUTCOME_OF.values()},
            empty_200=stayed["no_status"],
            **self._cut_off_with,
            left=self._left,
            bytes=self._bytes_seen,
            **{self._cut_name: stayed["aborted"]},
        )

    async def serve_connection(self, r: Request, answered: trio.Event | None = None) -> None:
        """Serve one request as net/http's connection does, which recovers a panic and cuts off."""
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
            if r.client.has_left:
                self._ends_unseen(w, "aborted")
            else:
                self._cut_off_with["nothing" if w.sent_bytes is None else "half"] += 1
                self._bytes_seen += w.sent_bytes or 0
        else:
            r.status = w.status
            outcome = OUTCOME_OF.get(w.status, "no_status")
            tally[outcome] += 1
            if r.client.has_left:
                self._ends_unseen(w, outcome)
            else:
                self._bytes_seen += len(w.body)
        r.is_served = True
        if answered is not None:
            answered.set()

    def _ends_unseen(self, w: Response, outcome: str) -> None:
        """The client of this request had gone: it has not seen the outcome."""
        self._unseen[outcome] += 1
        self._bytes_seen += w.sent_bytes or 0

    async def _run_plan(self, w: Writer, r: Request) -> None:
        """The innermost handler: does what the request's plan says, and does not hurry."""
        if self._census is not None:
            self._census.inner_begins()
        begun_s = trio.current_time() + WORK_S
        tally = self.tally
        first, cut_off = True, False
        try:
            for at_s, action, stall_s in r.plan:
                if self._honours_cancel:
                    if await self._cancelled_before(begun_s + at_s, r):
                        return
                elif first or begun_s + at_s > trio.current_time():
                    await self._sleep_until(begun_s + at_s)  # in Go, one of nothing yields nothing
                first = False
                if action == "panic":
                    raise Panic(f"inner handler panics on request {r.index}", r.index)
                if action == "flush":
                    await w.flush()
                elif action != "return":
                    if stall_s:
                        r.client.stall_s = stall_s
                    if await w.write(b"ok\n") is not None:
                        tally["handler_timeout_writes"] += 1
                    if stall_s:
                        r.client.stall_s = 0.0
        except trio.Cancelled:
            cut_off = self._nursery.cancel_scope.cancel_called  # not this request: the whole run
            raise
        finally:
            tally["inner_done"] += not cut_off
            if self._census is not None:
                self._census.inner_ends()

    async def _run_limited(self, w: Writer, r: Request) -> None:
        """The same behind the in-flight filter: a refused worker is past its handler too."""
        try:
            await self._limited(w, r)
        finally:
            if self._census is not None:
                self._census.inner_ends()

    async def _cancelled_before(self, until_s: float, r: Request) -> bool:
        """Wait until `until_s`; True, at once, if the request's context is cancelled first."""
        with trio.move_on_at(until_s):
            await r.context.done()
        return r.context.cancelled

    def count_timeout(self) -> None:
        """Upstream's metric of timed-out requests, counted once a timeout."""
        self.tally["metric_504"] += 1

    def handle_error(self, report: Exception) -> HandleError:
        """Upstream's utilruntime.HandleError: an outcome that came after the timeout.

        Await what it returns, to be held up as upstream's callers are. The metric of late ends is
        counted here, where upstream's filter counts it itself.
        """
        tally = self.tally
        tally["handle_error_calls"] += 1
        if isinstance(report, LateEnd):
            tally["late_ok" if report.outcome is None else "late_panic"] += 1
        if self.first_report is None:
            self.first_report = str(report).partition("\n")[0]
        return self._report

    def log_panic(self, panic: Exception) -> None:
        """What the panic recovery writes into the log."""
        self.panics_logged += 1


INNER = named(Server._run_plan)  # on a worker's stack until it is past it
