"""Exercise checks: they never give the number away, and take any slip kindly."""

from pathlib import Path

import pytest

from leaklab import Scenario, simulate
from leaklab.exercises import check, choose


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (None, "No answer yet: set answer to a whole number of tasks, then run the cell."),
        (3000, "Right: 3,000 tasks."),
        (1500, "Not 1,500: the number of tasks is higher."),
        (4000, "Not 4,000: the number of tasks is lower."),
        ("3000", "'3000' is not a whole number of tasks."),
        (3000.0, "3000.0 is not a whole number of tasks."),
        (True, "True is not a whole number of tasks."),
    ],
)
def test_check(answer, verdict):
    assert repr(check(answer, 3000)) == verdict


TEN_MINUTES = {"rate_per_s": 5, "duration_s": 600, "timeout_s": 60}


@pytest.mark.parametrize(
    ("plans", "said"), [("50:write", "None. 50 seconds"), ("25:write|75:write", "1,500. There are")]
)
def test_the_chapter_s_solutions_say_what_the_runs_give(plans, said):
    chapter = Path(__file__).parent.parent / "chapters" / "one_request_two_handlers.ipynb"
    assert said in chapter.read_text(encoding="utf-8")
    left = simulate(Scenario(plans=plans, **TEN_MINUTES), "k8s-1.12").tasks_left
    assert f"{left:,}" == said.split(".")[0].replace("None", "0")


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (None, "No answer yet: set answer to 1, 2 or 3, then run the cell."),
        (2, "Right: 2 is what the run shows."),
        (3, "Not 3: the run shows something else."),
        (4, "4 is none of the numbers: choose 1, 2 or 3."),
        ("2", "'2' is none of the numbers: choose 1, 2 or 3."),
        (True, "True is none of the numbers: choose 1, 2 or 3."),
        ([2], "[2] is none of the numbers: choose 1, 2 or 3."),
    ],
)
def test_choose(answer, verdict):
    assert repr(choose(answer, {1: False, 2: True, 3: False})) == verdict
