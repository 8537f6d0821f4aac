"""The leak lab in the built page, as readers meet it: by pointer, by keyboard, from a file."""

import pytest

from leaklab import Scenario, simulate
from leaklab.labs.leak_lab.plan import LabPlan, LabSetting
from tests.support.places import HTML

INDEX = "chapters/index.html"
PLAN = LabPlan()
OPENING = "Nothing was moved yet. Once it is, this line says what becomes of the tasks."
AT_0_9 = "#leak-lab?latency_s=0.9&rate_per_s=50&timeout_s=0.6"


def simulated(handler: str, **knobs: float):
    return simulate(PLAN.scenario(LabSetting(**knobs)), handler)


def more(page) -> None:
    """Unfold what is under *More*."""
    page.lab.locator("summary").click()


@pytest.mark.parametrize("width", [320, 390, 1280, 2560])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_it_opens_before_the_event_and_asks_for_an_action(visit, width, dark):
    page = visit(INDEX, width=width, dark=dark)
    assert page.lab.locator(".lab").inner_text().startswith("Drag the latency over the dashed mark")
    assert page.says == OPENING
    assert page.counter("k8s-1.12", "parked") == page.counter("k8s-1.12", "504") == 0
    usual = simulated("k8s-1.12", latency_s=0.3)
    assert page.counter("k8s-1.12", "peak") == usual.tasks_peak
    overflow = page.page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0
    assert page.lab.locator(".lab").get_attribute("data-dark") == str(dark).lower()


@pytest.mark.parametrize(("width", "height", "screens"), [(1280, 800, 1.0), (390, 844, 1.5)])
def test_the_pictures_are_in_sight_with_the_slider(visit, width, height, screens):
    page = visit(INDEX, width=width)
    top = page.lab.bounding_box()["y"]
    plots = page.lab.locator("figure .plot:visible")
    assert plots.count() == 2
    ends = [plots.nth(i).bounding_box() for i in range(2)]
    assert max(box["y"] + box["height"] for box in ends) - top <= height * screens
    legend = page.lab.get_by_label("Roles", exact=True).bounding_box()
    assert legend["y"] + legend["height"] <= ends[0]["y"]


def test_arrow_keys_turn_the_latency_and_the_numbers_follow(visit):
    page = visit(INDEX)
    latency = page.lab.get_by_label("Latency")
    latency.focus()
    for _ in range(3):
        page.page.keyboard.press("ArrowRight")
    value = latency.get_attribute("aria-valuetext")
    assert value == "0.58 s"
    run = simulated("k8s-1.12", latency_s=0.58)
    assert "every answer comes before the timeout" in page.says
    assert page.counter("k8s-1.12", "peak") == run.tasks_peak
    assert page.counter("k8s-1.12", "200") == run.outcomes.ok_200
    page.page.keyboard.press("ArrowRight")
    assert page.counter("k8s-1.12", "parked") == simulated("k8s-1.12", latency_s=0.62).tasks_left


def test_dragging_with_the_pointer(visit):
    page = visit(INDEX + AT_0_9)
    more(page)
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
    more(page)
    page.lab.get_by_role("button", name="Line three times slower").click()
    assert page.counter("k8s-1.12", "parked") == simulated("k8s-1.12").tasks_left
    page.lab.get_by_role("button", name="Usual line").click()
    assert page.counter("k8s-1.12", "parked") == 0
    page.lab.get_by_role("button", name="Burst").click()
    burst = Scenario(rate_per_s=500, duration_s=2, timeout_s=0.6, plans="3:write", until_s=10)
    assert page.counter("k8s-1.17", "peak") == simulate(burst, "k8s-1.17").tasks_peak
    page.lab.get_by_role("button", name="Mixed").click()
    assert page.counter("k8s-1.12", "parked") == simulated("k8s-1.12").tasks_left / 2
    page.lab.get_by_role("button", name="Reset").click()
    assert page.says.startswith("Nothing was moved yet")


def test_scrubbing_shows_the_numbers_of_that_moment_and_the_sentence_says_them(visit):
    page = visit(INDEX + AT_0_9)
    page.lab.get_by_label("Time", exact=True).focus()
    page.page.keyboard.press("Home")
    for _ in range(20):
        page.page.keyboard.press("ArrowRight")
    sample = simulated("k8s-1.12").at(2.0)
    assert page.counter("k8s-1.12", "alive") == sample.tasks
    assert page.counter("k8s-1.12", "parked") == sample.parked
    held = f"k8s-1.12: {sample.tasks} tasks, {sample.parked} of them parked."
    assert page.says.startswith(f"At 2 s of 10 s. {held}")
    page.page.keyboard.press("End")
    assert "outlives its timeout" in page.says


def test_the_pointer_moves_numbers_and_sentence_together(visit):
    page = visit(INDEX + AT_0_9)
    box = page.lab.locator('figure[aria-label="k8s-1.12"] .u-over').bounding_box()
    page.page.mouse.move(box["x"] + 0.3 * box["width"], box["y"] + box["height"] / 2)
    sample = simulated("k8s-1.12").at(3.0)
    assert page.counter("k8s-1.12", "alive") == sample.tasks
    assert f"At 3 s of 10 s. k8s-1.12: {sample.tasks} tasks" in page.says
    page.page.mouse.move(2, 2)
    assert "outlives its timeout" in page.says


def test_play_runs_to_the_end_and_pauses(visit):
    page = visit(INDEX + AT_0_9, motion=True)
    page.lab.get_by_label("Speed").select_option("1")  # so that a busy machine pauses in time
    page.lab.get_by_role("button", name="Play").click()
    page.lab.get_by_role("button", name="Pause").click()
    page.lab.get_by_role("button", name="Play").wait_for()
    assert time_of(page) < PLAN.until_s
    assert page.counter("k8s-1.12", "alive") == simulated("k8s-1.12").at(time_of(page)).tasks
    page.lab.get_by_label("Speed").select_option("16")
    page.lab.get_by_role("button", name="Play").click()
    page.page.wait_for_function(
        "() => document.querySelector('leak-lab').shadowRoot"
        ".querySelector('.player button').textContent === 'Play'"
    )
    assert time_of(page) == PLAN.until_s


def test_with_reduced_motion_play_goes_in_steps_and_says_so(visit):
    page = visit(INDEX, own=True)
    assert page.lab.get_by_text("Motion is reduced: Play goes in steps.").is_visible()
    page.page.clock.install()
    page.lab.get_by_role("button", name="Play").click()
    seen = [time_of(page)]
    while page.lab.get_by_role("button", name="Pause").count():
        page.page.clock.run_for(1400)
        seen.append(time_of(page))
    assert seen[0] == 0
    assert seen[-1] == PLAN.until_s
    assert len(seen) == 11


def time_of(page) -> float:
    label = page.lab.get_by_label("Time", exact=True)
    return float(label.get_attribute("aria-valuetext").removesuffix(" s"))


def test_overlaid_the_numbers_stay_and_the_panels_plots_go(visit):
    page = visit(INDEX + AT_0_9)
    more(page)
    page.lab.get_by_label("View").select_option("overlay")
    assert page.lab.locator("figure .plot:visible").count() == 1
    assert page.counter("k8s-1.12", "parked") == simulated("k8s-1.12").tasks_left
    page.lab.get_by_label("View").select_option("panels")
    assert page.lab.locator("figure .plot:visible").count() == 2


def done(page) -> list[bool]:
    goals = page.lab.locator(".goals li")
    return [goals.nth(i).inner_text().endswith("done") for i in range(goals.count())]


def test_goals_tick_for_what_they_say_and_nothing_else(visit):
    page = visit(INDEX, own=True)
    assert page.lab.locator(".goals li").first.inner_text().endswith("open")
    page.page.clock.install(time=0)
    page.page.clock.pause_at(60)  # s; from here on it goes as told, however slow the machine is
    latency = page.lab.get_by_label("Latency")
    latency.focus()
    for _ in range(9):  # a sweep over the mark, to the end
        page.page.keyboard.press("ArrowRight")
    page.page.clock.run_for(3000)
    assert done(page) == [False, False, False]  # 1.12 leaves 300 there
    for _ in range(5):
        page.page.keyboard.press("ArrowLeft")
    page.page.clock.run_for(900)
    assert latency.get_attribute("aria-valuetext") == "0.62 s"
    assert done(page)[0] is False  # not yet stayed
    page.page.clock.run_for(200)
    assert done(page) == [True, False, False]
    more(page)
    page.lab.get_by_label("Requests per second").focus()
    page.page.keyboard.press("End")
    assert done(page) == [True, True, False]
    assert page.lab.get_by_role("status").filter(has_text="Done: Make 1.12").count() == 1


def test_a_goal_at_a_setting_ticks_at_no_other(window, site):
    page = window(f"{site}/chapters/05_nobody_is_coming.html", "leak-lab")
    more(page)
    page.lab.get_by_role("button", name="Usual line").click()
    assert page.counter("k8s-1.12", "parked") == 0
    assert done(page) == [False, False, False]
    page.lab.get_by_role("button", name="Line three times slower").click()
    page.lab.get_by_label("Timeout").focus()
    page.page.keyboard.press("ArrowRight")
    assert done(page) == [False, False, True]


def test_the_address_bar_holds_the_setting(visit):
    page = visit(INDEX + AT_0_9)
    more(page)
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
    more(page)
    latency = page.lab.get_by_label("Latency")
    latency.focus()
    nodes = "document.querySelector('leak-lab').shadowRoot.querySelectorAll('*').length"
    before = page.page.evaluate(nodes)
    for _ in range(15):
        for key in ("End", "Home", "PageUp", "ArrowRight"):
            page.page.keyboard.press(key)
    page.lab.get_by_role("button", name="Reset").click()
    assert page.page.evaluate(nodes) == before
    assert page.says.startswith("Nothing was moved yet")


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
    more(page)
    controls = page.lab.locator("button, input, select")
    for i in range(controls.count()):
        control = controls.nth(i)
        box = control.bounding_box()
        assert min(box["width"], box["height"]) >= 24, control
        labelled = control.evaluate("e => (e.labels && e.labels.length) || e.textContent.trim()")
        assert labelled
