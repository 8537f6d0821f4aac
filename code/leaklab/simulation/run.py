"""A Run: frozen values that every door reads: figures, labs, tables, CSV, tests."""

import csv
import io
import json
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from leaklab.checks import check_number
from leaklab.roles import ROLES
from leaklab.simulation.scenario import Scenario

COLUMNS = ("t_s", "tasks", *ROLES)


class Sample(NamedTuple):
    """How many tasks of each role lived at virtual time `t_s`; `tasks` is their sum."""

    t_s: float
    tasks: int
    serving: int
    worker: int
    parked: int
    drainer: int


@dataclass(frozen=True)
class Outcomes:
    """What became of the requests, as totals; the names are those of the recordings."""

    started: int = 0
    ok_200: int = 0
    timeouts_504: int = 0
    rejected_429: int = 0
    aborted: int = 0  # connections cut, whatever panic cut them
    no_status: int = 0  # ended without writing anything (net/http would then send a bare 200)
    inner_done: int = 0
    handler_timeout_writes: int = 0  # late writes refused with ErrHandlerTimeout
    handle_error_calls: int = 0  # late outcomes passed to HandleError (1.17)

    @property
    def ended(self) -> int:
        """Requests whose connection's task has ended, in whatever way."""
        answered = self.ok_200 + self.timeouts_504 + self.rejected_429
        return answered + self.aborted + self.no_status


@dataclass(frozen=True)
class Pulls:
    """What the administrator platform saw: pulls begun, answered, given up, failed; retries.

    `missed_s` are the times, in s, at which an attempt was given up or failed.
    """

    begun: int = 0
    answered: int = 0
    given_up: int = 0
    failed: int = 0
    retries: int = 0
    missed_s: tuple[float, ...] = ()


@dataclass(frozen=True)
class Crash:
    """The whole process ended: a panic that nobody recovered."""

    t_s: float
    panic: str


@dataclass(frozen=True)
class Run:
    """One run: what was asked, the census over virtual time, the outcomes, what was left."""

    scenario: Scenario
    handler: str
    outcomes: Outcomes
    tasks_left: int
    tasks_peak: int
    samples: tuple[Sample, ...]
    pulls: Pulls | None = None
    crash: Crash | None = None
    first_cut: str | None = None  # why the first connection was cut

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
        earlier = [sample for sample in self.samples if sample.t_s <= t_s + 1e-9]
        if not earlier:
            raise ValueError(f"t_s = {t_s} s lies before the first sample")
        return earlier[-1]

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
