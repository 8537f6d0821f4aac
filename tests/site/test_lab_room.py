"""tools.site.lab_room: book.css learns how high labs are, and which cells have none."""

import pytest
from bs4 import BeautifulSoup

from tools.site import lab_room

LINES = "line\n" * 40


@pytest.mark.parametrize(("handlers", "rows"), [(1, 1), (2, 1), (3, 2), (4, 2)])
def test_a_leak_lab_says_how_many_handlers_and_rows_it_has(handlers, rows):
    data = '{"handlers":[' + ",".join(['"a"'] * handlers) + "]}"
    page = BeautifulSoup(
        f'<leak-lab id="x"><script type="application/json">{data}</script></leak-lab>',
        "html.parser",
    )
    lab_room.keep(page)
    lab = page.select_one("leak-lab")
    assert lab is not None
    assert lab["style"] == f"--handlers: {handlers}; --rows: {rows}"


@pytest.mark.parametrize(("since_s", "compares"), [(0.0, 0), (2.0, 1)])
def test_a_task_profile_says_whether_it_compares(since_s, compares):
    page = BeautifulSoup(
        '<task-profile id="x"><script type="application/json">'
        f'{{"start":{{"since_s":{since_s}}}}}</script></task-profile>',
        "html.parser",
    )
    lab_room.keep(page)
    lab = page.select_one("task-profile")
    assert lab is not None
    assert lab["style"] == f"--compares: {compares}"


def test_a_lab_without_data_is_told():
    with pytest.raises(AssertionError, match="the lab x has no data"):
        lab_room.keep(BeautifulSoup('<leak-lab id="x"></leak-lab>', "html.parser"))


def test_cells_without_an_element_are_marked_but_for_the_first():
    cells = ["<p>1</p>", "<leak-lab></leak-lab>"] * 4
    page = BeautifulSoup("".join(f'<div class="cell">{x}</div>' for x in cells), "html.parser")
    lab_room.mark_others(page)
    marked = ["still" in cell["class"] for cell in page.select(".cell")]
    assert marked == [False] * lab_room.FIRST + [True, False, True, False]


def test_a_marked_cell_says_about_how_tall_it_is():
    short, long, folded = "<pre>1</pre>", f"<pre>{LINES}</pre>", "<pre>x</pre>" * 40
    cells = ["<p>1</p>"] * lab_room.FIRST + [short, long, f"<details>{folded}</details>"]
    page = BeautifulSoup("".join(f'<div class="cell">{x}</div>' for x in cells), "html.parser")
    lab_room.mark_others(page)
    told = [cell.get("style") for cell in page.select(".still")]
    assert told == ["--tall: 19rem", "--tall: 64rem", "--tall: 19rem"]
