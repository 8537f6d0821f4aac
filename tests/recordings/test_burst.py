"""The burst: 45,000 requests in a second, on 1.12, on the buffered channel, and on 1.17."""

from pathlib import Path

import pytest

from leaklab import recordings
from leaklab.recordings.traces import compare, read_trace
from tests.support.replays import totals_are_exact

FOLDER = recordings.FOLDER / "go-traces"
BURSTS = sorted(FOLDER.glob("burst45k*.csv"))
LEFT = {"k8s-1.12.4-cap1": 0, "k8s-1.12.4": 45_000, "k8s-1.17.0": 0}


@pytest.mark.slow
@pytest.mark.parametrize("path", BURSTS, ids=lambda path: path.stem)
def test_the_burst_ends_as_it_did_in_go(path: Path):
    comparison = compare(read_trace(path))
    totals_are_exact(comparison)
    assert comparison.run.tasks_left == LEFT[path.stem.rpartition("__")[2]]


def test_no_other_recording_overloaded_its_machine():
    """Their samples came late; so they are held by their totals alone."""
    late = [path for path in sorted(FOLDER.glob("*.csv")) if read_trace(path).ran_late]
    assert late == BURSTS
