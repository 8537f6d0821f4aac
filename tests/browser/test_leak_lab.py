"""The leak lab in the built page, as readers meet it: by pointer, by keyboard, from a file."""

import pytest

from leaklab import Scenario, simulate
from leaklab.labs.leak_lab.plan import LabPlan, LabSetting
from tests.support.places import HTML

INDEX = "chapters/index.html"
PLAN = LabPlan()


def simulated(handler: str, **knobs: float):
    return simulate(PLAN.scenario(LabSetting(**knobs)), handler)


@pytest.mark.parametrize("width", [320, 390, 1280, 2560])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_first_frame_tells_the_story(visit, width, dark):
    page = visit(INDEX, width=width, dark=dark)
    assert "every request outlives its timeout" in page.says
    assert page.counter("k8s-1.12", "parked") == simulated("k8s-1.12").tasks_left
    assert page.counter("k8s-1.17", "parked") == 0
    overflow = page.page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0
    assert page.lab.locator(".lab").get_attribute("data-dark") == str(dark).lower()


def test_arrow_keys_turn_the_latency_and_the_numbers_follow(visit):
    page = visit(INDEX)
    latency = page.lab.get_by_label("Latency")
    latency.focus()
    for _ in range(3):
        page.page.keyboard.press("ArrowLeft")
    value = latency.get_attribute("aria-valuetext")
    assert value == "0.58 s"
    run = simulated("k8s-1.12", latency_s=0.58)
    assert "every answer comes before the timeout" in page.says
    assert page.counter("k8s-1.12", "peak") == run.tasks_peak
    assert page.counter("k8s-1.12", "200") == run.outcomes.ok_200
    page.page.keyboard.press("ArrowRight")
    assert page.counter("k8s-1.12", "parked") == simulated("k8s-1.12", latency_s=0.62).tasks_left


def test_dragging_with_the_pointer(visit):
    page = visit(INDEX)
    page.lab.get_by_label("Requests per second").scroll_into_view_if_needed()
    box = page.lab.get_by_label("Requests per second").bounding_box()
    middle = box["y"] + box["height"] / 2
    page.page.mouse.move(box["x"] + box["width"] / 2, middle)
    page.page.mouse.down()
    page.page.mouse.move(box["x"] + box["width"] - 2, middle, steps=5)
    page.page.mouse.up()
    run = simulated("k8s-1.12", rate_per_s=100.0)
    assert page.counter("k8s-1.12", "parked") == run.tasks_left


def test_presets_and_reset(visit):
    page = visit(INDEX)
    page.lab.get_by_role("button", name="Usual line").click()
    assert page.counter("k8s-1.12", "parked") == 0
    page.lab.get_by_role("button", name="Burst").click()
    burst = Scenario(rate_per_s=500, duration_s=2, timeout_s=0.6, plans="3:write", until_s=10)
    assert page.counter("k8s-1.17", "peak") == simulate(burst, "k8s-1.17").tasks_peak
    page.lab.get_by_role("button", name="Mixed").click()
    assert page.counter("k8s-1.12", "parked") == simulated("k8s-1.12").tasks_left / 2
    page.lab.get_by_role("button", name="Reset").click()
    assert page.counter("k8s-1.12", "parked") == simulated("k8s-1.12").tasks_left


def test_scrubbing_shows_the_numbers_of_that_moment(visit):
    page = visit(INDEX)
    page.lab.get_by_label("Time", exact=True).focus()
    page.page.keyboard.press("Home")
    for _ in range(20):
        page.page.keyboard.press("ArrowRight")
    sample = simulated("k8s-1.12").at(2.0)
    assert page.counter("k8s-1.12", "alive") == sample.tasks
    assert page.counter("k8s-1.12", "parked") == sample.parked


def test_play_runs_to_the_end_and_pauses(visit):
    page = visit(INDEX, motion=True)
    page.lab.get_by_label("Speed").select_option("16")
    page.lab.get_by_role("button", name="Play").click()
    page.lab.get_by_role("button", name="Pause").click()
    assert page.counter("k8s-1.12", "alive") == simulated("k8s-1.12").at(time_of(page)).tasks
    page.lab.get_by_role("button", name="Play").click()
    page.page.wait_for_function(
        "() => document.querySelector('leak-lab').shadowRoot"
        ".querySelector('.player button').textContent === 'Play'"
    )
    assert time_of(page) == PLAN.until_s


def test_with_reduced_motion_play_shows_the_end(visit):
    page = visit(INDEX)
    page.lab.get_by_role("button", name="Step").click()  # from the end to the beginning
    assert time_of(page) == 0
    page.lab.get_by_role("button", name="Play").click()
    assert time_of(page) == PLAN.until_s


def time_of(page) -> float:
    label = page.lab.get_by_label("Time", exact=True)
    return float(label.get_attribute("aria-valuetext").removesuffix(" s"))


def test_overlaid_the_numbers_stay_and_the_panels_plots_go(visit):
    page = visit(INDEX)
    page.lab.get_by_label("View").select_option("overlay")
    assert page.lab.locator("figure .plot:visible").count() == 1
    assert page.counter("k8s-1.12", "parked") == simulated("k8s-1.12").tasks_left
    page.lab.get_by_label("View").select_option("panels")
    assert page.lab.locator("figure .plot:visible").count() == 2


def test_goals_tick_themselves(visit):
    page = visit(INDEX)
    goals = page.lab.locator(".goals li")
    assert goals.count() == 3
    assert "done" not in goals.nth(0).inner_text()
    page.lab.get_by_label("Latency").focus()
    page.page.keyboard.press("Home")
    for _ in range(6):
        page.page.keyboard.press("ArrowRight")  # 0.62 s, the first stop past the timeout
    assert "done" in goals.nth(0).inner_text()
    page.lab.get_by_label("Requests per second").focus()
    page.page.keyboard.press("End")
    assert "done" in goals.nth(1).inner_text()
    assert "done" not in goals.nth(2).inner_text()


def test_the_address_bar_holds_the_setting(visit):
    page = visit(INDEX)
    page.lab.get_by_label("Timeout").focus()
    page.page.keyboard.press("ArrowRight")
    hash_text = page.page.evaluate("location.hash")
    assert hash_text == "#leak-lab?latency_s=0.9&rate_per_s=50&timeout_s=1.2"
    shared = visit(INDEX + hash_text)
    assert shared.says == page.says


@pytest.mark.parametrize(
    "nonsense",
    [
        "#leak-lab?latency_s=abc&rate_per_s=NaN&timeout_s=",
        "#leak-lab?latency_s=-1e309&rate_per_s=Infinity",
        "#leak-lab",
        "#leak-lab?",
        "#%E0%A4%A",
        "#other?latency_s=0.1",
        "#leak-lab?latency_s=<script>alert(1)</script>",
    ],
)
def test_nonsense_in_the_hash_is_ignored(visit, nonsense):
    assert visit(INDEX + nonsense).says == visit(INDEX).says


def test_extreme_values_in_the_hash_go_to_the_nearest_stop(visit):
    page = visit(INDEX + "#leak-lab?latency_s=1e9&rate_per_s=-5&timeout_s=0.61")
    assert (
        page.counter("k8s-1.12", "parked")
        == simulated("k8s-1.12", latency_s=1.8, rate_per_s=10.0).tasks_left
    )


def test_it_works_from_a_file_without_any_server(visit):
    page = visit(INDEX, base=HTML.as_uri())
    page.lab.get_by_label("Latency").focus()
    page.page.keyboard.press("Home")
    assert page.counter("k8s-1.12", "parked") == 0


def test_dragging_wildly_leaves_nothing_behind(visit):
    """A leak lab that leaks would be a poor joke: the number of nodes stays what it was."""
    page = visit(INDEX)
    latency = page.lab.get_by_label("Latency")
    latency.focus()
    nodes = "document.querySelector('leak-lab').shadowRoot.querySelectorAll('*').length"
    before = page.page.evaluate(nodes)
    for _ in range(15):
        for key in ("End", "Home", "PageUp", "ArrowRight"):
            page.page.keyboard.press(key)
    page.lab.get_by_role("button", name="Reset").click()
    assert page.page.evaluate(nodes) == before
    assert page.counter("k8s-1.12", "parked") == simulated("k8s-1.12").tasks_left


def test_taking_it_out_of_the_page_and_back_keeps_it_working(visit):
    page = visit(INDEX)
    page.page.evaluate(
        "(() => { const lab = document.querySelector('leak-lab'), home = lab.parentNode;"
        " for (let i = 0; i < 20; i++) { lab.remove(); home.append(lab); } })()"
    )
    page.lab.get_by_label("Latency").focus()
    page.page.keyboard.press("Home")
    assert page.counter("k8s-1.12", "parked") == 0


def test_controls_are_labelled_and_large_enough(visit):
    page = visit(INDEX, width=390)
    controls = page.lab.locator("button, input, select")
    for i in range(controls.count()):
        control = controls.nth(i)
        box = control.bounding_box()
        assert min(box["width"], box["height"]) >= 24, control
        labelled = control.evaluate("e => (e.labels && e.labels.length) || e.textContent.trim()")
        assert labelled
