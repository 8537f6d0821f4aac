"""What must be equal when a recording of the real Go filter is replayed."""

from leaklab.recordings.traces import Comparison


def totals_are_exact(comparison: Comparison) -> None:
    """Every total of the recording is ours too, and as many tasks are left as goroutines."""
    assert {name: ours for name, (_, ours) in comparison.totals.items()} == {
        name: theirs for name, (theirs, _) in comparison.totals.items()
    }
    assert comparison.totals_equal
    reports = "handle_error_calls" in comparison.totals  # 1.21.0 reports late panics alone
    assert len(comparison.totals) >= 10 + reports
    assert comparison.run.tasks_left == comparison.trace.left
