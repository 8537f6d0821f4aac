"""Every recording of the Go filter against the port: what is compared how, and what comes out."""

from collections.abc import Iterable, Sequence

from leaklab.recordings import trace_paths
from leaklab.recordings.traces import Comparison, compare, read_trace

THROUGH_HTTP = ("__h1__", "__h2__")


def compare_all() -> list[Comparison]:
    """Every recording replayed through the port. Takes some seconds."""
    return [compare(read_trace(path)) for path in trace_paths()]


def sample_by_sample(comparisons: Iterable[Comparison]) -> list[Comparison]:
    """Those whose every sample can be held against the port."""
    return [each for each in comparisons if not (each.trace.ran_late or through_http(each))]


def totals_only(comparisons: Iterable[Comparison]) -> list[Comparison]:
    """The others, which are compared by their totals and by what is left in the end."""
    return [each for each in comparisons if each.trace.ran_late or through_http(each)]


def through_http(comparison: Comparison) -> bool:
    """Whether a real HTTP server was in between: it has goroutines of its own in the counts."""
    return any(part in comparison.trace.name for part in THROUGH_HTTP)


def residuals(comparisons: Sequence[Comparison]) -> dict[str, dict[str, float]]:
    """For each recording: samples, the worst and the mean difference in tasks, what was left."""
    return {
        each.trace.name.removesuffix(".csv"): {
            "samples": len(each.errors),
            "worst": each.worst,
            "mean": round(each.mean_error, 2),
            "left, Go": each.trace.left,
            "left, port": each.run.tasks_left,
        }
        for each in comparisons
    }
