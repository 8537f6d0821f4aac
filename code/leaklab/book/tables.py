"""All chapters. Runs side by side as tables, and for the command line as plain text."""

from collections.abc import Mapping
from dataclasses import asdict

from leaklab.book.page import Table
from leaklab.recordings.traces import Comparison
from leaklab.simulation.run import COLUMNS, METRICS, Run

TITLES = {
    "started": "requests started",
    "ok_200": "answered 200",
    "timeouts_504": "answered 504 (timed out)",
    "rejected_429": "answered 429 (too many in flight)",
    "refused_400": "answered 400 (no duration)",
    "aborted": "answers cut off",
    "no_status": "ended without an answer",
    "inner_done": "inner handlers done",
    "handler_timeout_writes": "late writes refused",
    "handle_error_calls": "late ends reported",
    "metric_504": "timeouts the metric counted",
    "late_ok": "late ends the metric counted, ok",
    "late_panic": "late ends it counted, panic",
}
SEEN = {
    "ok_200": "clients: a whole 200",
    "timeouts_504": "clients: a whole 504",
    "rejected_429": "clients: a whole 429",
    "refused_400": "clients: a whole 400",
    "empty_200": "clients: an empty 200",
    "half": "clients: half an answer, cut off",
    "nothing": "clients: cut off without a status",
    "left": "clients: hung up before the end",
    "bytes": "bytes of bodies received",
    "connections_closed": "connections closed by a cut",
    "streams_reset": "streams reset by a cut",
}


def outcomes_table(runs: Mapping[str, Run]) -> Table:
    """Outcomes side by side, one column a run; rows that are zero everywhere are left out.

    So are the server's own metrics: see `metrics_table`.
    """
    columns = [
        {**asdict(run.outcomes), "tasks_peak": run.tasks_peak, "tasks_left": run.tasks_left}
        for run in runs.values()
    ]
    titles = {**TITLES, "tasks_peak": "tasks at the peak", "tasks_left": "tasks left at the end"}
    rows: list[list[str | float]] = [
        [titles[name], *(column[name] for column in columns)]
        for name in columns[0]
        if name not in METRICS and (name == "tasks_left" or any(c[name] for c in columns))
    ]
    return Table(["", *runs], rows, "outcomes")


def seen_table(runs: Mapping[str, Run]) -> Table:
    """What the clients saw, side by side; rows that are zero everywhere are left out."""
    columns = [asdict(run.seen) for run in runs.values()]
    rows: list[list[str | float]] = [
        [title, *(column[name] for column in columns)]
        for name, title in SEEN.items()
        if any(column[name] for column in columns)
    ]
    return Table(["", *runs], rows, "outcomes")


def metrics_table(runs: Mapping[str, Run]) -> Table:
    """What a dashboard shows: the counts of the server's own metrics, side by side."""
    columns = [asdict(run.outcomes) for run in runs.values()]
    rows: list[list[str | float]] = [
        [TITLES[name], *(column[name] for column in columns)] for name in METRICS
    ]
    return Table(["", *runs], rows, "outcomes")


def counts_table(rows: Mapping[str, Mapping[str, float]]) -> Table:
    """Numbers side by side: `{row: {column: count}}`, each row with the same columns."""
    heads = list(next(iter(rows.values())))
    cells: list[list[str | float]] = [
        [title, *(row[head] for head in heads)] for title, row in rows.items()
    ]
    return Table(["", *heads], cells, "outcomes")


def run_table(run: Run) -> str:
    """One run: its samples, then its outcomes."""
    lines = ["".join(f"{name:>10}" for name in COLUMNS)]
    for t_s, *counts in run.samples:
        lines.append(f"{t_s:>10.3f}" + "".join(f"{count:>10}" for count in counts))
    lines.append("")
    lines += [
        f"{TITLES[name]:<36}{count:>8}"
        for name, count in asdict(run.outcomes).items()
        if count or name not in ("refused_400", *METRICS)
    ]
    lines.append(f"{'tasks at the peak':<36}{run.tasks_peak:>8}")
    lines.append(f"{'tasks left':<36}{run.tasks_left:>8}")
    if run.crash is not None:
        lines.append(f"the process died at {run.crash.t_s:g} s: {run.crash.panic}")
    if run.first_cut is not None:
        lines.append(f"the first answer was cut off by: {run.first_cut}")
    if run.first_report is not None:
        lines.append(f"the first report: {run.first_report}")
    lines += [f"{SEEN[n]:<36}{c:>8}" for n, c in asdict(run.seen).items() if c]
    if run.pulls is not None:
        counters = asdict(run.pulls)
        del counters["missed_s"]  # times, not a count
        lines += [f"{'platform: ' + name:<36}{n:>8}" for name, n in counters.items()]
    return "\n".join(lines)


def comparison_table(comparison: Comparison) -> str:
    """Recording against run: totals side by side, then how far the samples are apart."""
    trace, run = comparison.trace, comparison.run
    lines = [f"{trace.name}: recorded from Go, and {run.handler} here", ""]
    lines.append(f"{'':<36}{'recorded':>10}{'ours':>10}")
    for name, (theirs, ours) in comparison.totals.items():
        mark = "" if theirs == ours else f"   differs by {ours - theirs:+d}"
        lines.append(f"{TITLES.get(name, 'tasks left'):<36}{theirs:>10}{ours:>10}{mark}")
    lines.append("")
    lines.append(
        f"{len(comparison.errors)} samples: at most {comparison.worst} tasks apart, "
        f"{comparison.mean_error:.2f} in the mean"
    )
    if trace.ran_late:
        lines.append(
            f"the recording machine could not keep up: it ran up to {trace.lag_s * 1000:.0f} ms "
            "late, so its samples tell of the machine; its totals still count"
        )
    return "\n".join(lines)
