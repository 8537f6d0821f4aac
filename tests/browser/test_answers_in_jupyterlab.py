"""An exercise in JupyterLab: its cell says what to do, and where a lab has run it takes answers."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.support import browser as support

LAB = """from leaklab.labs import LeakLab
LeakLab(latency_s=(0.3, 0.9), rate_per_s=(10, 50), timeout_s=(0.6,))"""
EXERCISE = """from leaklab.labs import IncidentPlan, left
from leaklab.book import exercises
answer = {}
grown = IncidentPlan(usual_s=35.0, lists_per_pull=400)
exercises.check(answer, left(grown, factor=2.0), "tasks",
                exercises.two_evenings.grown(grown))"""


@pytest.mark.slow
def test_an_exercise_in_jupyterlab(browser: Browser, tmp_path: Path):
    cells = [EXERCISE.format(None), LAB, EXERCISE.format(64000)]
    with support.jupyterlab(tmp_path, cells) as address:
        page = browser.new_page()
        support.open_notebook(page, address)
        cell = support.run_cell(page, 0)
        expect(cell).to_contain_text("No answer yet: set answer to a whole number of tasks")
        support.run_cell(page, 1)
        field = cell.get_by_role("textbox", name="Your answer (tasks)")
        field.click()
        page.keyboard.type("32,000")
        page.keyboard.press("Enter")
        expect(cell.locator("answer-box").get_by_role("status")).to_contain_text("one evening")
        for hint in ("First hint", "Second hint"):
            cell.get_by_role("button", name=hint).click()
        expect(cell.get_by_role("button", name="Check")).to_be_focused()
        expect(support.run_cell(page, 2)).to_contain_text("Right: 64,000 tasks.")
        page.close()
