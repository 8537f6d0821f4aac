"""The request story as readers meet it: lanes, sentences, and where each task stands."""

import itertools

import pytest

from leaklab.apiserver import handlers
from leaklab.labs import RequestStory
from leaklab.labs.request_story.record import FATES, StoryPlan, StorySetting, record, source
from leaklab.labs.request_story.words import KINDS

PLAN = StoryPlan()


ASK = "Press Next, or the right arrow key, and follow the request step by step. "


@pytest.fixture
def story(lab_page):
    """Open the lab alone in a page, with the knobs that it folds away."""
    lab = RequestStory()

    def open_story(hash_text="", **window):
        page = lab_page(lab, hash_text, **window)
        page.lab.locator(".more").evaluate("more => { more.open = true; }")
        return page

    return open_story


def to_the_end(page):
    page.lab.get_by_label("Step", exact=True).press("End")


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
    next_.click()
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


COLLISIONS = """lab => {
  const drawing = lab.shadowRoot.querySelector("svg.lanes");
  const frame = drawing.getBoundingClientRect();
  const texts = [...drawing.querySelectorAll("text")].map((text) => {
    const { left, right, top, bottom } = text.getBoundingClientRect();
    return { words: text.textContent, left, right, top: top + 2, bottom: bottom - 2 };
  });
  const faults = texts
    .filter((one) => one.left < frame.left - 0.5 || one.right > frame.right + 0.5
      || one.top < frame.top - 2 || one.bottom > frame.bottom + 2)
    .map(({ words }) => words + " is cut");
  texts.forEach((one, i) => texts.slice(0, i).forEach((other) => {
    if (one.left < other.right && other.left < one.right
      && one.top < other.bottom && other.top < one.bottom)
      faults.push(one.words + " lies on " + other.words);
  }));
  const sent = lab.steps.filter((step) => step.message).length;
  const named = drawing.querySelectorAll("text.message").length;
  if (named !== sent) faults.push(`${sent} messages, ${named} labels`);
  return faults;
}"""
ALL_STORIES = """([lab, collisions]) => {
  const faults = [];
  const { handler, fate, latency_s } = lab.data.stops;
  for (const name of handler) for (const what of fate) for (const latency of latency_s) {
    lab.set({ handler: name, fate: what, latency_s: latency });
    for (const at of [0, lab.player.last >> 1, lab.player.last]) {
      lab.player.go(at);
      const where = [name, what, latency, at].join(" ");
      faults.push(...eval(collisions)(lab).map((fault) => `${where}: ${fault}`));
    }
  }
  return faults;
}"""
CHAPTERS = {
    "four handlers": {},
    "one request": {
        "handlers": ("k8s-1.12",),
        "latency_s": (20.0, 40.0, 58.0, 62.0, 75.0, 90.0),
        "timeout_s": 60.0,
        "until_s": 100.0,
        "start": StorySetting(latency_s=75.0),
    },
    "every handler": {
        "handlers": handlers.NAMES,
        "latency_s": (30.0, 58.0, 59.9, 60.1, 62.0, 90.0, 109.0),
        "timeout_s": 60,
        "until_s": 110,
        "start": StorySetting(latency_s=90.0),
    },
}


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
@pytest.mark.parametrize("fields", CHAPTERS.values(), ids=CHAPTERS)
def test_no_words_of_a_drawing_collide_or_are_cut(lab_page, fields, width):
    page = lab_page(RequestStory(**fields), width=width)
    lab = page.lab.element_handle()
    assert page.page.evaluate(ALL_STORIES, [lab, COLLISIONS]) == []


@pytest.mark.parametrize("width", [390, 768, 1280])
def test_the_drawing_is_as_wide_as_the_lab(story, width):
    page = story(width=width)
    inner = page.lab.locator(".lab").evaluate(
        "lab => lab.clientWidth - 2 * parseFloat(getComputedStyle(lab).paddingLeft)"
    )
    assert page.lab.locator("svg.lanes").bounding_box()["width"] == pytest.approx(inner, abs=1)


@pytest.mark.parametrize("width", [390, 768, 1280])
def test_the_marked_line_stands_next_to_the_button_at_every_step(story, width):
    """Next, the sentence, the line with two on either side: all in one look."""
    page = story(width=width)
    next_ = page.lab.get_by_role("button", name="Next")
    for _ in recorded_steps():
        line = page.lab.locator(".listing li.acts")
        assert line.is_visible()
        shown = page.lab.locator(".listing li").filter(visible=True)
        assert 3 <= shown.count() <= 7
        assert line.bounding_box()["y"] - next_.bounding_box()["y"] < 300
        number = line.evaluate("line => line.value")
        assert f"line {number}." in page.says
        next_.click()


def test_the_whole_source_unfolds_and_folds(story):
    page = story()
    whole = page.lab.get_by_role("button", name="Whole source")
    shown = page.lab.locator(".listing li").filter(visible=True)
    lines = len(source("k8s-1.12")["text"].splitlines())
    assert shown.count() < 7
    whole.click()
    assert shown.count() == lines
    assert whole.get_attribute("aria-pressed") == "true"
    page.lab.get_by_role("button", name="Next").click()
    assert shown.count() == lines
    whole.click()
    assert shown.count() < 8


@pytest.mark.parametrize(("width", "folds"), [(1280, 800), (390, 1.5 * 844)])
def test_the_drawing_and_its_buttons_stand_above_the_fold(lab_page, width, folds):
    page = lab_page(RequestStory(), width=width)
    top = page.lab.bounding_box()["y"]
    legend = page.lab.locator(".legend").bounding_box()
    drawing = page.lab.locator("svg.lanes").bounding_box()
    assert legend["y"] + legend["height"] <= drawing["y"]
    assert page.lab.get_by_role("button", name="Next").bounding_box()["y"] - top < folds - 100


def test_one_handler_is_no_choice(lab_page):
    page = lab_page(RequestStory(["k8s-1.12"]))
    page.lab.locator(".more summary").click()
    assert page.lab.get_by_label("The inner handler").is_visible()
    assert page.lab.get_by_label("Handler", exact=True).count() == 0


def test_play_goes_to_the_end_and_stops(story):
    page = story()
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
    assert (
        page.lab.locator("figcaption span").inner_text() == "leaklab/apiserver/handlers/k8s_1_17.py"
    )
    page.lab.get_by_role("button", name="Reset").click()
    assert words(page) == in_words(recorded_steps())


def test_the_source_is_the_files_with_its_line_numbers(story):
    page = story()
    shown = page.lab.locator(".listing code").all_text_contents()
    text = source("k8s-1.12")
    assert "\n".join(shown) == text["text"]
    numbers = page.lab.locator(".listing li").evaluate_all("all => all.map((line) => line.value)")
    assert numbers == list(range(text["first"], text["first"] + len(numbers)))


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
    assert words(page) == in_words(recorded_steps(0.2))


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
    assert page.lab.locator("svg .state").last.is_visible()  # the whole story, not a step of it
    lines = page.lab.locator(".listing li").filter(visible=True)
    assert lines.count() == len(source("k8s-1.12")["text"].splitlines())
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
