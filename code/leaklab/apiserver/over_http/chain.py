"""The filters around the handler, in upstream's order, and what the log and the metrics hear."""

from collections.abc import Callable

import trio

from leaklab.apiserver import handlers
from leaklab.apiserver.filters import (
    timeout_for_non_long_running,
    with_max_in_flight,
    with_panic_recovery,
    with_request_deadline,
    with_request_info,
)
from leaklab.apiserver.handle_error import HandleError
from leaklab.apiserver.late_end import LateEnd
from leaklab.apiserver.over_http.klog import Log
from leaklab.apiserver.over_http.knobs import Knobs
from leaklab.apiserver.over_http.measures import Measures, kind_of
from leaklab.apiserver.over_http.watched import Watched
from leaklab.apiserver.over_http.wire.exchange import Answer, Asked
from leaklab.apiserver.response import Handler, Request, Writer

OWN = "/leaklab/"  # paths that no API server has, and that are not counted
REPORT_GAP_S = 0.001  # HandleError's, as upstream's
VERSIONS = {  # of kubernetes, whose filter a handler is
    "k8s-1.11": "1.11.3",
    "k8s-1.12": "1.12.4",
    "k8s-1.17": "1.17.0",
    "k8s-1.22": "1.22.0",
    "k8s-1.37": "1.37.0-beta.0",
}


class Chain:
    """The whole server inside of HTTP: `handler` is its outermost filter.

    `inner` answers; `nursery` owns what filters leave behind. Raises ValueError for a handler that
    is none.
    """

    def __init__(
        self,
        name: str,
        inner: Handler,
        nursery: trio.Nursery,
        *,
        knobs: Knobs,
        max_in_flight: int | None,
        log: Log,
        measures: Measures,
        watched: Watched,
    ) -> None:
        kind = handlers.find(name)
        self.knobs = knobs
        self._watched = watched
        self._log = log
        self._measures = measures
        self._report = HandleError(REPORT_GAP_S, queues=kind.reports_queue)
        limited = with_max_in_flight(self._measured(inner), max_in_flight, max_in_flight)
        limited = self._refusals(limited)
        self._filter = kind(
            inner=limited, timeout_for=self._timeout_for, handle_error=self._late, nursery=nursery
        )
        chain: Handler = self._filter.serve_http
        if kind.deadline_outside:
            chain = with_request_deadline(chain, lambda: self.knobs.timeout_s)
        chain = with_panic_recovery(chain, lambda panic: None)
        self.handler: Handler = with_request_info(self._told(chain))

    def _timeout_for(self, r: Request) -> tuple[float | None, Callable[[], None]]:
        return timeout_for_non_long_running(self.knobs.timeout_s, lambda: self._gave_up(r))(r)

    def _gave_up(self, r: Request) -> None:
        assert isinstance(r, Asked)
        self._measures.given_up(r)

    def _measured(self, inner: Handler) -> Handler:
        """Count what the handler answers, as upstream does, also when nobody gets it any more."""
        measures = self._measures

        async def serve_http(w: Writer, r: Request) -> None:
            assert isinstance(r, Asked)
            kind, counts = kind_of(r), not r.long_running  # upstream's limit leaves out the others
            seen = _Seen(w)
            measures.in_flight[kind] += counts
            try:
                await inner(seen, r)
            finally:
                measures.in_flight[kind] -= counts
            if not r.path.startswith(OWN):
                measures.answered(r, seen.status or 200, w.header().get("Content-Type", ""))

        return serve_http

    def _refusals(self, limited: Handler) -> Handler:
        """Count who is at work, and what the limit refuses: no handler here answers 429."""

        async def serve_http(w: Writer, r: Request) -> None:
            assert isinstance(r, Asked)
            seen = _Seen(w)
            with self._watched.at_work(r):
                await limited(seen, r)
            if seen.status == 429:
                self._measures.refused(r)

        return serve_http

    def _told(self, chain: Handler) -> Handler:
        """Write time-outs and cut answers into the log."""

        async def serve_http(w: Writer, r: Request) -> None:
            assert isinstance(r, Asked)
            assert isinstance(w, Answer)
            began_s = trio.current_time()
            try:
                with self._watched.serving(r, w):
                    await chain(w, r)
            except Exception as panic:
                self._log.cut_off(r, panic)
                self._measures.cut_off(r, panic)
                raise
            if w.status == 504:
                self._log.timed_out(r, trio.current_time() - began_s)

        return serve_http

    def _late(self, report: Exception) -> HandleError:
        """HandleError: an outcome that came after the timeout. Await what it returns."""
        panicked = report.outcome is not None if isinstance(report, LateEnd) else True
        self._measures.late(panicked=panicked)
        self._watched.outcomes["handle_error_calls"] += 1
        self._log.late_end(report)
        return self._report


class _Seen:
    """A writer that remembers the status."""

    def __init__(self, w: Writer) -> None:
        self._w = w
        self.status: int | None = None
        self.header = w.header
        self.flush = w.flush
        self.hijack = w.hijack

    async def write_header(self, status: int) -> None:
        """Note the status, and pass it on."""
        self.status = self.status or status
        await self._w.write_header(status)

    async def write(self, body: bytes) -> Exception | None:
        """Note that a 200 has begun, and pass the body on."""
        self.status = self.status or 200
        return await self._w.write(body)
