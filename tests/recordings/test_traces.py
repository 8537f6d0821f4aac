"""The judge: every recording of the real Go filter, replayed here, must come out the same.

A case a file of `recordings/go-traces`: `pytest -k burst` runs the bursts, `-k panic` the panics.
"""

import functools
import itertools
import math
from pathlib import Path

import pytest

from leaklab import Scenario, recordings, simulate
from leaklab.apiserver.timeout_writer import status_body
from leaklab.recordings.traces import LAG_LIMIT_S, VERSIONS, Comparison, compare, read_trace

FOLDER = recordings.FOLDER / "go-traces"
ALL = sorted(FOLDER.glob("*.csv"))
DIRECT = [path for path in ALL if "\n# via: direct:" in path.read_text()]
THROUGH_SERVERS = sorted(path.name for path in set(ALL) - set(DIRECT))

SLOW = "burst45k"  # 45,000 requests in a second
every_direct_recording = pytest.mark.parametrize(
    "path",
    [
        pytest.param(
            path, marks=pytest.mark.slow if path.name.startswith(SLOW) else (), id=path.stem
        )
        for path in DIRECT
    ],
)


@functools.cache
def replayed(path: Path) -> Comparison:
    return compare(read_trace(path))


KEPT_UP = [path for path in DIRECT if not read_trace(path).ran_late]


def test_which_recordings_there_are():
    assert len(DIRECT) == 33
    assert THROUGH_SERVERS == [  # they count a server's own goroutines too: for a later server
        "tripled_latency_L0.9__h1__k8s-1.12.4.csv",
        "tripled_latency_L0.9__h2__k8s-1.12.4.csv",
    ]
    assert {read_trace(path).handler for path in DIRECT} == set(VERSIONS.values())


@every_direct_recording
def test_totals_and_tasks_left_are_exact(path: Path):
    comparison = replayed(path)
    assert {name: ours for name, (_, ours) in comparison.totals.items()} == {
        name: theirs for name, (theirs, _) in comparison.totals.items()
    }
    assert comparison.totals_equal
    assert len(comparison.totals) == 10
    assert comparison.run.tasks_left == comparison.trace.left


@pytest.mark.parametrize("path", KEPT_UP, ids=lambda path: path.stem)
def test_samples_agree_within_two_tasks(path: Path):
    comparison = replayed(path)
    # Recorded samples fall into the same instants as arrivals; more arrive at once in `burst`.
    allowed = {"burst": 6, "mixed": 4}.get(path.name.partition("__")[0], 2)
    assert len(comparison.errors) == len(comparison.trace.samples) > 100
    assert comparison.worst <= allowed
    assert comparison.mean_error < 0.9


def test_only_the_three_largest_bursts_overloaded_their_machine():
    late = [trace.name for trace in map(read_trace, DIRECT) if trace.ran_late]
    assert late == [
        "burst45k_T0.5_L3__k8s-1.12.4-cap1.csv",
        "burst45k_T0.5_L3__k8s-1.12.4.csv",
        "burst45k_T0.5_L3__k8s-1.17.0.csv",
    ]


def test_late_means_later_than_one_sampling_interval():
    assert LAG_LIMIT_S == 0.05
    assert all(" every 50 ms" in path.read_text() for path in DIRECT)


@every_direct_recording
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


# A recording cut down to what the reader needs, to spoil line by line.
GOOD = """\
# version: k8s-1.12.4 (some file of that tag)
# R_per_s: 1
# D_s: 1
# T_timeout_s: 0.6
# inner_plans: 0.9:write
# plan_select: cycle
# requests_started: 1
# ok_200: 0
# timeouts_504: 1
# rejected_429: 0
# aborted_total: 0 (none)
# no_status_written: 0
# inner_handlers_done: 1
# inner_writes_ok: 0 inner_writes_ErrHandlerTimeout: 1
# utilruntime_HandleError_calls: 0
# goroutines_left_at_end: 1
t_s,goroutines_minus_baseline
-0.05,0
0.3,2
0.7,1
2.0,1
"""


def test_a_small_recording_can_be_read_and_compared(tmp_path: Path):
    path = tmp_path / "small.csv"
    path.write_text(GOOD)
    trace = read_trace(path)
    assert trace.samples == ((0.3, 2), (0.7, 1), (2.0, 1))  # what precedes the traffic is left out
    assert compare(trace).totals_equal
    assert compare(trace).worst == 0


HEADERS = [line.split(":")[0] + ":" for line in GOOD.splitlines() if line.startswith("# ")]


@pytest.mark.parametrize("header", HEADERS)
def test_a_missing_header_is_named(tmp_path: Path, header: str):
    path = tmp_path / "small.csv"
    path.write_text("".join(line for line in GOOD.splitlines(True) if not line.startswith(header)))
    with pytest.raises(ValueError, match=rf"small\.csv .*'{header[2:-1]}'"):
        read_trace(path)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("R_per_s: 1", "R_per_s: fast", "fast"),
        ("R_per_s: 1", "R_per_s: -1", "rate_per_s = -1"),
        ("R_per_s: 1", "R_per_s: nan", "rate_per_s = nan"),
        ("D_s: 1", "D_s: inf", "duration_s = inf"),
        ("0.9:write", "0.9:wrote", "no known action"),
        ("select: cycle", "select: random", "select = 'random' is unknown"),
        ("k8s-1.12.4 (", "k8s-9.9.9 (", "version 'k8s-9.9.9' is unknown"),
        ("version: k8s-1.12.4 (some file of that tag)", "version: ", "malformed"),
        ("ok_200: 0", "ok_200: none", "none"),
        ("ErrHandlerTimeout: 1", "ErrHandlerTimeout: ", "malformed"),
        ("t_s,goroutines", "time,goroutines", "'t_s'"),
        ("minus_baseline", "total", "'goroutines_minus_baseline'"),
        ("0.3,2", "0.3,two", "two"),
        ("0.3,2", "0.3", "malformed"),
        ("0.3,2", "later,2", "later"),
        ("2.0,1", "inf,1", "until_s = inf"),
        ("0.3,2\n0.7,1\n2.0,1\n", "", "no samples"),
    ],
)
def test_a_malformed_recording_is_one_line_of_reason(
    tmp_path: Path, old: str, new: str, reason: str
):
    path = tmp_path / "small.csv"
    path.write_text(GOOD.replace(old, new))
    with pytest.raises(ValueError) as refusal:
        read_trace(path)
    message = str(refusal.value)
    assert message.startswith("trace small.csv")
    assert reason in message
    assert "\n" not in message


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b"\x00\x01\x02",
        b"\xff\xfe not text",
        b"{}",
        b"# only: a header\n",
        b"1" * 200_000,  # longer than the csv module takes for one field
    ],
    ids=["empty", "blank", "control", "binary", "json", "header", "long-line"],
)
def test_a_file_of_another_kind_is_refused(tmp_path: Path, content: bytes):
    path = tmp_path / "other.csv"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"^trace other\.csv [^\n]*$"):
        read_trace(path)


def test_samples_that_go_back_in_time_are_refused(tmp_path: Path):
    path = tmp_path / "small.csv"
    path.write_text(GOOD.replace("0.3,2\n0.7,1\n", "0.7,1\n0.3,2\n"))
    with pytest.raises(ValueError, match=r"^trace small\.csv"):
        read_trace(path)


def test_no_such_file(tmp_path: Path):
    with pytest.raises(FileNotFoundError):
        read_trace(tmp_path / "nowhere.csv")


def test_recorded_times_never_fall():
    for path in ALL:
        times = [t_s for t_s, _ in read_trace(path).samples]
        assert all(math.isfinite(t_s) for t_s in times)
        assert all(before <= after for before, after in itertools.pairwise(times))
