"""Which cells show their code: the page's topic does, at most ten; no cell's code is lost."""

import json

import pytest

from tests.support.places import CHAPTERS, HTML
from tests.support.site_pages import parsed
from tools.site import inputs

CELL = """<div class="cell {tags} docutils container">{given}
<div class="cell_output">42</div></div>"""
GIVEN = '<div class="cell_input"><pre>6 * 7</pre></div>'
MOST = 10

each_chapter = pytest.mark.parametrize(
    "path", sorted(CHAPTERS.glob("*.ipynb")), ids=lambda path: path.stem
)


def folded(tags: str, given: str = GIVEN):
    page = parsed(CELL.format(tags=tags, given=given))
    inputs.fold(page)
    return page


def test_code_is_folded_below_what_it_made():
    page = folded("")
    kinds = [part.name + "." + part["class"][0] for part in page.select(".cell > *")]
    assert kinds == ["div.cell_output", "details.behind"]
    assert page.select_one("details.behind pre").get_text() == "6 * 7"
    assert page.select_one("summary").get_text() == "Show the codeHide the code"


@pytest.mark.parametrize("tags", inputs.SHOWN)
def test_code_that_is_the_topic_stays_where_it_was(tags):
    page = folded(tags)
    assert not page.select("details")
    assert page.select_one(".cell > *")["class"] == ["cell_input"]


def test_a_cell_that_was_folded_above_what_it_made_has_one_fold_alone():
    page = folded("tag_hide-input", f'<details class="hide above-input">{GIVEN}</details>')
    assert len(page.select("details")) == 1
    assert page.select_one("details.behind .cell_input")


@pytest.mark.book
@each_chapter
def test_a_page_shows_the_code_of_at_most_ten_cells(path):
    page = parsed((HTML / "chapters" / f"{path.stem}.html").read_text(encoding="utf-8"))
    shown = [given for given in page.select(".cell_input") if not given.find_parent("details")]
    assert len(shown) <= MOST


@pytest.mark.book
@each_chapter
def test_all_code_of_a_chapter_is_in_its_page(path):
    page = parsed((HTML / "chapters" / f"{path.stem}.html").read_text(encoding="utf-8"))
    on_page = {given.get_text().strip() for given in page.select(".cell_input")}
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        tags = cell["metadata"].get("tags", [])
        if cell["cell_type"] == "code" and not {"remove-cell", "remove-input"} & set(tags):
            assert "".join(cell["source"]).strip() in on_page


@pytest.mark.book
@each_chapter
def test_no_page_begins_with_folded_code(path):
    page = parsed((HTML / "chapters" / f"{path.stem}.html").read_text(encoding="utf-8"))
    first = page.select_one(
        "article details.behind, article p:not(details p), article .cell_output"
    )
    assert first is not None
    assert first.name != "details"
