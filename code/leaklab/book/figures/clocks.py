"""Chapter 8: whose clock rings first. A client's wait over the tasks that serve it."""

from collections.abc import Mapping

from leaklab.book.figures.figure import Figure, in_rows
from leaklab.book.figures.marks import Bar, Guide, Mark, Paint, Words
from leaklab.book.figures.roles import in_lanes, key, paint
from leaklab.roles import GRID, INK
from leaklab.simulation.run import Run

LANES = {"client": (), "serving": ("serving",), "worker": ("worker", "parked")}


def clocks(runs: Mapping[str, Run]) -> Figure:
    """One pull a run, without retries: how long client, serving task and worker are there.

    The client's lane ends when it gives up or is answered, and says which. The dashed line marks
    the filter's timeout. ValueError for a run that is not of a single list, or in which it is
    still open at the end.
    """
    end_s = max(run.scenario.horizon_s for run in runs.values())
    rows = in_rows([in_lanes(LANES, end_s, _marks(run), title) for title, run in runs.items()], 1)
    roles = key(["serving", "worker", "parked"])
    return Figure(8, 0.9 + 1.25 * len(rows), rows, share_x="all", share_y="all", key=roles)


def client_s(run: Run) -> tuple[float, str]:
    """When the client of a run's only list stopped waiting, in s, and what it had learnt."""
    pulls = run.pulls
    if pulls is None or run.outcomes.started != 1:
        raise ValueError(
            "the run must be of one list: its scenario needs a platform and nothing else"
        )
    if pulls.given_up:
        return pulls.missed_s[0], "gives up: no answer"
    if pulls.failed:
        return pulls.missed_s[0], "gets the 504" if run.outcomes.timeouts_504 else "is cut"
    if pulls.answered:
        return _span(run, "serving")[1], "gets the answer"
    raise ValueError("the run ends before its list does")


def _span(run: Run, role: str) -> tuple[float, float]:
    """From when to when the census counts a task of `role`, in s; nothing is (0, 0)."""
    times = [t_s for t_s, n in zip(run.column("t_s"), run.column(role), strict=True) if n]
    return (times[0], times[-1] + run.scenario.step_s) if times else (0.0, 0.0)


def _marks(run: Run) -> list[Mark]:
    end_s, learnt = client_s(run)
    client = Bar(0, end_s, 0, Paint(GRID, INK))
    marks: list[Mark] = [client, Words(learnt, end_s, 0, 4, 0, size=8, up="center")]
    for lane, roles in enumerate(LANES.values()):
        for role in roles:
            from_s, to_s = _span(run, role)
            marks.append(Bar(from_s, to_s - from_s, lane, paint(role)))
    return [*marks, Guide("x", run.scenario.timeout_s, behind=True)]
