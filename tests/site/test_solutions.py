"""Solutions are out of sight in the pages, and in plain words on a page of their own."""

import json
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from leaklab.book.exercises.spoiler import turned
from tests.support.places import HTML
from tests.support.site_pages import parsed
from tools.site import solutions

BOX = (
    '<section id="exercises"><ol><li>One</li><li>Two</li></ol><div class="cell">'
    '<details class="hide"><pre>code</pre></details><div class="cell_output"><answer-box '
    'id="exercise-name"><script type="application/json">{known}</script>'
    "<p>No answer yet: set answer to 1 or 2, then run the cell.</p></answer-box></div></div>\n"
    '{below}<p>after</p></section><section id="sources"></section>'
)
DROPDOWN = (
    '<details class="sd-sphinx-override sd-dropdown"><summary>Solution</summary>'
    '<div class="sd-summary-content"><p>Number 2, &amp; <a href="03_x.html">more</a>.</p></div>'
    "</details>"
)
SOLUTIONS = '<section><h2><a href="01_one.html">One</a></h2></section>'


def moved(kind: str = "choice", below: str = DROPDOWN) -> tuple[BeautifulSoup, BeautifulSoup]:
    known = json.dumps({"id": "one/name", "title": "A title", "kind": kind})
    page, whole = parsed(BOX.replace("{known}", known).replace("{below}", below)), parsed(SOLUTIONS)
    solutions.move({Path("01_one.html"): page, Path("solutions.html"): whole}, Path("nowhere"))
    return page, whole


def test_the_solution_goes_into_the_box_and_to_its_own_page():
    page, whole = moved()
    script = page.select_one("answer-box script")
    assert script is not None
    assert turned(json.loads(script.get_text())["solution"]) == (
        '<p>Number 2, &amp; <a href="03_x.html">more</a>.</p>'
    )
    assert "Number 2" not in str(page)
    assert not page.select(".sd-dropdown")
    assert [each.get_text() for each in page.select("#exercises > p")] == ["after"]
    title = whole.select_one("section h3#one-name a")
    assert title is not None
    assert (title["href"], title.get_text()) == ("01_one.html#exercise-name", "A title")
    assert "Number 2, &amp; <a" in str(whole)


def test_without_javascript_the_box_leads_there_with_the_answers_to_choose_from():
    page, _ = moved()
    box = page.select_one("answer-box")
    assert box is not None
    assert [item.get_text() for item in box.select("ol li")] == ["One", "Two"]
    assert "In JupyterLab: set answer to 1 or 2" in box.get_text()
    link = box.select_one("p a")
    assert link is not None
    assert link["href"] == "solutions.html#one-name"


def test_the_code_goes_below_the_box_and_a_line_ends_the_section():
    page, _ = moved()
    assert [each.name for each in page.select(".cell > *")] == ["div", "details"]
    assert page.select("#exercises > answer-tally") == page.select("answer-tally")
    assert len(page.select("answer-tally")) == 1


def test_an_exercise_without_a_solution_is_refused():
    with pytest.raises(ValueError, match="one/name: no solution"):
        moved(below="<p>no dropdown</p>")


def test_a_chapter_without_a_heading_on_the_page_is_refused():
    known = json.dumps({"id": "two/name", "title": "A title", "kind": "choice"})
    page = parsed(BOX.replace("{known}", known).replace("{below}", DROPDOWN))
    pages = {Path("02_two.html"): page, Path("solutions.html"): parsed(SOLUTIONS)}
    with pytest.raises(ValueError, match=r"no heading that links 02_two\.html"):
        solutions.move(pages, Path("nowhere"))


# ---- the built book ----


def sections() -> list[tuple[str, str]]:
    """Where each solution of the built book belongs, and its words."""
    page = BeautifulSoup((HTML / "chapters" / "solutions.html").read_text("utf-8"), "html.parser")
    found = []
    for title in page.select("article h3"):
        words = ""
        for sibling in title.next_siblings:
            if getattr(sibling, "name", None) in ("h3", "section"):
                break
            words += sibling.get_text()
        link = title.select_one("a")
        assert link is not None
        found.append((str(link["href"]), " ".join(words.split())))
    return found


@pytest.mark.book
def test_every_solution_is_on_the_page_and_leads_back_to_its_exercise():
    found = sections()
    assert len(found) >= 40
    for href, words in found:
        chapter, _, anchor = href.partition("#")
        assert f'id="{anchor}"' in (HTML / "chapters" / chapter).read_text("utf-8")
        assert len(words) > 20


@pytest.mark.book
def test_no_solution_stands_in_its_chapters_source_in_plain_sight():
    """Neither its first words nor any of its longer sentences; its own page has them."""
    own = " ".join((HTML / "chapters" / "solutions.html").read_text("utf-8").split())
    seen = 0
    for href, words in sections():
        source = (HTML / "chapters" / href.partition("#")[0]).read_text("utf-8")
        text = " ".join(BeautifulSoup(source, "html.parser").get_text().split())
        for sentence in re.split(r"(?<=[.:?])\s", words):
            if len(sentence) >= 25:
                assert sentence not in text, (href, sentence)
                assert sentence not in " ".join(source.split()), (href, sentence)
                seen += sentence in own
        assert words[:20] not in text, (href, words[:20])
    assert seen > 40


@pytest.mark.book
def test_the_weight_of_python_is_said_where_a_line_of_python_is_asked_for():
    source = (HTML / "chapters" / "10_never_again.html").read_text("utf-8")
    boxes = BeautifulSoup(source, "html.parser").select("answer-box script")
    kinds = [json.loads(box.get_text()) for box in boxes]
    loads = [each["loads"] for each in kinds if each["kind"] == "python"]
    assert len(loads) == 2
    assert all(re.fullmatch(r"\d\d MB", each) for each in loads)
