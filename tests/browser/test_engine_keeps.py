"""What stays as the reader has it when "Run it here" takes over, and what a link asks for."""

import re

from leaklab import simulate
from leaklab.labs.leak_lab.plan import LabPlan, LabSetting

INDEX = "chapters/index.html"
NOBODY = "chapters/05_nobody_is_coming.html"
WAIT_MS = 60_000
HELD = "lab => lab.shadowRoot.activeElement?.textContent"


def run_here(page) -> None:
    page.lab.get_by_role("button", name="Run it here").press("Enter")
    page.lab.get_by_text("run in this page").wait_for(timeout=WAIT_MS)


def test_goals_preset_moment_and_folds_stay(visit):
    page = visit(INDEX)
    page.lab.locator("summary").click()
    page.lab.get_by_label("Counting rule").check()
    page.lab.get_by_label("Requests per second").press("End")
    page.lab.get_by_label("Latency").press("End")  # leaves 600 behind: a goal
    page.lab.get_by_role("button", name="Mixed").click()
    page.lab.get_by_label("Time", exact=True).press("Home")
    for _ in range(20):
        page.lab.get_by_label("Time", exact=True).press("ArrowRight")
    says, goals = page.says, page.lab.locator(".goals").inner_text()
    assert "done" in goals
    assert re.search(r"loads \d\d MB once", page.lab.locator(".lab").inner_text())
    run_here(page)
    assert page.says == says
    assert page.lab.locator(".goals").inner_text() == goals
    assert page.lab.get_by_role("button", name="Mixed").get_attribute("aria-pressed") == "true"
    assert page.lab.get_by_label("Time", exact=True).get_attribute("aria-valuetext") == "2 s"
    assert page.lab.get_by_label("Counting rule").is_checked()
    assert page.lab.get_by_label("Timeout").is_visible()


def test_the_focus_goes_to_the_words_where_the_button_was(visit):
    page = visit(INDEX)
    run_here(page)
    assert page.lab.evaluate(HELD) == "Every setting is now run in this page, by trio itself."
    page.page.keyboard.press("Shift+Tab")
    assert page.lab.evaluate(HELD) is not None  # still in the lab


def test_the_focus_stays_on_a_slider_while_engines_change(visit):
    page = visit(INDEX)
    page.lab.locator("summary").click()
    page.lab.get_by_role("button", name="Run it here").click()
    page.lab.get_by_label("Timeout").focus()
    page.lab.get_by_text("run in this page").wait_for(timeout=WAIT_MS)
    label = "lab => lab.shadowRoot.activeElement.labels[0].textContent"
    assert page.lab.evaluate(label) == "Timeout"


def test_live_the_sentence_and_the_numbers_are_of_one_moment(visit):
    page = visit(INDEX + "#leak-lab?latency_s=0.9", motion=True)
    run_here(page)
    assert page.lab.get_by_text("Live: the servers run on").is_visible()
    page.lab.get_by_role("button", name="Go live").click()
    same = """lab => {
      const root = lab.shadowRoot, says = root.querySelector('.says').textContent;
      const at = [...root.querySelectorAll('.readout span:first-child')]
        .map(each => each.textContent).filter(each => each.startsWith('At '));
      const alive = [...root.querySelectorAll('figure[aria-label^=k8s]')]
        .map(each => each.querySelector('dl dd').textContent);
      return [says, at, alive];
    }"""
    seen = set()
    for _ in range(40):
        says, at, alive = page.lab.evaluate(same)
        if says.startswith("Live, at"):
            assert at[0] == at[1], at
            assert says.startswith(f"Live, at {at[0][3:-1]} of virtual time.")
            assert re.findall(r"([\d,]+) tasks?,", says) == alive
            seen.add(at[0])
        page.page.wait_for_timeout(50)
    assert len(seen) > 5
    page.lab.get_by_role("button", name="Rest").click()
    page.page.wait_for_timeout(500)
    says, at, alive = page.lab.evaluate(same)
    assert says.startswith(f"Live, at {at[0][3:-1]} of virtual time.")
    assert re.findall(r"([\d,]+) tasks?,", says) == alive
    page.lab.get_by_role("button", name="End live").click()


def test_a_link_between_two_stops_says_so_and_runs_when_asked(visit):
    page = visit(INDEX + "#leak-lab?latency_s=0.75&rate_per_s=50&timeout_s=0.6")
    note = page.lab.locator(".between")
    assert "The link asks for Latency 0.75 s, which is not among the recorded" in note.inner_text()
    assert page.says.startswith("At 0.7 s every")
    note.get_by_role("button").click()
    page.lab.locator(".says", has_text="At 0.75 s every").wait_for(timeout=WAIT_MS)
    left = simulate(LabPlan().scenario(LabSetting(latency_s=0.75)), "k8s-1.12").tasks_left
    assert page.counter("k8s-1.12", "left") == left
    assert not note.is_visible()


def test_a_link_to_a_stop_says_nothing_of_it(visit):
    page = visit(INDEX + "#leak-lab?latency_s=0.7&rate_per_s=50&timeout_s=0.6")
    assert not page.lab.locator(".between").is_visible()


def test_a_link_opens_where_its_lab_is(browser, site):
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{site}/{NOBODY}#nobody?latency_s=0.9")
    lab = page.locator("leak-lab")
    lab.locator(".says", has_text="At 0.9 s every request").wait_for()
    top = "document.querySelector('leak-lab').getBoundingClientRect().top"
    page.wait_for_function(f"Math.abs({top}) < 120")
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_function(f"{top} > 800")
    page.evaluate("location.hash = '#nobody?latency_s=0.3'")
    page.wait_for_function(f"Math.abs({top}) < 120")
    assert lab.locator(".says").inner_text().startswith("At 0.3 s every answer")
    page.close()


def test_an_answer_that_takes_long_is_told_in_words(visit):
    page = visit(INDEX, own=True)
    run_here(page)
    page.page.clock.install(time=0)
    page.page.clock.pause_at(60)  # s; from here on it goes as told, however slow the machine is
    page.lab.evaluate(
        "lab => { lab.engine.ask = () => new Promise(resolve => { lab.answerNow = resolve; }); }"
    )
    page.lab.get_by_label("Latency").press("End")
    page.page.clock.run_for(1400)
    assert "answer will come" not in page.says
    page.page.clock.run_for(200)
    assert page.says == "Python is still at work in this page; the answer will come."
    page.lab.evaluate("lab => lab.answerNow(lab.data ? { runs: lab.data.runs.at(-1) } : null)")
    page.lab.locator(".says", has_text="At 1.8 s every request").wait_for()
