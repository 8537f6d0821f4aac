"""What this server tells Prometheus, by the official client, under upstream's names and labels.

Up to 1.13 requests were counted as `apiserver_request_count`, since 1.14 as `_total` with more
labels (pkg/endpoints/metrics/metrics.go); both are given. A request that times out is one more
request of code 504 in releases up to 1.16, beside what its handler answers late; since 1.17
(#83427) it is a termination instead. So is a refused one, a 429. Terminations, aborts (1.20) and
late ends (1.22) are given for all handlers here, so that a query need not know which one serves.
The scope is that of releases up to about 1.22; newer ones put a named object before its namespace.

Of this process: `go_goroutines` are its tasks, trio's own apart; memory is the real one.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

from leaklab.apiserver.golike import ConnectionKilled, ErrAbortHandler
from leaklab.apiserver.over_http.discovery import KINDS
from leaklab.apiserver.over_http.wire.exchange import Asked
from leaklab.tasks.metrics import TasksCollector

OBJECT = ("group", "version", "resource", "subresource", "scope")
OLD_LABELS = ("verb", "resource", "subresource", "scope", "client", "contentType", "code")
LABELS = ("verb", "dry_run", *OBJECT, "component", "client", "contentType", "code")
ENDED = ("verb", *OBJECT, "component", "code")
ABORTED = ("verb", *OBJECT)
BEFORE_1_17 = frozenset({"k8s-1.11", "k8s-1.12", "buffered", "draft-1", "draft-2"})
READING = ("get", "list", "watch")
MOST_SERIES = 500
LONGEST_CLIENT = 100
TEXT_TYPE = CONTENT_TYPE_LATEST
OLD_NAME = b"# TYPE apiserver_request_count "

Family = CounterMetricFamily | GaugeMetricFamily
Labels = tuple[str, ...]


class Measures:
    """Counts of requests, in flight, late ends; `tasks` tells how many tasks there are now."""

    def __init__(self, tasks: Callable[[], int], handler: str) -> None:
        self.registry = CollectorRegistry()
        self.in_flight = {"readOnly": 0, "mutating": 0}
        self._counts_twice = handler in BEFORE_1_17
        self._requests: Counter[Labels] = Counter()
        self._dropped: Counter[Labels] = Counter()
        self._late: Counter[Labels] = Counter()
        self._ended: Counter[Labels] = Counter()
        self._aborted: Counter[Labels] = Counter()
        self._tasks = tasks
        self.registry.register(_Own(self))
        self.registry.register(TasksCollector())
        ProcessCollector(registry=self.registry)

    def answered(self, r: Asked, code: int, content_type: str) -> None:
        """A handler has answered with `code`, whether or not somebody got it."""
        values = {**_labels(r), "client": _client(r), "contentType": content_type}
        labels = _chosen(LABELS, {**values, "code": str(code)})
        if len(self._requests) >= MOST_SERIES and labels not in self._requests:
            labels = _chosen(LABELS, {**values, "client": "other", "code": str(code)})
        self._requests[labels] += 1

    def given_up(self, r: Asked) -> None:
        """A request timed out."""
        self._end(r, 504)

    def refused(self, r: Asked) -> None:
        """A request found no room: 429."""
        self._dropped[(kind_of(r),)] += 1
        self._end(r, 429)

    def _end(self, r: Asked, code: int) -> None:
        self._ended[_chosen(ENDED, {**_labels(r), "code": str(code)})] += 1
        if self._counts_twice:
            self.answered(r, code, "")

    def cut_off(self, r: Asked, panic: Exception) -> None:
        """An answer was cut off by `panic`; a handler's own fault is none of these."""
        if isinstance(panic, ErrAbortHandler | ConnectionKilled):
            self._aborted[_chosen(ABORTED, _labels(r))] += 1

    def late(self, *, panicked: bool) -> None:
        """A handler ended late, and a drainer took its outcome."""
        self._late[("timeout-handler", "panic" if panicked else "ok")] += 1

    def text(self) -> bytes:
        """Everything, as Prometheus reads it."""
        text = generate_latest(self.registry)
        # The client gives each counter a name in _total; upstream's old one is a counter without.
        return text.replace(OLD_NAME + b"gauge", OLD_NAME + b"counter")

    def families(self) -> Iterable[Family]:
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
        yield _counter("apiserver_request", "Requests by code.", LABELS, self._requests)
        old = GaugeMetricFamily(
            "apiserver_request_count", "(Deprecated) Requests by code.", labels=OLD_LABELS
        )
        for labels, count in self._requests.items():
            old.add_metric(_chosen(OLD_LABELS, dict(zip(LABELS, labels, strict=True))), count)
        yield old
        yield _counter(
            "apiserver_request_terminations", "Requests that were given up.", ENDED, self._ended
        )
        yield _counter(
            "apiserver_dropped_requests", "Requests refused: 429.", ("requestKind",), self._dropped
        )
        yield _counter(
            "apiserver_request_aborts", "Answers that were cut off.", ABORTED, self._aborted
        )
        yield _counter(
            "apiserver_request_post_timeout",
            "Handlers that ended after their request had timed out.",
            ("source", "status"),
            self._late,
        )


def kind_of(r: Asked) -> str:
    """Which limit a request falls under."""
    return "readOnly" if r.verb in READING else "mutating"


def _counter(
    name: str, text: str, labels: Labels, counts: Mapping[Labels, int]
) -> CounterMetricFamily:
    family = CounterMetricFamily(name, text, labels=labels)
    for values, count in counts.items():
        family.add_metric(values, count)
    return family


def _chosen(names: Labels, values: Mapping[str, str]) -> Labels:
    return tuple(values[name] for name in names)


def _labels(r: Asked) -> dict[str, str]:
    """What upstream's labels say of a request. Their values are few, whatever is asked for."""
    known = r.resource in KINDS
    scope = "namespace" if r.namespace else "resource" if r.name else "cluster"
    return {
        "verb": r.verb.upper() if r.verb in READING else r.method,
        "dry_run": "",
        "group": "",
        "version": "v1" if known else "",
        "resource": r.resource if known else "",
        "subresource": "",  # none is served
        "scope": scope if known else "",
        "component": "apiserver",
    }


def _client(r: Asked) -> str:
    """As upstream's cleanUserAgent: who asks, all browsers alike."""
    agent = r.headers.get("user-agent", "") or "unknown"
    return "Browser" if agent.startswith("Mozilla/") else agent[:LONGEST_CLIENT]


class _Own(Collector):
    def __init__(self, measures: Measures) -> None:
        self._measures = measures

    def describe(self) -> Iterable[GaugeMetricFamily]:
        """Nothing: registering must not count tasks."""
        return []

    def collect(self) -> Iterable[Family]:
        """The counts of this moment."""
        return self._measures.families()
