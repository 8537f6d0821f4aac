"""The other labs in their chapters, run by the page's own engine: they say what Python says."""

import re
from typing import Any

import pytest

from leaklab.labs.incident_replay import record as incident
from leaklab.labs.incident_replay.plan import IncidentPlan, IncidentSetting
from leaklab.labs.limits_lab.plan import LimitsSetting
from leaklab.labs.limits_lab.record import shown
from leaklab.labs.request_story import record as story
from leaklab.labs.task_profile.plan import ProfilePlan
from leaklab.labs.task_profile.record import take_profile

WAIT_MS = 60_000


@pytest.fixture
def running(window: Any, site: str) -> Any:
    """A chapter's lab after "Run it here": `running("02_evidence", "task-profile")`."""

    def open_lab(chapter: str, tag: str, **look: Any) -> Any:
        page = window(f"{site}/chapters/{chapter}.html", tag, **look)
        page.lab.get_by_role("button", name="Run it here").click()
        page.lab.get_by_text("run in this page").wait_for(timeout=WAIT_MS)
        return page

    return open_lab


def turn(page: Any, label: str, words: str) -> None:
    """Move the slider called `label`, by keys, to where it says `words`."""
    slider = page.lab.get_by_label(label, exact=True)
    slider.focus()
    page.page.keyboard.press("Home")
    for _ in range(400):
        if slider.get_attribute("aria-valuetext") == words:
            return
        page.page.keyboard.press("ArrowRight")
    raise AssertionError(f"{label} never says {words!r}")


@pytest.mark.parametrize(
    "look", [{"width": 1280}, {"width": 390, "dark": True}], ids=["desk", "phone, dark"]
)
def test_the_replay_runs_a_line_between_its_stops(running, look):
    page = running("01_two_evenings", "incident-replay", **look)
    turn(page, "Line in the evenings", "\N{MULTIPLICATION SIGN}2.7")
    left = incident.replay(IncidentPlan(), IncidentSetting(factor=2.7))["left"]
    page.lab.get_by_text(f"parks a task for each list: {left:,}").wait_for(timeout=WAIT_MS)
    assert page.axe("incident-replay") == []


@pytest.mark.parametrize(
    "look", [{"width": 1280}, {"width": 390, "dark": True}], ids=["desk", "phone, dark"]
)
def test_the_profile_takes_any_moment(running, look):
    page = running("02_evidence", "task-profile", **look)
    turn(page, "Moment", "3.3 s")
    total = len(take_profile(ProfilePlan(), "k8s-1.12", 3.3))
    page.lab.get_by_text(f"At 3.3 s the profile of k8s-1.12 counts {total} tasks").wait_for(
        timeout=WAIT_MS
    )
    assert page.axe("task-profile") == []


@pytest.mark.parametrize(
    "look", [{"width": 1280}, {"width": 390, "dark": True}], ids=["desk", "phone, dark"]
)
def test_the_story_is_told_for_any_latency(running, look):
    page = running("04_one_request", "request-story", **look)
    page.lab.get_by_label("Step", exact=True).press("End")  # each story then shows its end
    slider = page.lab.get_by_label("Latency", exact=True)
    slider.focus()
    page.page.keyboard.press("End")
    page.page.keyboard.press("ArrowLeft")
    latency_s = float(slider.get_attribute("aria-valuetext").split()[0])
    plan = story.StoryPlan.for_engine(page.lab.evaluate("lab => lab.data.plan"))
    assert latency_s not in page.lab.evaluate("lab => lab.data.stops.latency_s")
    steps = story.record(plan.scenario(story.StorySetting(latency_s=latency_s)), "k8s-1.12")
    told = page.lab.get_by_role("listitem", include_hidden=True)
    told.filter(has_text=re.compile(rf"^{latency_s:g} s,")).first.wait_for(
        state="attached", timeout=WAIT_MS
    )
    assert page.lab.get_by_text(f"{len(steps)} of {len(steps)}").is_visible()
    assert f"At {plan.until_s:g} s" in page.says
    page.lab.get_by_role("button", name="Back").click()
    assert f"At {steps[-2].t_s:g} s" in page.says
    assert page.axe("request-story") == []


@pytest.mark.parametrize("look", [{}, {"width": 390, "dark": True}], ids=["desk", "phone, dark"])
def test_a_limit_is_run_between_its_stops(running, look):
    page = running("09_limits_and_clients", "limits-lab", **look)
    turn(page, "Limit", "33 at once")
    left = shown("work", LimitsSetting(slots=33))["numbers"]["left"]
    page.lab.get_by_text(f"on k8s-1.12 {left} tasks are left for ever").wait_for(timeout=WAIT_MS)
    assert page.axe("limits-lab") == []
