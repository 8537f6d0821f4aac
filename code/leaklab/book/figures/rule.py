"""Chapter 8: the counting rule drawn over what a run counted."""

from collections.abc import Mapping

from leaklab.book.figures.figure import Axis, Figure, Panel, around, in_rows
from leaklab.book.figures.marks import Guide, Line, Mark, Words, stairs
from leaklab.roles import PAPER
from leaklab.simulation.counting_rule import rule_column
from leaklab.simulation.run import Run

COLUMNS = 2
DOTS = 30  # of the run's samples, so that the line under them can be seen


def rule_over_run(runs: Mapping[str, Run]) -> Figure:
    """Dots for the tasks that each run counted, a line for what the rule says; a panel a run.

    For runs in which each request ends with one write (else ValueError). Dashed lines mark the
    timeout T and the longest latency L, as seen from the first request.
    """
    counted = [_rule_and_run(run) for run in runs.values()]
    end_s = max(rule.x[-1] for rule, _ in counted)
    limits = around((count for lines in counted for line in lines for count in line.y), low=0)
    axes = Axis(0, end_s, "virtual time, s"), Axis(*limits, "tasks alive")
    panels = [
        Panel(*axes, (*lines, *_times(run)), title)
        for (title, run), lines in zip(runs.items(), counted, strict=True)
    ]
    rows = in_rows(panels, min(COLUMNS, len(runs)))
    return Figure(8, 0.7 + 1.9 * len(rows), rows, share_x="all", share_y="all")


def _rule_and_run(run: Run) -> tuple[Line, Line]:
    rule = rule_column(run)
    if rule is None:
        raise ValueError(f"the rule needs requests of one write each, not {run.scenario.plans}")
    times_s, tasks = tuple(run.column("t_s")), tuple(run.column("tasks"))
    every = max(1, len(times_s) // DOTS)
    dots = Line(times_s[::every], tasks[::every], dash="", dot="o", size=4.5, inside=PAPER)
    return Line(*stairs(times_s, tuple(rule)), width=1.6), dots


def _times(run: Run) -> list[Mark]:
    times = {"T": run.scenario.timeout_s, "L": run.scenario.longest_handler_s}
    marks: list[Mark] = [Guide("x", at_s, 0.9) for at_s in times.values()]
    return marks + [Words(name, at_s, 1, 3, -10, whole=True) for name, at_s in times.items()]
