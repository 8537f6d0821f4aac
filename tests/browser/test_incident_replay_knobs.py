"""The knobs of the two evenings, as readers turn them, and what the page then says."""

import pytest

from leaklab.labs import IncidentReplay
from leaklab.labs.incident_replay.plan import IncidentSetting
from tests.support.replay_in_page import PLAN, check, press

NODES = "document.querySelector('incident-replay').shadowRoot.querySelectorAll('*').length"


@pytest.mark.parametrize("width", [320, 390, 1280, 2560])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_it_opens_on_the_usual_line_and_asks(replay_page, width, dark):
    page = replay_page(hash="", width=width, dark=dark)
    assert page.says.endswith("Drag its knob to the right: where do tasks begin to stay?")
    check(page, 36, factor=1.0)
    assert not page.lab.locator(".knobs .threshold span").is_visible()  # nor does its knob tell
    overflow = page.page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0
    assert page.lab.locator(".lab").get_attribute("data-dark") == str(dark).lower()
    assert page.lab.locator("canvas").count() == 4
    press(page, "Line in the evenings", "ArrowRight")
    assert "a list takes 37.5 s, within the server's limit" in page.says
    assert page.lab.locator(".knobs .threshold span").is_visible()
    page.lab.get_by_role("button", name="Reset").click()
    assert page.says.endswith("where do tasks begin to stay?")


def test_on_a_slow_line_it_tells_the_whole_story(replay_page):
    page = replay_page()
    assert "a list takes 75 s, longer than the server's limit of 60 s." in page.says
    assert "48,000 in two evenings. Without a restart they stay for ever." in page.says
    check(page, 36)


def test_where_the_event_is_no_secret_it_asks_for_the_other_handler(lab_page):
    page = lab_page(IncidentReplay(start=IncidentSetting(handler="k8s-1.17")))
    assert page.says.endswith("Choose another handler under More.")
    page.lab.locator(".more summary").click()
    press(page, "Handler", "ArrowUp")
    assert "48,000 in two evenings" in page.says


@pytest.mark.parametrize("width", [390, 1280])
def test_arrow_keys_turn_the_line_through_its_threshold(replay_page, width):
    page = replay_page(width=width)
    press(page, "Line in the evenings", "ArrowLeft")
    assert "a list takes 62.5 s" in page.says
    check(page, 36, factor=2.5)
    press(page, "Line in the evenings", "ArrowLeft")
    assert "a list takes 57.5 s, within the server's limit" in page.says
    assert "No pull times out, and nothing stays behind." in page.says
    check(page, 36, factor=2.3)
    press(page, "Line in the evenings", "Home")
    assert "a list takes 25 s" in page.says
    check(page, 36, factor=1.0)


def test_the_handler_is_chosen_by_keyboard(replay_page):
    page = replay_page()
    press(page, "Handler", "ArrowDown")
    assert "k8s-1.17 leaves nothing behind: at most 600 tasks live at once." in page.says
    check(page, 36, handler="k8s-1.17")


def test_a_restart_by_pointer(replay_page):
    page = replay_page()
    box = page.lab.get_by_label("Restart of the server").bounding_box()
    middle = box["y"] + box["height"] / 2
    page.page.mouse.move(box["x"] + box["width"] - 8, middle)
    page.page.mouse.down()
    page.page.mouse.move(box["x"] + 2, middle, steps=5)
    page.page.mouse.up()
    assert "The restart at 9:00 on day 2 frees 24,000; 24,000 are parked at the end." in page.says
    check(page, 36, restart_h=21.0)
    press(page, "Restart of the server", "ArrowRight", "ArrowRight")
    assert "The restart at 23:30 on day 2 frees 48,000; none is parked at the end." in page.says
    check(page, 36, restart_h=35.5)
    press(page, "Handler", "ArrowDown")
    assert page.says.endswith("The restart at 23:30 on day 2 finds nothing to free.")


def test_the_address_bar_holds_the_setting(replay_page):
    page = replay_page()
    press(page, "Line in the evenings", "ArrowRight")
    press(page, "Restart of the server", "ArrowLeft")
    hash_text = page.page.evaluate("location.hash")
    assert hash_text == "#incident-replay?factor=4&restart_h=35.5&handler=k8s-1.12"
    shared = replay_page(hash=hash_text)
    assert shared.says == page.says
    shared.lab.get_by_role("button", name="Reset").click()
    assert shared.says == replay_page(hash="").says


@pytest.mark.parametrize(
    "nonsense",
    [
        "#incident-replay?factor=abc&restart_h=NaN&handler=k8s-9",
        "#incident-replay?factor=&handler=<script>alert(1)</script>",
        "#incident-replay",
        "#%E0%A4%A",
        "#leak-lab?factor=1",
    ],
)
def test_nonsense_in_the_hash_is_ignored(replay_page, nonsense):
    assert replay_page(hash=nonsense).says == replay_page(hash="").says


def test_extreme_values_in_the_hash_go_to_the_nearest_stop(replay_page):
    page = replay_page(hash="#incident-replay?factor=-1e9&restart_h=1e9")
    assert "a list takes 25 s" in page.says
    check(page, 36, factor=1.0)


def test_turning_wildly_leaves_nothing_behind(replay_page):
    page = replay_page()
    before = page.page.evaluate(NODES)
    for label in ("Line in the evenings", "Restart of the server", "Time"):
        press(page, label, *("End", "Home", "PageUp", "ArrowRight") * 8)
    page.lab.get_by_role("button", name="Reset").click()
    assert page.page.evaluate(NODES) == before
    check(page, 36, factor=1.0)


def test_taking_it_out_of_the_page_and_back_keeps_it_working(replay_page):
    page = replay_page()
    before = page.page.evaluate(NODES)
    page.page.evaluate(
        "(() => { const lab = document.querySelector('incident-replay'), home = lab.parentNode;"
        " for (let i = 0; i < 20; i++) { lab.remove(); home.append(lab); } })()"
    )
    assert page.page.evaluate(NODES) == before
    press(page, "Line in the evenings", "Home")
    check(page, 36, factor=1.0)


def test_an_engine_that_can_run_anything_gets_finer_knobs(replay_page):
    """As in a notebook; the tie, where the line takes as long as the limit, is left out."""
    page = replay_page()
    stops = page.page.evaluate(
        "(() => { const old = document.querySelector('incident-replay'), asked = [];"
        " const lab = document.createElement('incident-replay');"
        " lab.start({ data: old.data, any: true,"
        "   ask: (question) => { asked.push(question); return old.data.replays[0]; } });"
        " old.replaceWith(lab);"
        " return { factor: lab.knobs.factor.stops, restart: lab.knobs.restart_h.stops,"
        "   asked, says: lab.says.textContent }; })()"
    )
    assert stops["asked"] == [{"factor": 1, "restart_h": 36, "handler": "k8s-1.12"}]
    assert set(PLAN.factors) < set(stops["factor"])
    assert 2.4 not in stops["factor"]
    assert stops["restart"][:3] == [1, 2, 3]
    assert stops["restart"][-2:] == [35.5, 36]
    assert "The line is at \u00d71." in stops["says"]
