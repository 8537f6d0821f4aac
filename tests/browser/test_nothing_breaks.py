"""Rough hands: wild dragging, two labs on a page, a tab that is hidden, paper.

A leak lab that leaks would be a poor joke: Chromium's own counts of nodes and listeners must be
what they were.
"""

import pytest

from leaklab import simulate
from leaklab.labs import IncidentReplay, LeakLab, LimitsLab, RequestStory, TaskProfile
from leaklab.labs.leak_lab.plan import LabPlan

INDEX = "chapters/index.html"
MOVES = 200  # of the pointer
PAINTED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
LABS = {
    "leak-lab": lambda: LeakLab(rate_per_s=(10.0, 50.0), timeout_s=(0.6,)),
    "request-story": RequestStory,
    "task-profile": TaskProfile,
    "incident-replay": IncidentReplay,
    "limits-lab": LimitsLab,
}


def alive(page) -> dict[str, float]:
    """Nodes and listeners that Chromium holds after a garbage collection, with no frame under way.

    What a frame has replaced is held until it is painted.
    """
    page.page.evaluate(PAINTED)
    session = page.page.context.new_cdp_session(page.page)
    session.send("HeapProfiler.collectGarbage")
    session.send("Performance.enable")
    metrics = session.send("Performance.getMetrics")["metrics"]
    session.detach()
    return {m["name"]: m["value"] for m in metrics if m["name"] in ("Nodes", "JSEventListeners")}


def drag(page, moves: int) -> None:
    """Drag every slider of the lab back and forth, until the pointer was moved so often."""
    page.lab.locator(".more").evaluate_all("all => all.forEach((more) => { more.open = true; })")
    sliders = page.lab.locator("input[type=range]").filter(visible=True)
    while moves > 0:
        for i in range(sliders.count()):
            sliders.nth(i).scroll_into_view_if_needed()
            box = sliders.nth(i).bounding_box()
            middle = box["y"] + box["height"] / 2
            page.page.mouse.move(box["x"] + box["width"] / 2, middle)
            page.page.mouse.down()
            for share in (1, 0, 0.3, 0.8, 0.1, 0.9, 0.5):
                page.page.mouse.move(box["x"] + share * box["width"], middle, steps=3)
                moves -= 3
            page.page.mouse.up()


@pytest.mark.parametrize("tag", LABS)
def test_wild_dragging_leaves_nothing_behind(lab_page, tag):
    page = lab_page(LABS[tag](), own=True)
    drag(page, 40)  # what is made once at first use is there
    page.lab.get_by_role("button", name="Reset").click()
    said, before = page.says, alive(page)
    drag(page, MOVES)
    page.lab.get_by_role("button", name="Reset").click()
    assert page.says == said
    after = alive(page)
    assert after["JSEventListeners"] <= before["JSEventListeners"]
    assert after["Nodes"] <= before["Nodes"] + 20  # the browser's own, such as a selection


def test_two_labs_on_a_page_keep_apart(visit):
    page = visit(INDEX)
    opening = page.says
    page.page.evaluate(
        "() => { const lab = document.querySelector('leak-lab'), twin = lab.cloneNode(true);"
        " twin.id = 'twin'; lab.after(twin); }"
    )
    twin = page.page.locator("leak-lab#twin")
    twin.get_by_label("Latency").focus()
    page.page.keyboard.press("Home")
    assert "before the timeout" in twin.locator(".says").inner_text()
    assert page.says == opening
    hash_text = page.page.evaluate("location.hash")
    assert hash_text.startswith("#twin?latency_s=0.1&")
    assert visit(INDEX + hash_text).says == opening  # not about this lab


HIDE = """hidden => {
  Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
}"""


def test_a_hidden_tab_rests_and_goes_on_when_it_is_shown(visit):
    page = visit(INDEX, motion=True)
    play = page.lab.get_by_role("button", name="Play")
    play.click()
    page.page.evaluate(HIDE, True)
    assert play.is_visible()  # the button says Play again: it rests
    time_label = page.lab.get_by_label("Time", exact=True)
    resting = time_label.get_attribute("aria-valuetext")
    page.page.wait_for_timeout(300)
    assert time_label.get_attribute("aria-valuetext") == resting
    page.page.evaluate(HIDE, False)
    play.click()
    page.page.wait_for_function(
        "([label, before]) => label.getAttribute('aria-valuetext') !== before",
        arg=[time_label.element_handle(), resting],
    )


def test_on_paper_the_first_frame_stands_without_controls(visit):
    page = visit(INDEX)
    page.page.emulate_media(media="print")
    assert not page.lab.get_by_label("Latency").is_visible()
    assert not page.lab.get_by_role("button").first.is_visible()
    assert page.lab.locator('figure[aria-label="k8s-1.12"] .plot').is_visible()
    start = LabPlan().start
    run = simulate(LabPlan().scenario(start), "k8s-1.12")
    assert page.counter("k8s-1.12", "peak") == run.tasks_peak
    assert page.lab.get_by_text(f"At {start.latency_s:g} s every answer comes before").is_visible()
    assert not page.lab.get_by_text("Nothing was turned").is_visible()
    assert len(page.page.pdf()) > 10_000
