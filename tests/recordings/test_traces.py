"""The judge: every recording of the real Go filter, replayed here, must come out the same.

A case a file of `recordings/go-traces`: `pytest -k panic` runs the panics. The three bursts of
45,000 requests are in `test_burst.py`, the later releases in `test_today.py`.
"""

from pathlib import Path

import pytest

from leaklab import Scenario, recordings, simulate
from leaklab.apiserver.timeout_writer import status_body
from leaklab.recordings.traces import LAG_LIMIT_S, VERSIONS, Comparison, compare, read_trace
from tests.support.replays import totals_are_exact

FOLDER = recordings.FOLDER / "go-traces"
ALL = sorted(FOLDER.glob("*.csv"))
DIRECT = [path for path in ALL if "\n# via: direct:" in path.read_text()]
THROUGH_SERVERS = sorted(path.name for path in set(ALL) - set(DIRECT))

KEPT_UP = [path for path in DIRECT if not read_trace(path).ran_late]


@pytest.fixture(scope="module", params=KEPT_UP, ids=lambda path: path.stem)
def replayed(request) -> Comparison:
    """Each recording that kept up, replayed once for all tests of it."""
    return compare(read_trace(request.param))


def test_which_recordings_there_are():
    assert len(DIRECT) == 33
    assert THROUGH_SERVERS == [  # they count a server's own goroutines too: for a later server
        "tripled_latency_L0.9__h1__k8s-1.12.4.csv",
        "tripled_latency_L0.9__h2__k8s-1.12.4.csv",
    ]
    later = {read_trace(path).handler for path in recordings.today_paths()}
    assert {read_trace(path).handler for path in DIRECT} | later == set(VERSIONS.values())


def test_totals_and_tasks_left_are_exact(replayed):
    totals_are_exact(replayed)


def test_samples_agree_within_two_tasks(replayed):
    # Recorded samples fall into the same instants as arrivals; more arrive at once in `burst`.
    allowed = {"burst": 6, "mixed": 4}.get(replayed.trace.name.partition("__")[0], 2)
    assert len(replayed.errors) == len(replayed.trace.samples) > 100
    assert replayed.worst <= allowed
    assert replayed.mean_error < 0.9


def test_late_means_later_than_one_sampling_interval():
    assert LAG_LIMIT_S == 0.05
    assert all(" every 50 ms" in path.read_text() for path in DIRECT)


@pytest.mark.parametrize("path", DIRECT, ids=lambda path: path.stem)
def test_body_of_the_504(path: Path):
    trace = read_trace(path)
    body = status_body(trace.scenario.timeout_s)
    assert body.endswith(b"}\n")  # the header line of a recording cannot hold the newline
    if trace.totals["timeouts_504"] == 0:
        assert trace.body_504 is None
    else:
        assert trace.body_504 == body[:-1].decode()


def test_1_11_dies_of_its_first_panic_with_the_same_words():
    recorded = (FOLDER / "panic_before__k8s-1.11.3.crash.txt").read_text().splitlines()
    run = simulate(Scenario(plans="0.2:panic"), "k8s-1.11")
    assert run.crash is not None
    assert run.crash.panic == recorded[0].strip() == "panic: inner handler panics on request 0"
    assert run.crash.t_s == pytest.approx(0.2)
    assert run.outcomes.ended == 0
    assert run.tasks_left == 0  # a dead process holds nothing


def test_a_recording_is_read_with_its_scenario():
    trace = read_trace(FOLDER / "mixed__k8s-1.12.4.csv")
    assert trace.handler == "k8s-1.12"
    assert trace.scenario == Scenario(plans="0.2:write|0.9:write", until_s=trace.samples[-1][0])
    assert trace.totals["ok_200"] == trace.totals["timeouts_504"] == trace.left == 100
    assert trace.lag_s == pytest.approx(0.00117)


def test_a_recording_with_a_limit():
    trace = read_trace(FOLDER / "inflight20__k8s-1.12.4.csv")
    assert trace.scenario.max_in_flight == 20
    assert trace.totals["rejected_429"] == 300


def test_the_wrong_handler_does_not_pass():
    trace = read_trace(FOLDER / "tripled_latency_L0.9__k8s-1.12.4.csv")
    fixed = compare(trace, "k8s-1.17")
    assert not fixed.totals_equal
    assert fixed.totals["tasks_left"] == (200, 0)
    assert fixed.worst > 100
    assert fixed.mean_error > 10
