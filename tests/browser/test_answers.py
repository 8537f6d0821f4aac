"""Exercises in the page: right, wrong, nonsense, hints, a solution."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.support import axe
from tests.support.answers_in_page import FACTORS, FIRST, LAST, LINES, RIGHT, answer, box


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
    assert axe.faults(page, "main") == []
