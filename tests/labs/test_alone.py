"""`lab.page()`: a whole document with one lab; and which labs are open where."""

import threading

import pytest
from bs4 import BeautifulSoup

from leaklab import labs
from leaklab.labs import LeakLab, alone
from leaklab.labs.lab import Lab

ONE = {"rate_per_s": (10.0,), "timeout_s": (0.6,), "latency_s": (0.3, 0.9)}


def test_all_labs_can_stand_alone():
    offered = [getattr(labs, name) for name in labs.__all__]
    kinds = [each for each in offered if isinstance(each, type) and issubclass(each, Lab)]
    assert set(alone.TAGS) == {kind.TAG for kind in kinds}


def test_a_page_is_a_document_with_the_lab_its_script_and_nothing_from_elsewhere():
    lab = LeakLab(name="mine", **ONE)
    text = lab.page("Late & <early>")
    page = BeautifulSoup(text, "html.parser")
    assert text.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert page.title.get_text() == page.h1.get_text() == "Late & <early>"
    assert str(page.select_one("main > leak-lab#mine")) == str(
        BeautifulSoup(lab.element(), "html.parser")
    )
    assert page.select_one("main > leak-lab ~ script").get_text() == alone.SCRIPT.read_text("utf-8")
    assert page.select("[src], link, iframe, img") == []


def test_a_page_has_a_title_of_its_own_unless_it_is_given_one():
    page = BeautifulSoup(LeakLab(name="mine", **ONE).page(), "html.parser")
    assert page.title.get_text() == "A lab of Parked Forever"


@pytest.mark.parametrize("title", ["", "  ", None, 5, b"x"])
def test_a_title_that_is_no_text_is_refused_in_one_line(title):
    with pytest.raises(ValueError) as refused:
        LeakLab(name="mine", **ONE).page(title)
    assert str(refused.value) == f"title = {title!r} must be a text of at least one character"


def test_without_the_bundled_script_it_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(alone, "SCRIPT", tmp_path / "labs.js")
    with pytest.raises(FileNotFoundError, match=r"labs\.js is missing; in a checkout, make setup"):
        LeakLab(name="mine", **ONE).page()


def test_a_lab_of_the_same_name_ends_the_former_one_but_not_another_visitors():
    """`marimo run` runs each visitor's notebook in a thread of its own, all in one process."""
    first = LeakLab(name="same", **ONE)
    others: list[LeakLab] = []
    thread = threading.Thread(target=lambda: others.append(LeakLab(name="same", **ONE)))
    thread.start()
    thread.join()
    assert first.comm is not None
    LeakLab(name="same", **ONE)
    assert first.comm is None
    assert others[0].comm is not None
