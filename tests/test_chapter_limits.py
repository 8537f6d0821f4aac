"""What chapter 8's solutions say is what the runs give."""

import json
from pathlib import Path

import pytest

from leaklab import Platform, Scenario, simulate

CHAPTER = Path(__file__).parent.parent / "chapters" / "08_limits_and_clients.ipynb"
LATE = {"rate_per_s": 100, "duration_s": 4, "timeout_s": 0.6, "plans": "0.9:write"}
HOUR = {"rate_per_s": 0, "duration_s": 3600, "until_s": 3600, "timeout_s": 60, "every_s": 60}
HASTY = Platform(every_s=600, timeout_s=10, retries=5)
PAGES = Platform(every_s=600, timeout_s=65, pages=10)


def solutions() -> list[str]:
    text = "".join(
        "".join(cell["source"])
        for cell in json.loads(CHAPTER.read_text())["cells"]
        if cell["cell_type"] == "markdown"
    )
    return [part.strip() for part in text.split(":::{dropdown} Solution")[1:]]


@pytest.mark.parametrize(
    ("number", "scenario"),
    [
        (1, Scenario(max_in_flight=10, **LATE)),
        (2, Scenario(max_in_flight=20, honours_cancel=True, **LATE)),
        (3, Scenario(plans="75:write", platform=HASTY, **HOUR)),
        (4, Scenario(plans="70:write", platform=PAGES, **HOUR)),
    ],
)
def test_a_solution_begins_with_the_number_that_the_run_gives(number: int, scenario: Scenario):
    said = solutions()[number - 1]
    assert said.startswith(str(simulate(scenario, "k8s-1.12").tasks_left))
    assert len(solutions()) == 4


def test_the_bound_on_the_leak_s_speed_is_reached_and_not_passed():
    """Slots over timeout: handlers that end right after it come to it, slower ones stay below."""
    load = {"rate_per_s": 12.5, "duration_s": 600, "timeout_s": 60, "max_in_flight": 400}
    bound = 400 / 60 * 600
    assert simulate(Scenario(plans="60.5:write", **load), "k8s-1.12").tasks_left == bound
    assert simulate(Scenario(plans="75:write", **load), "k8s-1.12").tasks_left == 3200 < bound
