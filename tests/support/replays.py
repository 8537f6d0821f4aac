"""What must be equal when a recording of the real Go filter is replayed."""

from leaklab.recordings.traces import TOTALS, Comparison


def compared(name: str) -> set[str]:
    """The totals that a recording of this name has."""
    names = {*TOTALS, "handler_timeout_writes", "metric_504", "tasks_left"}
    if name.endswith(("1.22.0.csv", "1.37.0-beta.0.csv")):
        return names | {"late_ok", "late_panic"}
    if name.endswith("1.21.0.csv"):  # the port reports more late ends than it did
        return names - {"handle_error_calls"}
    return names


def totals_are_exact(comparison: Comparison) -> None:
    """Every total of the recording is ours too, and as many tasks are left as goroutines."""
    assert {name: ours for name, (_, ours) in comparison.totals.items()} == {
        name: theirs for name, (theirs, _) in comparison.totals.items()
    }
    assert comparison.totals_equal
    assert set(comparison.totals) == compared(comparison.trace.name)
    assert comparison.run.tasks_left == comparison.trace.left
