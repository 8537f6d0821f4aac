"""All chapters. Runs side by side as tables, and for the command line as plain text."""

from collections.abc import Mapping
from dataclasses import asdict

from leaklab.book.page import Table
from leaklab.recordings.traces import Comparison
from leaklab.simulation.run import COLUMNS, Run

TITLES = {
    "started": "requests started",
    "ok_200": "answered 200",
    "timeouts_504": "answered 504 (timed out)",
    "rejected_429": "answered 429 (too many in flight)",
    "aborted": "cut",
    "no_status": "ended without an answer",
    "inner_done": "inner handlers done",
    "handler_timeout_writes": "late writes refused",
    "handle_error_calls": "late panics handled",
}


def outcomes_table(runs: Mapping[str, Run]) -> Table:
    """Outcomes side by side, one column a run; rows that are zero everywhere are left out."""
    columns = [
        {**asdict(run.outcomes), "tasks_peak": run.tasks_peak, "tasks_left": run.tasks_left}
        for run in runs.values()
    ]
    titles = {**TITLES, "tasks_peak": "tasks at the peak", "tasks_left": "tasks left at the end"}
    rows: list[list[str | float]] = [
        [titles[name], *(column[name] for column in columns)]
        for name in columns[0]
        if name == "tasks_left" or any(column[name] for column in columns)
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
    lines += [f"{TITLES[name]:<36}{count:>8}" for name, count in asdict(run.outcomes).items()]
    lines.append(f"{'tasks at the peak':<36}{run.tasks_peak:>8}")
    lines.append(f"{'tasks left':<36}{run.tasks_left:>8}")
    if run.crash is not None:
        lines.append(f"the process died at {run.crash.t_s:g} s: {run.crash.panic}")
    if run.first_cut is not None:
        lines.append(f"the first was cut by: {run.first_cut}")
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
