"""Every recording of the Go filter against the port: what is compared how, and what comes out."""

from collections.abc import Iterable, Sequence

from leaklab.recordings import today_paths, trace_paths
from leaklab.recordings.traces import Comparison, compare, read_trace, worst_with_slack

THROUGH_HTTP = ("__h1__", "__h2__")
REPORT_GAP_S = 0.00112  # HandleError's sleep of 1 ms, as long as it took where `today` was recorded


def compare_all() -> list[Comparison]:
    """Every recording replayed through the port. Takes some seconds."""
    return [compare(read_trace(path)) for path in trace_paths()]


def compare_today() -> list[Comparison]:
    """Every recording of the later releases replayed, with HandleError's gap where it reports."""
    traces = [read_trace(path) for path in today_paths()]
    gaps_s = [REPORT_GAP_S * ("handle_error_calls" in trace.totals) for trace in traces]
    return [compare(trace, report_gap_s=gap) for trace, gap in zip(traces, gaps_s, strict=True)]


def by_version(comparisons: Iterable[Comparison]) -> dict[str, dict[str, float]]:
    """For each version: recordings, how many have equal totals, the worst sample, the worst burst.

    Samples are compared with what the port counts within 3 ms of them.
    """
    rows: dict[str, dict[str, float]] = {}
    for each in comparisons:
        scenario, _, version = each.trace.name.removesuffix(".csv").rpartition("__")
        row = rows.setdefault(
            version, {"recordings": 0, "totals equal": 0, "worst": 0, "worst, burst": 0}
        )
        row["recordings"] += 1
        row["totals equal"] += each.totals_equal
        worst = "worst, burst" if scenario == "burst" else "worst"
        row[worst] = max(row[worst], worst_with_slack(each))
    return dict(sorted(rows.items()))


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
