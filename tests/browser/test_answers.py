"""Exercises in the page: right, wrong, nonsense, hints, a solution; and what is kept of them."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from leaklab.book.exercises import grading
from tests.browser.conftest import AXE, UNFOLDED
from tests.support import browser as support
from tests.support.places import HTML

FIRST = "chapters/01_two_evenings.html"
LINES = "chapters/10_never_again.html"
LAST = "chapters/12_your_turn.html"
RIGHT = "64000"
FACTORS = "2 \u00d7 4 \u00d7 20 \u00d7 400"
ENGINE_MS = 60_000
Open = Callable[..., Page]
FORBIDDEN = """Object.defineProperty(window, "localStorage", {
  get() { throw new DOMException("forbidden", "SecurityError"); } });"""


@pytest.fixture
def opened(browser: Browser, site: str) -> Iterator[Open]:
    """Open a page of the book in a window of its own; nothing may go wrong in it."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def failed(error: Any) -> None:
        if "/reader.js" in str(error.stack) or "forbidden" not in str(error):
            errors.append(f"{error}: {error.stack}")

    def logged(line: Any) -> None:
        if line.type == "error" and "theme mode" not in line.text:
            errors.append(line.text)  # the theme fails where storage is forbidden, and says so

    def open_page(path: str, *, base: str = site, before: str = "", **context: Any) -> Page:
        context = {"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce"} | context
        contexts.append(browser.new_context(**context))
        contexts[-1].add_init_script(UNFOLDED)
        page = contexts[-1].new_page()
        page.on("pageerror", failed)
        page.on("console", logged)
        if before:
            page.add_init_script(before)
        page.goto(f"{base}/{path}")
        return page

    yield open_page
    for each in contexts:
        each.close()
    assert errors == []


def box(page: Page, name: str) -> Locator:
    return page.locator(f"#exercise-{name}")


def answer(exercise: Locator, text: str) -> Locator:
    """Type it and press Enter; gives what is said then."""
    field = exercise.get_by_role("textbox")
    field.fill(text)
    field.press("Enter")
    return exercise.get_by_role("status")


def test_a_right_answer_is_told_so_and_the_focus_stays(opened: Open):
    page = opened(FIRST)
    exercise = box(page, "grown")
    expect(answer(exercise, RIGHT)).to_have_text("Right: 64,000 tasks.")
    expect(exercise.get_by_role("textbox")).to_be_focused()
    expect(exercise.get_by_text("✓ Solved")).to_be_visible()
    expect(page.locator("answer-tally")).to_have_text(
        "Solved so far in this chapter: 1 of 3 exercises."
    )


def test_a_wrong_answer_is_looked_at(opened: Open):
    exercise = box(opened(FIRST), "grown")
    said = answer(exercise, "32,000")
    expect(said).to_have_text(
        "Not 32,000. That is one evening. There were two, and no restart between them."
    )
    expect(answer(exercise, "1500")).to_have_text("Not 1,500: the number of tasks is higher.")
    expect(answer(exercise, "64001")).to_have_text("Not 64,001: the number of tasks is lower.")


@pytest.mark.parametrize(
    "text",
    [
        "64,000",
        "64 000",
        "64_000",
        "64'000",
        "\uff16\uff14\uff10\uff10\uff10",
        "\u0666\u0664\u0660\u0660\u0660",
        "64000 tasks",
        "6.4e4",
        " +64000.0 ",
    ],
)
def test_a_number_is_understood_as_readers_write_it(opened: Open, text: str):
    expect(answer(box(opened(FIRST), "grown"), text)).to_have_text("Right: 64,000 tasks.")


@pytest.mark.parametrize(
    "text", ["", "many", "1e999", "-1", "64.5", "64.000", "10 s", "9" * 900, "<b>"]
)
def test_nonsense_gets_the_limits_in_one_line_and_costs_no_try(opened: Open, text: str):
    exercise = box(opened(FIRST), "grown")
    for _ in range(5):
        said = answer(exercise, text)
        expect(said).to_contain_text("whole number")
    assert len(said.inner_text()) < 140
    expect(exercise.locator(".hints p")).to_have_count(0)


def test_hints_come_by_request_and_by_themselves_and_then_the_solution(opened: Open):
    exercise = box(opened(FIRST), "grown")
    exercise.get_by_role("button", name="First hint").press("Enter")
    expect(exercise.locator(".hints p")).to_have_count(1)
    for wrong in ("1", "2", "3", "4"):
        answer(exercise, wrong)
    expect(exercise.locator(".hints p")).to_have_count(2)
    more = exercise.get_by_role("button", name="Show the solution")
    more.press("Enter")
    expect(exercise.get_by_text(FACTORS)).to_be_visible()
    hide = exercise.get_by_role("button", name="Hide the solution")
    expect(hide).to_be_focused()
    hide.press("Space")
    expect(exercise.get_by_text(FACTORS)).to_be_hidden()


def test_a_choice_is_made_by_keyboard_alone(opened: Open):
    exercise = box(opened(LAST), "server_a")
    exercise.get_by_role("button", name="Check").press("Enter")
    expect(exercise.get_by_role("status")).to_have_text(
        "Nothing is chosen yet: choose one of the answers."
    )
    first = exercise.get_by_role("radio", name="1. A task for each request that times out.")
    first.focus()
    first.press("Space")
    first.press("Enter")
    expect(exercise.get_by_role("status")).to_contain_text("Not 1. On the slow line")
    first.press("ArrowDown")
    exercise.get_by_role("radio", name="2. ").press("Enter")
    expect(exercise.get_by_role("status")).to_have_text("Right: 2 is what the run shows.")


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


def test_without_javascript_each_exercise_says_where_its_solution_is(opened: Open):
    page = opened(LAST, java_script_enabled=False)
    exercise = box(page, "server_a")
    expect(exercise.locator("ol > li")).to_have_count(3)
    exercise.get_by_role("link", name="Solution").click()
    assert page.url.endswith("solutions.html#your_turn-server_a")
    expect(page.get_by_text("A asks a second backend")).to_be_visible()


def test_on_paper_solutions_are_open(opened: Open):
    page = opened(FIRST)
    expect(page.get_by_text(FACTORS)).to_have_count(0)
    page.evaluate(
        """() => addEventListener("beforeprint", () => {
          const solutions = [...document.querySelectorAll("answer-box > .solution")];
          window.printed = solutions.filter((each) => each.checkVisibility()).length;
        })"""
    )
    page.pdf()
    assert page.evaluate("window.printed") == 3
    expect(page.locator("answer-box > .solution").first).to_be_hidden()


def test_nothing_is_wider_than_a_phone(opened: Open):
    for path in (FIRST, LINES, LAST):
        page = opened(path, viewport={"width": 390, "height": 844})
        for exercise in page.locator("answer-box").all():
            exercise.get_by_role("button", name="First hint").click()
            inside = exercise.evaluate(
                "box => [...box.shadowRoot.querySelectorAll('*')].map("
                "each => each.getBoundingClientRect().right - box.getBoundingClientRect().right)"
            )
            assert max(inside) <= 0.5
        small = page.locator("answer-box").get_by_role("button").all()
        assert min(each.bounding_box()["height"] for each in small) >= 44  # type: ignore[index]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", [FIRST, LINES, LAST, "chapters/solutions.html"])
def test_axe_finds_nothing(opened: Open, path: str, scheme: str):
    page = opened(path, color_scheme=scheme)
    for exercise in page.locator("answer-box").all():
        exercise.get_by_role("button", name="First hint").click()
        exercise.get_by_role("button", name="Second hint").click()
        exercise.get_by_role("button", name="Show the solution").click()
    page.evaluate((AXE / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate(support.AXE_RUN, "main")
    assert [violation["id"] for violation in found["violations"]] == []


def test_a_line_of_python_is_judged_in_the_page(opened: Open):
    exercise = box(opened(LINES), "plan")
    expect(exercise.get_by_text("Real trio checks it in this page")).to_be_visible()
    said = answer(exercise, "75:write")
    expect(said).to_contain_text("The test passes for draft-2", timeout=ENGINE_MS)
    said = answer(exercise, "“1:write,61:return”")
    expect(said).to_contain_text("Right: it fails for k8s-1.12", timeout=ENGINE_MS)
    expect(exercise.get_by_role("button", name="Check")).to_be_visible()
    here = grading.judged("never_again/plan", "1:write,61:return")
    assert said.inner_text() == here.text


def test_a_line_without_an_end_is_stopped_and_python_begins_anew(opened: Open):
    exercise = box(opened(LINES), "hold")
    said = answer(exercise, "[each for each in iter(int, 1)]")
    expect(said).to_have_text(
        "No verdict: the line took more than 1.5 s and was stopped.", timeout=ENGINE_MS
    )
    expect(exercise.get_by_role("textbox")).to_have_value("[each for each in iter(int, 1)]")
    expect(answer(exercise, "1/0")).to_contain_text("ZeroDivisionError", timeout=ENGINE_MS)


def test_a_hold_is_judged_and_a_check_can_be_stopped(opened: Open):
    exercise = box(opened(LINES), "hold")
    answer(exercise, "180 s")
    exercise.get_by_role("button", name="Stop").press("Enter")
    expect(exercise.get_by_role("status")).to_contain_text("stopped", timeout=ENGINE_MS)
    said = answer(exercise, "180 s")
    expect(said).to_contain_text("Right: minute 14", timeout=ENGINE_MS)


def test_from_a_file_a_line_says_why_it_is_not_checked_here(opened: Open):
    page = opened(LINES, base=HTML.as_uri())
    exercise = box(page, "plan")
    expect(exercise.get_by_text("opened from a file")).to_be_visible()
    expect(exercise.get_by_role("button", name="Check")).to_be_hidden()
    expect(answer(box(page, "careless"), "48")).to_have_text("Right: 48 tasks.")
    exercise.get_by_role("button", name="First hint").click()
