"""The page "A lab in your own page" says what is so. tests/browser runs each of its snippets."""

import pytest

from leaklab.labs.stops import MAX_RUNS
from tests.support.elsewhere import CELL, FRAME, INSTALL, MARIMO, TEXT, knobs
from tests.support.places import HTML, ROOT


def test_the_limit_of_runs_is_the_labs_own():
    assert f"at most {MAX_RUNS}." in TEXT


def test_marimos_cell_is_the_notebooks():
    lines = [line.strip() for line in CELL.splitlines() if line]
    assert lines == [line.strip() for line in MARIMO.splitlines() if line.strip() in lines]


def test_the_licences_are_the_repositorys():
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").startswith("MIT")
    assert "Attribution 4.0 International" in (ROOT / "LICENSE-text").read_text(encoding="utf-8")
    assert "MIT licence" in TEXT
    assert "[CC BY 4.0]" in TEXT


@pytest.mark.book
def test_the_wheel_and_the_frame_are_there():
    (wheel,) = HTML.glob("_static/leaklab-*.whl")
    assert f'"{wheel.name}[notebook]"' in INSTALL
    address = FRAME.partition('src="https://BOOK/')[2].partition('"')[0]
    assert (HTML / address).is_file()


def test_the_table_names_the_labs():
    assert list(knobs()) == [
        "LeakLab",
        "RequestStory",
        "TaskProfile",
        "IncidentReplay",
        "LimitsLab",
    ]
