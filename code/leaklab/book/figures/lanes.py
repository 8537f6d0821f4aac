"""Chapters 4, 6 and 8: a single request, a lane a task, time to scale."""

from collections.abc import Mapping, Sequence

from leaklab.book.figures.figure import Figure, Panel
from leaklab.book.figures.marks import Bar, Guide, Mark
from leaklab.book.figures.roles import in_lanes, key, paint
from leaklab.roles import ROLES
from leaklab.simulation.run import Run

LANES = ("serving", "worker", "drainer")


def lanes(runs: Mapping[str, Sequence[Run]]) -> Figure:
    """One request a panel, a lane a task, time to scale: a row a fate, a column a handler.

    For runs of a single request. What is drawn is the census: a lane is filled where it counts
    one. A dashed line marks the timeout; the panel's right end is the end of the run.
    """
    columns = max(len(row) for row in runs.values())
    end_s = max(run.scenario.horizon_s for row in runs.values() for run in row)
    rows: list[tuple[Panel | None, ...]] = []
    for fate, row in runs.items():
        panels = [_panel(fate, run, end_s) for run in row]
        rows.append((*panels, *[None] * (columns - len(row))))
    height = 1.1 + 1.25 * len(rows)
    return Figure(8, height, tuple(rows), share_x="all", share_y="all", key=key())


def _panel(fate: str, run: Run, end_s: float) -> Panel:
    bars = [bar for role in ROLES for bar in _bars(run, role)]
    marks: list[Mark] = [*bars, Guide("x", run.scenario.timeout_s)]
    return in_lanes(LANES, end_s, marks, f"{fate}: {_answer(run)} · {run.handler}")


def _bars(run: Run, role: str) -> list[Bar]:
    """The stretches of time in which the census counts `role`."""
    lane, step_s = LANES.index("worker" if role == "parked" else role), run.scenario.step_s
    spans: list[tuple[float, float]] = []
    for t_s, count in zip(run.column("t_s"), run.column(role), strict=True):
        if not count:
            continue
        if spans and abs(sum(spans[-1]) - t_s) < step_s / 2:
            spans[-1] = (spans[-1][0], spans[-1][1] + step_s)
        else:
            spans.append((t_s, step_s))
    return [Bar(start_s, length_s, lane, paint(role)) for start_s, length_s in spans]


def _answer(run: Run) -> str:
    outcomes = run.outcomes
    answers = {
        "200": outcomes.ok_200,
        "504": outcomes.timeouts_504,
        "429": outcomes.rejected_429,
        "cut": outcomes.aborted,
    }
    return next((answer for answer, count in answers.items() if count), "no answer")
