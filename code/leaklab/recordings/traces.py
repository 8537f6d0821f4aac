"""Recordings of the real Go filter: read one, run the same here, tell the differences."""

import csv
import itertools
import re
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from leaklab.apiserver.golike import parse_duration
from leaklab.simulation.run import Run, Sample
from leaklab.simulation.scenario import Scenario
from leaklab.simulation.simulate import simulate

VERSIONS = {
    "k8s-1.11.3": "k8s-1.11",
    "k8s-1.12.4": "k8s-1.12",
    "k8s-1.17.0": "k8s-1.17",
    "k8s-1.21.0": "k8s-1.22",  # which reports late ends besides
    "k8s-1.22.0": "k8s-1.22",
    "k8s-1.37.0-beta.0": "k8s-1.37",
    "k8s-1.12.4-cap1": "buffered",
    "pr83333-draft1": "draft-1",
    "pr83333-draft2": "draft-2",
}
TOTALS = {  # our outcome -> the recording's header
    "started": "requests_started",
    "ok_200": "ok_200",
    "timeouts_504": "timeouts_504",
    "rejected_429": "rejected_429",
    "aborted": "aborted_total",
    "no_status": "no_status_written",
    "inner_done": "inner_handlers_done",
    "handle_error_calls": "utilruntime_HandleError_calls",
}
METRIC_504 = "postTimeoutFn_metric_504_calls"  # not in every recording
REPORTS = ("handle_error_calls", "late_ok", "late_panic")
WITHOUT_REPORTS = ("k8s-1.21.0",)  # of late ends
LATE_ENDS = re.compile(r"timeout-handler/ok (\d+) timeout-handler/panic (\d+)")
SLACK_S = 0.003  # Go wakes and counts late, by up to this much on the recording machine
LAG_LIMIT_S = 0.05  # one sampling interval of the recordings
LATE_WRITES = "inner_writes_ErrHandlerTimeout:"


@dataclass(frozen=True)
class Trace:
    """One recording: the scenario it ran, the handler's name here, its samples and its totals."""

    name: str
    handler: str
    scenario: Scenario
    samples: tuple[tuple[float, int], ...]  # (t_s, goroutines above the baseline)
    totals: dict[str, int]
    left: int
    lag_s: float  # how late the recording machine's own load generator ran, at worst
    body_504: str | None

    @property
    def ran_late(self) -> bool:
        """Whether the recording machine itself fell behind by more than one sampling interval."""
        return self.lag_s > LAG_LIMIT_S


@dataclass(frozen=True)
class Comparison:
    """Trace and run side by side. `totals` maps a name to (recorded, ours)."""

    trace: Trace
    run: Run
    totals: dict[str, tuple[int, int]]
    errors: tuple[tuple[float, int, int], ...]  # (t_s, recorded, ours), every sample

    @property
    def worst(self) -> int:
        """The largest difference at any sample, in tasks."""
        return max((abs(ours - theirs) for _, theirs, ours in self.errors), default=0)

    @property
    def mean_error(self) -> float:
        """The mean absolute difference over all samples, in tasks."""
        return sum(abs(ours - theirs) for _, theirs, ours in self.errors) / max(len(self.errors), 1)

    @property
    def totals_equal(self) -> bool:
        """Whether every total and the count left are the recorded ones."""
        return all(theirs == ours for theirs, ours in self.totals.values())


def read_trace(path: str | Path) -> Trace:
    """Read a recording. ValueError says what is unreadable about it; OSError if it is no file."""
    path = Path(path)
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        raise ValueError(f"trace {path.name} is not text") from None
    header = dict(line[2:].partition(": ")[::2] for line in lines if line.startswith("# "))
    try:
        rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
        return _trace(path.name, header, rows)
    except KeyError as missing:
        raise ValueError(f"trace {path.name} has no header line or column {missing}") from None
    except (ValueError, TypeError, IndexError, csv.Error) as error:
        raise ValueError(f"trace {path.name} is malformed: {error}") from None


def _trace(name: str, header: dict[str, str], rows: list[dict[str, str]]) -> Trace:
    samples = tuple(
        (float(row["t_s"]), int(row["goroutines_minus_baseline"]))
        for row in rows
        if float(row["t_s"]) >= 0
    )
    if not samples:
        raise ValueError("it has no samples at or after t_s = 0")
    if any(after[0] < before[0] for before, after in itertools.pairwise(samples)):
        raise ValueError("the times of its samples fall")
    version = header["version"].split()[0]
    if version not in VERSIONS:
        raise ValueError(f"version {version!r} is unknown; known are {', '.join(VERSIONS)}")
    limit = header.get("max_in_flight")
    hangup = header.get("client_hangup_at_s")
    query = header.get("client_query", "").removeprefix("?timeout=")
    scenario = Scenario(
        rate_per_s=float(header["R_per_s"]),
        duration_s=float(header["D_s"]),
        timeout_s=float(header["T_timeout_s"]),
        plans=header["inner_plans"],
        select=header["plan_select"],
        step_index=int(header.get("plan_step_index", "0").split()[0]),
        max_in_flight=int(limit.split()[0]) if limit else None,
        honours_cancel=header.get("inner_honours_context", "").startswith("true"),
        client_hangup_s=float(hangup.split()[0]) if hangup else None,
        client_timeout_s=parse_duration(query) if query else None,
        until_s=samples[-1][0],
    )
    totals = {ours: _count(header[theirs]) for ours, theirs in TOTALS.items()}
    late = header["inner_writes_ok"].partition(LATE_WRITES)[2]
    totals["handler_timeout_writes"] = _count(late)
    if METRIC_504 in header:
        totals["metric_504"] = _count(header[METRIC_504])
    ends = LATE_ENDS.match(header.get("post_timeout_total", ""))
    if ends is not None:
        totals["late_ok"], totals["late_panic"] = int(ends[1]), int(ends[2])
    if version in WITHOUT_REPORTS:
        totals = {name: count for name, count in totals.items() if name not in REPORTS}
    left = _count(header["goroutines_left_at_end"])
    lag_s = float(header.get("generator_max_lag_ms", "0")) / 1000
    body = header.get("body_504")
    return Trace(name, VERSIONS[version], scenario, samples, totals, left, lag_s, body)


def _count(text: str) -> int:
    return int(text.split()[0])


def compare(
    trace: Trace, handler: str | None = None, *, report_gap_s: float | None = None
) -> Comparison:
    """Run the trace's scenario through `handler` (else the one recorded) and compare.

    `report_gap_s` replaces the scenario's, to have what HandleError did to its callers.
    """
    scenario = trace.scenario
    if report_gap_s is not None:
        scenario = replace(scenario, report_gap_s=report_gap_s)
    times = [t_s for t_s, _ in trace.samples]
    run = simulate(scenario, handler or trace.handler, sample_times_s=times)
    ours = asdict(run.outcomes)
    totals = {name: (theirs, ours[name]) for name, theirs in trace.totals.items()}
    totals["tasks_left"] = (trace.left, run.tasks_left)
    samples: tuple[Sample, ...] = run.samples
    errors = tuple(
        (t_s, theirs, sample.tasks)
        for (t_s, theirs), sample in zip(trace.samples, samples, strict=False)
    )
    return Comparison(trace, run, totals, errors)


def worst_with_slack(comparison: Comparison) -> int:
    """The largest difference between a recorded sample and what ours counts within `SLACK_S` of it.

    Ours wakes at the very moment; the recorded program some time after, when it is its turn.
    """
    recorded, run = comparison.trace.samples, comparison.run
    steps_s = [step * SLACK_S / 3 for step in range(-3, 4)]
    looks = sorted(
        (min(max(0.0, t_s + step_s), run.scenario.horizon_s), at)
        for at, (t_s, _) in enumerate(recorded)
        for step_s in steps_s
    )
    again = simulate(run.scenario, run.handler, sample_times_s=[t_s for t_s, _ in looks])
    near: dict[int, list[int]] = {}
    for (_, at), sample in zip(looks, again.samples, strict=True):
        near.setdefault(at, []).append(sample.tasks)
    return max(_outside(theirs, near[at]) for at, (_, theirs) in enumerate(recorded))


def _outside(count: int, others: list[int]) -> int:
    """How far `count` lies outside of what the others span."""
    return max(0, count - max(others), min(others) - count)
