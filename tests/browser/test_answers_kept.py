"""What is kept of answers: after a reload, in another form, where nothing can be kept."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.support.answers_in_page import FIRST, LINES, RIGHT, answer, box

FORBIDDEN = """Object.defineProperty(window, "localStorage", {
  get() { throw new DOMException("forbidden", "SecurityError"); } });"""


def test_a_reload_shows_all_again(opened: Open):
    page = opened(FIRST)
    answer(box(page, "grown"), "64 000")
    answer(box(page, "five_minutes"), "28800")
    box(page, "five_minutes").get_by_role("button", name="First hint").click()
    page.reload()
    expect(box(page, "grown").get_by_role("textbox")).to_have_value("64 000")
    expect(box(page, "grown").get_by_text("✓ Solved")).to_be_visible()
    expect(box(page, "five_minutes").get_by_role("status")).to_contain_text("Both evenings.")
    expect(box(page, "five_minutes").locator(".hints p")).to_have_count(1)
    kept = page.evaluate("localStorage.getItem('parked-forever/answer/two_evenings/grown')")
    assert '"title":"A grown cluster"' in kept
    assert '"href":"01_two_evenings.html#exercise-grown"' in kept


def test_what_is_answered_is_listed_with_the_rest_that_is_kept_and_leads_back(opened: Open):
    page = opened(FIRST)
    answer(box(page, "grown"), "64 000")
    page.goto(page.url.replace("01_two_evenings", "your_page"))
    mine = page.locator("kept-here li", has_text="A grown cluster")
    expect(mine).to_contain_text("64 000")
    mine.get_by_role("link").click()
    expect(box(page, "grown")).to_be_in_viewport()


VALUES = ['"x"', "7", "[]", "true", '{"won":true}', '{"said":{}}', '{"said":5,"is":[]}']
VALUES += ['{"title":{"toString":1}}', '{"text":9,"href":{"x":1},"given":[]}']
STRANGE = ["{}", "null", '{"edition":1}', *(f'{{"edition":1,"value":{each}}}' for each in VALUES)]
BETS = ["first-left", "what-fills", "how-late", "one-in-four", "short-grace"]
KEYS = ["answer/two_evenings/grown", "answer/never_again/plan", *(f"bet/{name}" for name in BETS)]
KEYS += ["code/05_nobody_is_coming/say-goodbye", "code/x"]
KEEP = """([keys, kept]) => {
  for (const key of keys) localStorage.setItem(`parked-forever/${key}`, kept);
}"""
FIFTH, MINE = "chapters/05_nobody_is_coming.html", "chapters/your_page.html"


@pytest.mark.parametrize("path", [FIRST, FIFTH, LINES, MINE])
def test_entries_of_any_shape_throw_nowhere(opened: Open, path: str):
    """Bets, answers and edits, all in a shape that no edition has written."""
    page = opened(path)
    for kept in STRANGE:
        page.evaluate(KEEP, [KEYS, kept])
        page.reload()
        page.locator("article h1").wait_for()
        assert not page.get_by_text("undefined").count()
        assert not page.get_by_text("[object").count()


def test_what_is_typed_elsewhere_stays_while_another_is_checked(opened: Open):
    page = opened(FIRST)
    box(page, "longer_limit").get_by_role("textbox").fill("not yet checked")
    answer(box(page, "grown"), RIGHT)
    expect(box(page, "longer_limit").get_by_role("textbox")).to_have_value("not yet checked")


@pytest.mark.parametrize(
    "kept",
    ["nonsense", '{"edition":1,"value":{"given":7,"right":"yes","hints":"many"}}', '{"edition":9}'],
)
def test_what_is_kept_in_another_form_breaks_nothing(opened: Open, kept: str):
    key = "parked-forever/answer/two_evenings/grown"
    page = opened(FIRST, before=f"localStorage.setItem({key!r}, {kept!r});")
    expect(box(page, "grown").get_by_role("button", name="First hint")).to_be_visible()
    expect(answer(box(page, "grown"), RIGHT)).to_have_text("Right: 64,000 tasks.")


def test_where_nothing_can_be_kept_all_works(opened: Open):
    page = opened(FIRST, before=FORBIDDEN)
    expect(answer(box(page, "grown"), RIGHT)).to_have_text("Right: 64,000 tasks.")
    expect(page.locator("answer-tally")).to_contain_text("1 of 3")
