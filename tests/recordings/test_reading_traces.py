"""A recording is read with its scenario; a spoiled one is refused, in a line that says why."""

import itertools
import math
from pathlib import Path

import pytest

from leaklab import recordings
from leaklab.recordings.traces import compare, read_trace

FOLDER = recordings.FOLDER / "go-traces"

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
    paths = list(FOLDER.glob("*.csv"))
    assert paths
    for path in paths:
        times = [t_s for t_s, _ in read_trace(path).samples]
        assert all(math.isfinite(t_s) for t_s in times)
        assert all(before <= after for before, after in itertools.pairwise(times))
