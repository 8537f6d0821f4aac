"""Whose clock rings first: the lanes end when client and tasks do."""

import pytest

from leaklab import Platform, Scenario, figures, simulate
from leaklab.book.figures.clocks import client_s
from leaklab.book.figures.marks import Bar, Guide


def one(plan: str, client_timeout_s: float, *, until_s: float = 100, retries: int = 0, **more):
    platform = Platform(every_s=1000, timeout_s=client_timeout_s, retries=retries)
    settings = {"rate_per_s": 0, "timeout_s": 60, "every_s": 0.5, **more}
    return simulate(Scenario(plans=plan, platform=platform, until_s=until_s, **settings))


@pytest.mark.parametrize(
    ("plan", "client_timeout_s", "expected"),
    [
        ("75:write", 10, (10, "gives up: no answer")),
        ("75:write", 65, (60, "gets the 504")),
        ("20:write,75:return", 65, (60, "is cut")),
        ("50:write", 65, (50, "gets the answer")),
    ],
)
def test_when_the_client_stops_waiting_and_what_it_has_learnt(plan, client_timeout_s, expected):
    end_s, learnt = client_s(one(plan, client_timeout_s))
    assert (pytest.approx(end_s, abs=0.51), learnt) == expected


def test_a_lane_each_as_long_as_its_task_was_there():
    (panel,) = figures.clocks({"the client first": one("75:write", 10)}).panels
    bars = [mark for mark in panel.marks if isinstance(mark, Bar)]
    ends = [(round(bar.start), round(bar.start + bar.length), bar.lane) for bar in bars]
    assert ends == [(0, 10, 0), (0, 60, 1), (0, 75, 2), (75, 100, 2)]
    assert [tick for _, tick in panel.y.ticks] == ["client", "serving", "worker"]
    assert Guide("x", 60, behind=True) in panel.marks
    assert panel.title == "the client first"


def test_runs_that_tell_no_single_story_are_refused():
    with pytest.raises(ValueError, match="of one list"):
        figures.clocks({"no platform": simulate(Scenario(rate_per_s=1, duration_s=1))})
    with pytest.raises(ValueError, match="of one list"):
        figures.clocks({"retries": one("75:write", 10, retries=1)})
    with pytest.raises(ValueError, match="ends before its list does"):
        figures.clocks({"too short": one("75:write", 65, until_s=30)})
