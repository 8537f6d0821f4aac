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


SLOW = "#incident-replay?factor=3"


@pytest.fixture
def replay_page(lab_page):
    """Open the lab alone in a page, at x3 unless told otherwise, with the knobs that it folds."""

    def open_replay(hash=SLOW, **how):
        page = lab_page(IncidentReplay(), hash=hash, **how)
        page.lab.locator(".more").evaluate("more => { more.open = true; }")
        return page

    return open_replay


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


@pytest.mark.parametrize(("width", "folds"), [(1280, 800 - 60), (390, 1.5 * 844)])  # a page's head
def test_all_four_charts_stand_above_the_fold_and_after_their_legend(lab_page, width, folds):
    page = lab_page(IncidentReplay(), width=width)
    top = page.lab.bounding_box()["y"]
    legend, *charts = [
        each.bounding_box() for each in page.lab.locator(".legend, .lines figure").all()
    ]
    assert len(charts) == 4
    assert legend["y"] + legend["height"] <= charts[0]["y"]
    assert charts[-1]["y"] + charts[-1]["height"] - top <= folds


def test_dragging_moves_neither_the_knob_nor_the_charts(replay_page):
    for width in (390, 1280):
        page = replay_page(hash="", width=width)
        knob, chart = (
            page.lab.get_by_label("Line in the evenings"),
            page.lab.locator(".lines figure").first,
        )
        before = [each.bounding_box()["y"] for each in (knob, chart)]
        for _ in PLAN.factors:
            press(page, "Line in the evenings", "ArrowRight")
            assert [each.bounding_box()["y"] for each in (knob, chart)] == before


@pytest.mark.parametrize("lists", [9, 300, 10_000])
def test_the_axes_fit_their_numbers(lab_page, lists):
    """9 or 9,999,999: no number of an axis loses a digit, and all charts begin at one place."""
    plan = {"factors": (1.0, 3.0), "restarts_h": (36.0,), "handlers": ("k8s-1.12",)}
    page = lab_page(IncidentReplay(lists_per_pull=lists, pull_every_s=60.0, **plan))
    axes = page.lab.locator(".lines").evaluate(
        "lines => [...lines.querySelectorAll('.u-over')].map((over) => over.offsetLeft)"
    )
    assert len(axes) == 4
    assert len(set(axes)) == 1
    data = page.lab.evaluate("lab => lab.data")
    most = max(counts(each["parked"])[-1] for each in data["replays"])
    widest = page.page.evaluate(
        "words => { const pen = document.createElement('canvas').getContext('2d');"
        " pen.font = '12px system-ui, sans-serif'; return pen.measureText(words).width; }",
        f"{most:,}",
    )
    assert axes[0] >= widest + 15  # its ticks and a gap


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


def test_the_slider_of_time_says_the_moments_values(replay_page):
    page = replay_page()
    press(page, "Time", "End")
    said = page.lab.get_by_label("Time", exact=True).get_attribute("aria-valuetext")
    assert said.startswith("the end, midnight. Latency of the line, s: 25 s.")
    assert "48,000 parked, 84 at work" in said
    assert "Platform's timeouts in 15 min: 0 just now, 160 so far" in said


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
    for _ in range(10):
        page.page.keyboard.press("Tab")
        reached.add(
            page.page.evaluate(
                "(() => { const e = document.querySelector('incident-replay').shadowRoot"
                ".activeElement; return (e.labels?.[0] || e).textContent"
                " + ' ' + getComputedStyle(e).outlineStyle; })()"
            )
        )
    assert len(reached) == 10  # both folds among them
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
    assert stops["asked"] == [{"factor": 1, "restart_h": 36, "handler": "k8s-1.12"}]
    assert set(PLAN.factors) < set(stops["factor"])
    assert 2.4 not in stops["factor"]
    assert stops["restart"][:3] == [1, 2, 3]
    assert stops["restart"][-2:] == [35.5, 36]
    assert "The line is at \u00d71." in stops["says"]
