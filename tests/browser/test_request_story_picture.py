"""The request story as it looks: its drawing, its source, what stands where, on paper."""

import re

import pytest

from leaklab.apiserver import handlers
from leaklab.labs import RequestStory
from leaklab.labs.request_story.record import StorySetting, source
from tests.support.story_in_page import recorded_steps, to_the_end

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
    next_ = page.lab.get_by_role("button", name=re.compile("^(Next|First step)$"))
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


def test_the_source_is_the_files_with_its_line_numbers(story):
    page = story()
    shown = page.lab.locator(".listing code").all_text_contents()
    text = source("k8s-1.12")
    assert "\n".join(shown) == text["text"]
    numbers = page.lab.locator(".listing li").evaluate_all("all => all.map((line) => line.value)")
    assert numbers == list(range(text["first"], text["first"] + len(numbers)))


@pytest.mark.parametrize(("width", "folds"), [(1280, 800), (390, 1.5 * 844)])
def test_the_drawing_and_its_buttons_stand_above_the_fold(lab_page, width, folds):
    page = lab_page(RequestStory(), width=width)
    top = page.lab.bounding_box()["y"]
    legend = page.lab.locator(".legend").bounding_box()
    drawing = page.lab.locator("svg.lanes").bounding_box()
    assert legend["y"] + legend["height"] <= drawing["y"]
    assert page.lab.get_by_role("button", name="Next").bounding_box()["y"] - top < folds - 100


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


@pytest.mark.parametrize("width", [320, 360, 390])
def test_at_the_last_step_too_every_control_is_inside_of_the_lab(story, width):
    page = story(width=width)
    frame = page.lab.bounding_box()
    for _ in range(2):
        for control in page.lab.locator("button, input").filter(visible=True).all():
            box = control.bounding_box()
            assert frame["x"] < box["x"], control
            assert box["x"] + box["width"] < frame["x"] + frame["width"], control
        to_the_end(page)  # the step's button says "First step" there


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
