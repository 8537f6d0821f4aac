"""The request story as readers meet it: lanes, sentences, and where each task stands."""

import itertools

import pytest

from leaklab.labs import RequestStory
from leaklab.labs.request_story.record import FATES, StoryPlan, StorySetting, record, source
from leaklab.labs.request_story.words import KINDS

PLAN = StoryPlan()


@pytest.fixture
def story(lab_page):
    """Open the lab alone in a page."""
    lab = RequestStory()
    return lambda hash_text="", **window: lab_page(lab, hash_text, **window)


def recorded_steps(latency_s=0.9, handler="k8s-1.12", fate="answers"):
    setting = StorySetting(latency_s=latency_s, handler=handler, fate=fate)
    return record(PLAN.scenario(setting), handler)


def sentence(step) -> str:
    return f"At {step.t_s:g} s, line {step.line}. {KINDS[step.kind].text}"


def words(page) -> list[str]:
    """The list of all steps, as it stands in the page."""
    return page.lab.locator("details li").all_text_contents()


def in_words(steps) -> list[str]:
    return [f"{s.t_s:g} s, {s.task}, line {s.line}. {KINDS[s.kind].text}" for s in steps]


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
def test_the_first_frame_tells_the_story(story, width, dark):
    page = story(width=width, dark=dark)
    assert page.says == sentence(recorded_steps()[-1])
    assert "parked on this line for ever" in page.says
    assert page.lab.locator("svg .state").all_text_contents()[-1] == "parked for ever"
    assert marked(page) == {"worker parked": "await send_channel.send(outcome)"}
    assert page.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert page.lab.locator(".lab").get_attribute("data-dark") == str(dark).lower()


def test_every_story_in_the_page_is_python_s(story):
    page = story()
    latency = page.lab.get_by_label("Latency")
    for handler, fate in itertools.product(PLAN.handlers, FATES):
        page.lab.get_by_label("Handler", exact=True).select_option(handler)
        page.lab.get_by_label("The inner handler").select_option(fate)
        latency.press("Home")
        for latency_s in PLAN.latency_s:
            assert latency.get_attribute("aria-valuetext") == f"{latency_s:g} s"
            assert words(page) == in_words(recorded_steps(latency_s, handler, fate))
            latency.press("ArrowRight")


def test_stepping_by_keyboard_marks_the_lines_on_which_the_tasks_stand(story):
    page = story("#request-story?handler=k8s-1.17")
    steps = recorded_steps(handler="k8s-1.17")
    page.lab.get_by_label("Step", exact=True).focus()
    page.page.keyboard.press("Home")
    for i in range(len(steps)):
        assert page.says == sentence(steps[i])
        assert marked(page) == expected_marks(steps[: i + 1], "k8s-1.17")
        assert page.lab.locator("details li[aria-current]").text_content() == in_words(steps)[i]
        page.page.keyboard.press("ArrowRight")


def test_buttons_go_back_and_on_and_round(story):
    page = story()
    steps = recorded_steps()
    page.lab.get_by_role("button", name="Back").click()
    assert page.says == sentence(steps[-2])
    page.lab.get_by_role("button", name="Next").click()
    assert page.says == sentence(steps[-1])
    page.lab.get_by_role("button", name="Next").click()
    assert page.says == sentence(steps[0])
    page.lab.get_by_role("button", name="Back").click()
    assert page.says == sentence(steps[0])


def test_play_goes_to_the_end_and_stops(story):
    page = story()
    page.page.clock.install()
    page.lab.get_by_role("button", name="Play").click()
    steps = recorded_steps()
    assert page.says == sentence(steps[0])
    page.page.clock.run_for(1500)
    assert page.says == sentence(steps[1])
    page.lab.get_by_role("button", name="Pause").press("Enter")
    page.page.clock.run_for(60_000)
    assert page.says == sentence(steps[1])
    page.lab.get_by_role("button", name="Play").click()
    page.page.clock.run_for(60_000)
    assert page.says == sentence(steps[-1])
    assert page.lab.get_by_role("button", name="Play").is_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_dragging_the_latency_below_the_timeout_leaves_nothing_behind(story, width):
    page = story(width=width)
    box = page.lab.get_by_label("Latency").bounding_box()
    middle = box["y"] + box["height"] / 2
    page.page.mouse.move(box["x"] + box["width"] * 0.85, middle)
    page.page.mouse.down()
    page.page.mouse.move(box["x"] + 2, middle, steps=5)
    page.page.mouse.up()
    assert words(page) == in_words(recorded_steps(0.2))
    assert "parked" not in " ".join(page.lab.locator("svg .state").all_text_contents())


def test_choosing_a_handler_and_a_fate(story):
    page = story()
    page.lab.get_by_label("Handler", exact=True).select_option("k8s-1.17")
    page.lab.get_by_label("The inner handler").select_option("panics")
    assert words(page) == in_words(recorded_steps(handler="k8s-1.17", fate="panics"))
    assert page.lab.locator("figcaption").inner_text() == "leaklab/apiserver/handlers/k8s_1_17.py"
    page.lab.get_by_role("button", name="Reset").click()
    assert words(page) == in_words(recorded_steps())


def test_the_source_is_the_files_with_its_line_numbers(story):
    page = story()
    shown = page.lab.locator(".listing code").all_text_contents()
    assert "\n".join(shown) == source("k8s-1.12")["text"]
    assert page.lab.locator(".listing ol").get_attribute("start") == str(
        source("k8s-1.12")["first"]
    )


def test_the_address_bar_holds_the_setting(story):
    page = story()
    page.lab.get_by_label("The inner handler").select_option("early")
    hash_text = page.page.evaluate("location.hash")
    assert hash_text == "#request-story?latency_s=0.9&handler=k8s-1.12&fate=early"
    assert words(story(hash_text)) == words(page)


@pytest.mark.parametrize(
    "nonsense",
    [
        "#request-story?latency_s=abc&handler=k8s-9&fate=",
        "#request-story?latency_s=NaN&fate=<script>alert(1)</script>",
        "#request-story?",
        "#%E0%A4%A",
        "#other?latency_s=0.2",
    ],
)
def test_nonsense_in_the_hash_is_ignored(story, nonsense):
    assert words(story(nonsense)) == in_words(recorded_steps())


def test_turning_wildly_leaves_no_nodes_behind(story):
    page = story()
    nodes = "document.querySelector('request-story').shadowRoot.querySelectorAll('*').length"
    before = page.page.evaluate(nodes)
    page.lab.get_by_label("Latency").focus()
    for _ in range(15):
        for key in ("End", "Home", "PageUp", "ArrowRight"):
            page.page.keyboard.press(key)
    page.lab.get_by_label("Handler", exact=True).select_option("structured")
    page.lab.get_by_role("button", name="Reset").click()
    assert page.page.evaluate(nodes) == before


def test_taking_it_out_of_the_page_and_back_keeps_it_working(story):
    page = story()
    page.lab.get_by_role("button", name="Play").click()
    page.page.evaluate(
        "(() => { const lab = document.querySelector('request-story'), home = lab.parentNode;"
        " for (let i = 0; i < 20; i++) { lab.remove(); home.append(lab); } })()"
    )
    assert page.lab.get_by_role("button", name="Play").is_visible()  # it rests
    page.lab.get_by_label("Latency").focus()
    page.page.keyboard.press("Home")
    assert page.says == sentence(recorded_steps(0.2)[-1])


def test_the_themes_switch_repaints_the_lanes(story):
    page = story()
    lab = "document.querySelector('request-story').shadowRoot"
    fill = f"{lab}.querySelector('svg text').getAttribute('fill')"
    light = page.page.evaluate(fill)
    page.page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.page.wait_for_function(f"() => {fill} !== {light!r}")


def test_on_paper_the_story_stands_without_its_knobs(story):
    page = story()
    page.page.emulate_media(media="print")
    assert page.lab.locator("svg").is_visible()
    assert page.lab.locator(".listing").is_visible()
    assert not page.lab.get_by_label("Latency").is_visible()


def test_an_engine_for_any_latency_gives_finer_stops_without_a_tie(story):
    page = story()
    page.page.evaluate(
        "(() => { const { data } = document.querySelector('request-story');"
        " const lab = document.createElement('request-story'); lab.id = 'any';"
        " const answer = { times: [0], steps: [[0, 0, 0, 17, 0]] };"
        " lab.start({ any: true, data, ask: (asked) => { window.asked = asked; return answer; } });"
        " document.querySelector('main').append(lab); })()"
    )
    latency = page.page.locator("#any").get_by_label("Latency")
    latency.press("Home")
    asked = []
    for _ in range(60):
        asked.append(page.page.evaluate("asked.latency_s"))
        latency.press("ArrowRight")
    assert {0.2, 0.24, 0.58, 0.62, 1.18, 1.2} <= set(asked)
    assert PLAN.timeout_s not in asked
    assert asked[-1] == 1.2


@pytest.mark.parametrize("width", [320, 1280])
def test_controls_are_labelled_and_large_enough(story, width):
    controls = story(width=width).lab.locator("button, input, select, summary")
    controls = controls.filter(visible=True)
    assert controls.count() >= 8
    for i in range(controls.count()):
        control = controls.nth(i)
        box = control.bounding_box()
        assert min(box["width"], box["height"]) >= 24, control
        assert control.evaluate("e => (e.labels && e.labels.length) || e.textContent.trim()")
