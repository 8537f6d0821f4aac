"""A lab in a file of one's own, made by the very lines that the book's page shows."""

from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from leaklab import simulate
from leaklab.labs import LabPlan, LabSetting, LimitsLab, RequestStory
from tests.support.elsewhere import FILE

OTHER = '<!doctype html><html lang="de"><meta charset="utf-8"><title>Mine</title><h1>Mine</h1>'


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that the snippet writes."""
    folder = tmp_path / "chapters"  # where `window` takes what lies beside for its own
    folder.mkdir()
    monkeypatch.chdir(folder)
    exec(FILE, {})
    return folder / "my-lab.html"


def answers(page: Any) -> None:
    """At the end of its slider the lab says what a run of it leaves."""
    page.lab.locator("input[type=range]").first.focus()
    page.page.keyboard.press("End")
    run = simulate(LabPlan().scenario(LabSetting(latency_s=0.9)), "k8s-1.12")
    parked = page.lab.locator("dl div", has_text="parked").first.locator("dd")
    parked.get_by_text(str(run.tasks_left), exact=True).wait_for()
    assert run.tasks_left > 0


def test_it_opens_from_its_folder_and_answers(window, file):
    page = window(file.as_uri(), "leak-lab")
    assert page.page.title() == "My lab"
    assert page.requests == [file.as_uri()]  # it has all that it needs inside
    answers(page)


def test_it_says_why_nothing_else_can_be_run(window, file):
    page = window(file.as_uri(), "leak-lab")
    page.lab.get_by_text("this page has the recorded runs alone").wait_for()
    assert page.lab.get_by_role("button", name="Run it here").count() == 0


def test_the_documented_address_opens_it_where_it_says(window, file):
    page = window(f"{file.as_uri()}#my-lab?latency_s=0.9&rate_per_s=10", "leak-lab")
    run = simulate(LabPlan().scenario(LabSetting(latency_s=0.9, rate_per_s=10)), "k8s-1.12")
    parked = page.lab.locator("dl div", has_text="parked").first.locator("dd")
    assert parked.inner_text() == str(run.tasks_left)


def test_what_stands_in_its_main_goes_into_any_page(window, file, tmp_path):
    main = BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser").main
    main.h1.decompose()
    mine = tmp_path / "mine.html"
    mine.write_text(OTHER + main.decode_contents(), encoding="utf-8")
    answers(window(mine.as_uri(), "leak-lab"))


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_in_it(window, file, dark, width):
    page = window(file.as_uri(), "leak-lab", dark=dark, width=width)
    assert page.axe("html") == []


@pytest.mark.parametrize("lab", [LimitsLab("pages"), RequestStory()], ids=lambda lab: lab.TAG)
def test_other_labs_have_pages_too(window, tmp_path, lab):
    file = tmp_path / "other.html"
    file.write_text(lab.page(), encoding="utf-8")
    page = window(file.as_uri(), lab.TAG)
    said = page.says
    page.lab.locator("input[type=range]").first.focus()
    page.page.keyboard.press("End" if page.lab.evaluate("lab => lab.turn") == 1 else "Home")
    assert page.lab.evaluate("lab => lab.turn") > 1
    assert said


def test_without_javascript_its_picture_is_there(browser, file):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(file.as_uri())
    assert page.locator("leak-lab svg").first.is_visible()
    context.close()
