"""The two evenings in a page, as readers meet them: by pointer, by keyboard, on a phone."""

import re

import pytest

from leaklab.labs import IncidentReplay
from leaklab.labs.encoding import counts
from leaklab.labs.incident_replay.memory import RULE
from leaklab.labs.incident_replay.plan import HOUR_S, IncidentPlan, IncidentSetting
from leaklab.labs.incident_replay.record import TIMES_S, replay

PLAN = IncidentPlan()
TASKS = "Server's tasks (goroutines)"
MEMORY = "Server's memory, estimated, MiB"
PULLS = "Platform's timeouts in 15 min"
LINE = "Latency of the line, s"
NODES = "document.querySelector('incident-replay').shadowRoot.querySelectorAll('*').length"


@pytest.fixture
def replay_page(lab_page):
    return lambda **how: lab_page(IncidentReplay(), **how)


def numbers(page, title):
    """The numbers beside a chart's title, as they are read there."""
    text = page.lab.locator(f'figure[aria-label="{title}"] .value').inner_text()
    return [float(number.replace(",", "")) for number in re.findall(r"[\d,.]*\d", text)]


def memory_mib(tasks):
    """The least and the most that a server with so many tasks takes."""
    return [RULE["at_rest_mib"] + tasks * RULE[name] for name in ("least_mib", "most_mib")]


def simulated(hour, **knobs):
    """What the page has to say at `hour`, from a replay made here: one entry a chart."""
    shown = replay(PLAN, IncidentSetting(**knobs))
    at = TIMES_S.index(hour * HOUR_S)
    parked = counts(shown["parked"])[at]
    at_work = sum(counts(shown[role])[at] for role in ("serving", "worker", "drainer"))
    missed = counts(shown["missed"])
    recent = missed[at + 1] - missed[at] if at + 1 < len(missed) else 0
    return {
        TASKS: [parked, at_work],
        MEMORY: sorted({round(mib) for mib in memory_mib(parked + at_work)}),
        PULLS: [recent, missed[at]],
    }


def check(page, hour, **knobs):
    said = simulated(hour, **knobs)
    assert {title: numbers(page, title) for title in said} == said


def press(page, label, *keys):
    page.lab.get_by_label(label, exact=True).focus()
    for key in keys:
        page.page.keyboard.press(key)


@pytest.mark.parametrize("width", [320, 390, 1280, 2560])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_first_frame_tells_the_story(replay_page, width, dark):
    page = replay_page(width=width, dark=dark)
    assert "a list takes 75 s, longer than the server's limit of 60 s." in page.says
    assert "48,000 in two evenings. Without a restart they stay for ever." in page.says
    check(page, 36)
    overflow = page.page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0
    assert page.lab.locator(".lab").get_attribute("data-dark") == str(dark).lower()
    assert page.lab.locator("canvas").count() == 4


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


def test_the_time_slider_is_the_keyboards_cursor(replay_page):
    page = replay_page()
    press(page, "Time", "Home", *["ArrowRight"] * 32)
    assert page.lab.locator(".moment").inner_text() == "At 20:00 on day 1:"
    assert numbers(page, LINE) == [75]
    check(page, 8)
    press(page, "Time", "End")
    assert page.lab.locator(".moment").inner_text() == "At the end, midnight:"


def test_the_pointer_reads_all_four_charts_at_once(replay_page):
    page = replay_page()
    box = page.lab.locator(f'figure[aria-label="{LINE}"] .u-over').bounding_box()
    page.page.mouse.move(box["x"] + box["width"] * 8 / 36, box["y"] + 30)
    assert page.lab.locator(".moment").inner_text() == "At 20:00 on day 1:"
    check(page, 8)
    cursors = page.lab.locator(".u-cursor-x")
    places = {round(cursors.nth(i).bounding_box()["x"]) for i in range(4)}
    assert len(places) == 1
    page.page.mouse.move(2, 2)
    assert page.lab.locator(".moment").inner_text() == "At the end, midnight:"


def test_play_runs_from_the_first_noon_and_pauses(replay_page):
    page = replay_page(motion=True)
    page.lab.get_by_label("Speed").select_option("16")
    page.lab.get_by_role("button", name="Play").click()
    page.lab.get_by_role("button", name="Pause").wait_for()
    page.page.wait_for_function(
        "() => document.querySelector('incident-replay').shadowRoot"
        ".querySelector('.player button').textContent === 'Play'"
    )
    check(page, 36)
    page.lab.get_by_role("button", name="Step").click()
    assert page.lab.locator(".moment").inner_text() == "At 12:00 on day 1:"
    check(page, 0)


def test_the_address_bar_holds_the_setting(replay_page):
    page = replay_page()
    press(page, "Line in the evenings", "ArrowRight")
    press(page, "Restart of the server", "ArrowLeft")
    hash_text = page.page.evaluate("location.hash")
    assert hash_text == "#incident-replay?factor=4&restart_h=35.5&handler=k8s-1.12"
    shared = replay_page(hash=hash_text)
    assert shared.says == page.says
    shared.lab.get_by_role("button", name="Reset").click()
    assert shared.says == replay_page().says


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
    assert replay_page(hash=nonsense).says == replay_page().says


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
    check(page, 36)


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


def test_controls_are_labelled_and_large_enough(replay_page):
    page = replay_page(width=390)
    controls = page.lab.locator("button, input, select").filter(visible=True)
    assert controls.count() == 8
    for i in range(controls.count()):
        control = controls.nth(i)
        box = control.bounding_box()
        assert min(box["width"], box["height"]) >= 24, control
        assert control.evaluate("e => (e.labels && e.labels.length) || e.textContent.trim()")


def test_the_keyboard_reaches_every_control_and_shows_where_it_is(replay_page):
    page = replay_page()
    reached = set()
    for _ in range(8):
        page.page.keyboard.press("Tab")
        reached.add(
            page.page.evaluate(
                "(() => { const e = document.querySelector('incident-replay').shadowRoot"
                ".activeElement; return (e.labels?.[0] || e).textContent"
                " + ' ' + getComputedStyle(e).outlineStyle; })()"
            )
        )
    assert len(reached) == 8
    assert all(each.endswith("solid") for each in reached)


def test_printing_leaves_the_charts_and_the_words(replay_page):
    page = replay_page()
    page.page.emulate_media(media="print")
    assert not page.lab.get_by_label("Handler").is_visible()
    assert page.lab.locator("canvas").first.is_visible()
    assert "48,000" in page.says


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
    assert stops["asked"] == [{"factor": 3, "restart_h": 36, "handler": "k8s-1.12"}]
    assert set(PLAN.factors) < set(stops["factor"])
    assert 2.4 not in stops["factor"]
    assert stops["restart"][:3] == [1, 2, 3]
    assert stops["restart"][-2:] == [35.5, 36]
    assert "No pull times out" in stops["says"]
