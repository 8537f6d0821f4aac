"""What this server tells Prometheus, by the official client, under upstream's names.

Up to 1.13 requests were counted as `apiserver_request_count`, since 1.14 as `_total`; both are
given. Of this process: `go_goroutines` are its tasks, trio's own apart; memory is the real one.
"""

from collections.abc import Callable, Iterable

from prometheus_client import CollectorRegistry, Counter, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

from leaklab.apiserver.over_http.wire.exchange import Asked
from leaklab.tasks.metrics import TasksCollector

LABELS = ["verb", "resource", "subresource", "scope", "client", "contentType", "code"]


class Measures:
    """Counts of requests, in flight, late ends; `tasks` tells how many tasks there are now."""

    def __init__(self, tasks: Callable[[], int]) -> None:
        self.registry = CollectorRegistry()
        self.by_code: dict[int, int] = {}
        self.in_flight = {"readOnly": 0, "mutating": 0}
        self._requests: dict[tuple[str, ...], int] = {}
        self._tasks = tasks
        self._late = Counter(
            "apiserver_request_post_timeout_total",
            "Handlers that ended after their request had timed out.",
            ["source", "status"],
            registry=self.registry,
        )
        self._ended = Counter(
            "apiserver_request_terminations_total",
            "Requests that were given up.",
            ["verb", "resource", "code"],
            registry=self.registry,
        )
        self._aborted = Counter(
            "apiserver_request_aborts_total",
            "Answers that were cut off.",
            ["verb", "resource"],
            registry=self.registry,
        )
        self.registry.register(_Own(self))
        self.registry.register(TasksCollector())
        ProcessCollector(registry=self.registry)

    def answered(self, r: Asked, code: int) -> None:
        """A handler, or the timeout, has answered with `code`."""
        agent = r.headers.get("user-agent", "").partition(" ")[0][:60]
        scope = "resource" if r.name else "cluster" if not r.namespace else "namespace"
        labels = (
            r.verb.upper(),
            r.resource,
            r.subresource,
            scope,
            agent,
            "application/json",
            str(code),
        )
        if len(self._requests) > MOST_SERIES and labels not in self._requests:
            labels = (labels[0], "other", "other", scope, "other", *labels[5:])
        self._requests[labels] = self._requests.get(labels, 0) + 1
        self.by_code[code] = self.by_code.get(code, 0) + 1

    def given_up(self, r: Asked) -> None:
        """A request timed out."""
        self._ended.labels(r.verb.upper(), r.resource, "504").inc()
        self.answered(r, 504)

    def cut_off(self, r: Asked) -> None:
        """An answer was cut off."""
        self._aborted.labels(r.verb.upper(), r.resource).inc()

    def late(self, *, panicked: bool) -> None:
        """A handler ended late, and a drainer took its outcome."""
        self._late.labels("timeout-handler", "panic" if panicked else "ok").inc()

    def text(self) -> bytes:
        """Everything, as Prometheus reads it."""
        return generate_latest(self.registry)

    def families(self) -> Iterable[CounterMetricFamily | GaugeMetricFamily]:
        """Those counts that are kept here."""
        goroutines = GaugeMetricFamily("go_goroutines", "Tasks of this program, trio's own apart.")
        goroutines.add_metric([], self._tasks())
        yield goroutines
        flight = GaugeMetricFamily(
            "apiserver_current_inflight_requests", "Handlers at work.", labels=["requestKind"]
        )
        for kind, count in self.in_flight.items():
            flight.add_metric([kind], count)
        yield flight
        total = CounterMetricFamily("apiserver_request", "Requests by code.", labels=LABELS)
        old = GaugeMetricFamily("apiserver_request_count", "Requests by code.", labels=LABELS)
        for labels, count in self._requests.items():
            total.add_metric(labels, count)
            old.add_metric(labels, count)
        yield total
        yield old


MOST_SERIES = 500
TEXT_TYPE = CONTENT_TYPE_LATEST


class _Own(Collector):
    def __init__(self, measures: Measures) -> None:
        self._measures = measures

    def describe(self) -> Iterable[GaugeMetricFamily]:
        """Nothing: registering must not count tasks."""
        return []

    def collect(self) -> Iterable[CounterMetricFamily | GaugeMetricFamily]:
        """The counts of this moment."""
        return self._measures.families()
