"""A Run: frozen values that all others read: figures, labs, tables, CSV, tests."""

import csv
import io
import json
from bisect import bisect_right
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from leaklab.roles import ROLES
from leaklab.simulation.scenario import Scenario
from leaklab.tasks.checks import check_number

COLUMNS = ("t_s", "tasks", *ROLES)
METRICS = ("metric_504", "late_ok", "late_panic")  # the outcomes that the server's metrics count


class Sample(NamedTuple):
    """How many tasks of each role lived at one moment."""

    t_s: float
    """The moment, virtual s. All that happens within 10 ns of it has happened."""

    tasks: int
    """All of them: the sum of the four roles."""

    serving: int
    """Tasks that serve a request's connection or stream."""

    worker: int
    """Tasks in which an inner handler runs, and any other that a handler has started."""

    parked: int
    """Workers whose inner handler has ended, and which are still there: blocked on their send."""

    drainer: int
    """Tasks that wait for a late outcome (from 1.17 on)."""


@dataclass(frozen=True)
class Outcomes:
    """What became of the requests, as totals; the names are those of the recordings."""

    started: int = 0
    """Requests that have arrived."""

    ok_200: int = 0
    """Requests answered 200."""

    timeouts_504: int = 0
    """Requests answered 504, by the timeout."""

    rejected_429: int = 0
    """Requests answered 429, over the in-flight limit."""

    refused_400: int = 0
    """Requests answered 400: their `?timeout=` was no duration."""

    aborted: int = 0
    """Responses cut off, whatever panic did it: see `Seen` for what their clients saw."""

    no_status: int = 0
    """Requests that ended without a status of these: mostly, without writing anything (net/http
    would then send a bare 200)."""

    inner_done: int = 0
    """Inner handlers that have ended, in whatever way."""

    handler_timeout_writes: int = 0
    """Writes that came too late, refused with ErrHandlerTimeout."""

    handle_error_calls: int = 0
    """Late outcomes passed to HandleError: panics (1.17), every late end (from 1.22 on)."""

    metric_504: int = 0
    """Timeouts that the server's own metric has counted, also for clients that had left."""

    late_ok: int = 0
    """Late ends without a panic, as the metric of post-timeout activity counts them (from 1.22)."""

    late_panic: int = 0
    """Late ends with a panic, as the same metric counts them (from 1.22 on)."""

    @property
    def ended(self) -> int:
        """Requests whose connection's task has ended, in whatever way."""
        answered = self.ok_200 + self.timeouts_504 + self.rejected_429 + self.refused_400
        return answered + self.aborted + self.no_status


@dataclass(frozen=True)
class Seen:
    """What the clients saw, as totals: how each request ended at their end of the line."""

    ok_200: int = 0
    """A whole answer 200."""

    timeouts_504: int = 0
    """A whole answer 504."""

    rejected_429: int = 0
    """A whole answer 429."""

    refused_400: int = 0
    """A whole answer 400."""

    empty_200: int = 0
    """The end of a request of `no_status`: mostly a bare 200, which net/http sends by itself."""

    half: int = 0
    """A status, perhaps a part of the body, then the cut."""

    nothing: int = 0
    """Not even a status before the cut: what was written was still held back, or nothing was."""

    left: int = 0
    """None of these: the client has hung up before."""

    bytes: int = 0
    """Bytes of bodies that have reached clients."""

    connections_closed: int = 0
    """Cuts over HTTP/1: the connection is closed."""

    streams_reset: int = 0
    """Cuts over HTTP/2: the stream is reset, and its connection goes on."""


@dataclass(frozen=True)
class Pulls:
    """What the administrator platform saw."""

    begun: int = 0
    """Pulls begun."""

    answered: int = 0
    """Pulls all of whose pages were answered 200."""

    given_up: int = 0
    """Attempts without an answer in time."""

    failed: int = 0
    """Attempts answered in time, but not 200."""

    retries: int = 0
    """Attempts beyond the first of a page."""

    missed_s: tuple[float, ...] = ()
    """When an attempt was given up or failed, virtual s."""


@dataclass(frozen=True)
class Crash:
    """The whole process ended: a panic that nobody recovered."""

    t_s: float
    """When, virtual s."""

    panic: str
    """What Go would print: the panic's value."""


@dataclass(frozen=True)
class Run:
    """One run: what was asked, the census over virtual time, the outcomes, what was left."""

    scenario: Scenario
    """What was asked."""

    handler: str
    """The handler's name: one of `handlers.NAMES`, or that of your own class."""

    outcomes: Outcomes
    """What became of the requests until the end, or until the crash."""

    tasks_left: int
    """Tasks of the server that still lived at the end; 0 after a crash."""

    tasks_peak: int
    """The most tasks that lived at any settled moment, between the samples too."""

    samples: tuple[Sample, ...]
    """The census over virtual time, rising."""

    pulls: Pulls | None = None
    """What the platform saw; None without one."""

    crash: Crash | None = None
    """How the whole process ended, if a panic ended it."""

    first_cut: str | None = None
    """Why the first response was cut off; None if none was."""

    seen: Seen = Seen()
    """What the clients saw."""

    first_report: str | None = None
    """The first line of the first late end's report; None if there was none."""

    def __repr__(self) -> str:
        return (
            f"Run({self.handler!r}, started={self.outcomes.started}, "
            f"tasks_left={self.tasks_left}, tasks_peak={self.tasks_peak})"
        )

    def column(self, name: str) -> list[float]:
        """One column of the samples, by its name in `COLUMNS`."""
        return [getattr(sample, name) for sample in self.samples]

    def at(self, t_s: float) -> Sample:
        """The last sample taken at or before `t_s` seconds. ValueError outside of the run."""
        check_number("t_s", t_s, "s", 0, self.scenario.horizon_s, zero_ok=True)
        count = bisect_right(self.samples, t_s + 1e-9, key=lambda sample: sample.t_s)
        if count == 0:
            raise ValueError(f"t_s = {t_s} s lies before the first sample")
        return self.samples[count - 1]

    def to_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return {
            "handler": self.handler,
            "scenario": self.scenario.to_dict(),
            "outcomes": asdict(self.outcomes),
            "tasks_left": self.tasks_left,
            "tasks_peak": self.tasks_peak,
            "pulls": asdict(self.pulls) if self.pulls else None,
            "crash": asdict(self.crash) if self.crash else None,
            "first_cut": self.first_cut,
            "seen": asdict(self.seen),
            "first_report": self.first_report,
            "samples": [sample._asdict() for sample in self.samples],
        }

    def to_json(self) -> str:
        """One JSON object; the same run gives the same bytes."""
        return json.dumps(self.to_dict(), separators=(",", ":"))

    def to_csv(self) -> str:
        """The samples as CSV, with a header line."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(self.samples)
        return text.getvalue()
