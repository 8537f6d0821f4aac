"""The request story step by step: its sentences, and where each task stands."""

import pytest
from playwright.sync_api import expect

from leaklab.labs.request_story.record import source
from tests.support.story_in_page import ASK, in_words, recorded_steps, sentence, to_the_end


def marked(page) -> dict[str, str]:
    """Which task the source shows on which line: "worker parked" to the line's code."""
    lines = page.lab.locator(".listing li.on")
    found = {}
    for i in range(lines.count()):
        code = lines.nth(i).locator("code").text_content().strip()
        for task in lines.nth(i).locator(".unseen").all_text_contents():
            found[task.removesuffix(" here: ")] = code
    return found


def expected_marks(steps, handler) -> dict[str, str]:
    text = source(handler)
    lines = text["text"].splitlines()
    last = {step.task: step for step in steps}
    return {
        f"{task} {step.state}": lines[step.line - text["first"]].strip()
        for task, step in last.items()
        if step.state != "ended" or step is steps[-1]
    }


@pytest.mark.parametrize("width", [320, 390, 1280, 2560])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_it_opens_before_the_event_and_asks_for_a_step(story, width, dark):
    page = story(width=width, dark=dark)
    assert page.says == ASK + sentence(recorded_steps()[0])
    seen = page.lab.locator("svg :is(.state, text.message)").filter(visible=True)
    assert seen.all_text_contents() == ["request"]  # of what comes nothing is told yet
    assert marked(page) == {
        "serving runs": "async def serve_http(self, w: Writer, r: Request) -> None:"
    }
    assert page.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert page.lab.locator(".lab").get_attribute("data-dark") == str(dark).lower()


def test_its_last_step_tells_how_the_story_ends(story):
    page = story()
    to_the_end(page)
    assert page.says == sentence(recorded_steps()[-1])
    assert "parked on this line for ever" in page.says
    assert page.lab.locator("svg .state").all_text_contents()[-1] == "parked for ever"
    assert marked(page) == {"worker parked": "await send_channel.send(outcome)"}


def test_stepping_by_keyboard_marks_the_lines_on_which_the_tasks_stand(story):
    page = story("#request-story?handler=k8s-1.17")
    steps = recorded_steps(handler="k8s-1.17")
    page.lab.get_by_label("Step", exact=True).focus()
    page.page.keyboard.press("Home")
    for i in range(len(steps)):
        assert page.says.removeprefix(ASK) == sentence(steps[i])
        assert marked(page) == expected_marks(steps[: i + 1], "k8s-1.17")
        assert page.lab.locator("details li[aria-current]").text_content() == in_words(steps)[i]
        page.page.keyboard.press("ArrowRight")


def test_buttons_go_on_and_back_and_round(story):
    page = story()
    steps = recorded_steps()
    next_, back = (page.lab.get_by_role("button", name=name) for name in ("Next", "Back"))
    next_.click()
    assert page.says == sentence(steps[1])
    back.click()
    assert page.says == sentence(steps[0])
    back.click()
    assert page.says == sentence(steps[0])
    to_the_end(page)
    assert next_.count() == 0
    page.lab.get_by_role("button", name="First step").click()
    expect(next_).to_be_focused()
    assert page.says == sentence(steps[0])


def test_the_arrow_keys_step_from_any_button_and_leave_the_sliders_theirs(story):
    page = story()
    steps = recorded_steps()
    page.lab.get_by_role("button", name="Whole source").focus()
    for key, at in [("ArrowLeft", 0), ("ArrowRight", 1), ("ArrowRight", 2), ("ArrowLeft", 1)]:
        page.page.keyboard.press(key)
        assert page.says.removeprefix(ASK) == sentence(steps[at])
    page.lab.get_by_label("Latency").press("ArrowLeft")
    assert page.lab.get_by_label("Latency").get_attribute("aria-valuetext") == "0.7 s"
    assert page.says == sentence(recorded_steps(0.7)[0])


def test_another_story_begins_at_its_first_step_or_shows_its_end_as_the_last_one_did(story):
    page = story()
    page.lab.get_by_role("button", name="Next").click()
    page.lab.get_by_label("Latency").press("Home")
    assert page.says == sentence(recorded_steps(0.2)[0])
    to_the_end(page)
    page.lab.get_by_label("Latency").press("End")
    assert page.says == sentence(recorded_steps(1.2)[-1])
    page.lab.get_by_role("button", name="Reset").click()
    assert page.says == ASK + sentence(recorded_steps()[0])


@pytest.mark.parametrize("motion", [True, False], ids=["moving", "reduced"])
def test_with_reduced_motion_it_says_that_play_steps(story, motion):
    assert story(motion=motion).lab.get_by_text("Motion is reduced").count() == (not motion)


def test_play_goes_to_the_end_and_stops(story):
    page = story(own=True)
    page.page.clock.install()
    page.lab.get_by_role("button", name="Play").click()
    steps = recorded_steps()
    assert page.says.endswith(sentence(steps[0]))
    page.page.clock.run_for(1500)
    assert page.says == sentence(steps[1])
    page.lab.get_by_role("button", name="Pause").press("Enter")
    page.page.clock.run_for(60_000)
    assert page.says == sentence(steps[1])
    page.lab.get_by_role("button", name="Play").click()
    page.page.clock.run_for(60_000)
    assert page.says == sentence(steps[-1])
    assert page.lab.get_by_role("button", name="Play").is_visible()


def test_another_engine_goes_on_at_the_same_step(story):
    page = story()
    page.lab.get_by_label("Step", exact=True).press("Home")
    for _ in range(4):
        page.page.keyboard.press("ArrowRight")
    before = page.says
    page.lab.evaluate(
        "async lab => { const { data, engine } = lab;"
        " await lab.switchTo({ any: true, data, ask: async (asked) => engine.ask(asked) }); }"
    )
    assert page.says == before == sentence(recorded_steps()[4])
    assert page.lab.get_by_role("button", name="Whole source").count() == 1
