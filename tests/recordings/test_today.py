"""The judge of the later filters: each recording in `recordings/go-traces/today`, replayed.

They are of 1.21.0, 1.22.0 and 1.37.0-beta.0, and of clients that hang up or ask for a timeout,
those of 1.12.4 and 1.17.0 too.
"""

from pathlib import Path

import pytest

from leaklab import recordings, simulate
from leaklab.apiserver.timeout_writer import status_body
from leaklab.recordings.fidelity import REPORT_GAP_S
from leaklab.recordings.traces import Comparison, Trace, compare, read_trace, worst_with_slack
from tests.support.replays import totals_are_exact

ALL = recordings.today_paths()
OTHER_WORK = (  # three off in one sample: while they were recorded the machine had other work
    "client_timeout_5s__k8s-1.37.0-beta.0",
    "hangup_honoured__k8s-1.12.4",
    "hangup_honoured__k8s-1.37.0-beta.0",
)
QUEUES = "burst__k8s-1.22.0"  # a thousand late ends a second, and fewer reports


def named(path: Path) -> str:
    return path.stem


@pytest.fixture(scope="module", params=ALL, ids=named)
def replayed(request) -> Comparison:
    """Each recording, replayed once for all tests of it."""
    return compare(read_trace(request.param))


def test_which_recordings_there_are():
    versions = [path.stem.partition("__")[2] for path in ALL]
    assert len(ALL) == 42
    counts = {version: versions.count(version) for version in sorted(set(versions))}
    assert counts == {
        "k8s-1.12.4": 4,
        "k8s-1.17.0": 4,
        "k8s-1.21.0": 2,
        "k8s-1.22.0": 16,
        "k8s-1.37.0-beta.0": 16,
    }


def name_of(replayed: Comparison) -> str:
    return replayed.trace.name.removesuffix(".csv")


def test_totals_and_tasks_left_are_exact(replayed):
    totals_are_exact(replayed)


def test_late_ends_are_counted_where_the_recording_counts_them(replayed):
    version = name_of(replayed).rpartition("__")[2]
    counted = {"late_ok", "late_panic"} <= set(replayed.totals)
    assert counted == (version in ("k8s-1.22.0", "k8s-1.37.0-beta.0"))
    reports = "handle_error_calls" in replayed.totals
    assert reports == (version != "k8s-1.21.0")  # which reports late panics alone


def test_samples_agree(replayed):
    name, comparison = name_of(replayed), replayed
    allowed = 6 if name.startswith("burst__") else 3 if name in OTHER_WORK else 2
    assert len(comparison.errors) == len(comparison.trace.samples) > 100
    if name == QUEUES:
        comparison = compare(comparison.trace, report_gap_s=REPORT_GAP_S)
        totals_are_exact(comparison)
    assert worst_with_slack(comparison) <= allowed


def test_the_queue_of_reports_is_seen_in_the_burst_of_1_22():
    burst = compare(read_trace(recordings.trace_path(QUEUES)))
    assert worst_with_slack(burst) == 103  # without it
    at_3_s = [row for row in burst.errors if 2.99 < row[0] < 3.02]
    assert [(theirs, ours) for _, theirs, ours in at_3_s] == [(107, 0)]


def test_body_of_the_504(replayed):
    trace = replayed.trace
    timeout_s = trace.scenario.timeout_s if trace.handler in ("k8s-1.12", "k8s-1.17") else None
    if trace.totals["timeouts_504"] == 0:
        assert trace.body_504 is None
    else:
        assert trace.body_504 == status_body(timeout_s)[:-1].decode()


EVEN = [path for path in ALL if path.stem.partition("__")[0] not in ("mixed", "inflight20")]


@pytest.mark.parametrize("path", EVEN, ids=named)
def test_serving_leaves_and_handlers_end_when_the_header_says(path: Path):
    lines = path.read_text().splitlines()
    header = dict(line[2:].partition(": ")[::2] for line in lines if line.startswith("# "))
    lived_s = mean_lives_s(read_trace(path))
    for role, line in (("serving", "serving_left"), ("worker", "inner_ended")):
        median = header[f"{line}_after_arrival_s"].split()[3]
        assert lived_s[role] == pytest.approx(float(median), abs=0.003), role


def mean_lives_s(trace: Trace) -> dict[str, float]:
    """How long a task of each role lives, in s, by samples 1 ms apart."""
    step_s = 0.001
    times = [(index + 0.5) * step_s for index in range(int(trace.scenario.horizon_s / step_s))]
    run = simulate(trace.scenario, trace.handler, sample_times_s=times)
    started = run.outcomes.started
    return {role: sum(run.column(role)) * step_s / started for role in ("serving", "worker")}
