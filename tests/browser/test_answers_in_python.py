"""Exercises whose answer is a line of Python, judged by the page's own."""

from playwright.sync_api import expect

from leaklab.book.exercises import grading
from tests.browser.conftest import Open
from tests.support.answers_in_page import LINES, answer, box
from tests.support.places import HTML

ENGINE_MS = 60_000


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
