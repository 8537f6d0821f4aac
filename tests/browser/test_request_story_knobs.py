"""The knobs of the request story: every story that they give is Python's."""

import itertools

import pytest

from leaklab.labs import RequestStory
from leaklab.labs.request_story.record import FATES
from tests.support.story_in_page import PLAN, in_words, recorded_steps, words


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


def test_one_handler_is_no_choice(lab_page):
    page = lab_page(RequestStory(["k8s-1.12"]))
    page.lab.locator(".more summary").click()
    assert page.lab.get_by_label("The inner handler").is_visible()
    assert page.lab.get_by_label("Handler", exact=True).count() == 0


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
