"""tools.slides.parts: what is to be looked at, and long code and tables in parts."""

import html as markup

import pytest
from bs4 import BeautifulSoup

from tools.slides.parts import COLUMNS, HALF, ROWS, parts


def element(html: str):
    return next(BeautifulSoup(html, "html.parser").find_all(True, recursive=False).__iter__())


def listing(lines: list[str]) -> str:
    spans = "".join(f'<span class="line">{markup.escape(line)}\n</span>' for line in lines)
    return f'<div class="highlight"><pre>{spans}</pre></div>'


def cell(printed: str = "", given: str = "") -> str:
    shown = f'<div class="cell_input">{given}</div>' if given else ""
    return f'<div class="cell">{shown}<div class="cell_output">{printed}</div></div>'


def output(inside: str) -> str:
    return f'<div class="output">{inside}</div>'


def lines_of(html: str) -> list[str]:
    return [each.get_text() for each in BeautifulSoup(html, "html.parser").select(".line")]


def test_prose_and_a_cell_with_folded_code_are_nothing_to_look_at():
    assert parts(element("<p>Some words.</p>")) == []
    folded = '<div class="cell"><details class="behind"><pre>x = 1</pre></details></div>'
    assert parts(element(folded)) == []


def test_what_a_cell_printed_is_one_part_and_leaves_room():
    (part,) = parts(element(cell(output(listing(["200 left"])))))
    assert (part.kind, part.small) == ("code", True)


def test_code_and_what_it_prints_stand_together_where_they_fit():
    (part,) = parts(element(cell(output(listing(["7"])), listing(["print(7)"]))))
    assert part.html.index("print(7)") < part.html.rindex("7")
    assert not part.small


def test_long_code_is_cut_at_an_empty_line_and_loses_no_line_and_no_indent():
    lines = ["def f():", *["    one()"] * 12, "", "def g():", *["    two()"] * 12]
    first, second = parts(element(cell(output(listing(lines)))))
    assert lines_of(first.html) == [f"{line}\n" for line in lines[:13]]
    assert lines_of(second.html) == [f"{line}\n" for line in lines[14:]]


def test_what_fits_a_slide_at_the_end_stays_together():
    lines = [*["set_up()"] * 7, "", *["worker()"] * 6, "", *["receive()"] * 9]
    first, second = parts(element(cell(output(listing(lines)))))
    assert lines_of(first.html) == ["set_up()\n"] * 7
    assert lines_of(second.html) == [f"{line}\n" for line in lines[8:]]


def test_a_listing_that_the_page_folds_is_open_under_the_words_it_is_folded_by():
    fold = f"<details><summary>In Go</summary><p>Ours.</p>{listing(['x'] * (ROWS - 1))}</details>"
    (part,) = parts(element(cell(output(fold))))
    assert part.html.startswith("<p><strong>In Go</strong></p>")
    assert "details" not in part.html
    assert len(lines_of(part.html)) == ROWS - 1


def test_no_part_of_code_has_more_rows_than_fit():
    lines = ["x" * (COLUMNS * 3)] * 20
    made = parts(element(cell(output(listing(lines)))))
    assert sum(len(lines_of(part.html)) for part in made) == 20
    assert all(3 * len(lines_of(part.html)) <= ROWS for part in made)


def test_one_line_longer_than_a_slide_is_a_part_of_its_own():
    made = parts(element(cell(output(listing(["x" * COLUMNS * (ROWS + 3), "y"])))))
    assert [len(lines_of(part.html)) for part in made] == [1, 1]


@pytest.mark.parametrize(("wide", "kinds"), [(HALF, ["pair"]), (HALF + 30, ["code", "code"])])
def test_two_listings_stand_beside_each_other_where_both_fit(wide, kinds):
    side = f"<div><p><strong>Go</strong></p>{listing(['x' * wide] * 14)}</div>"
    made = parts(element(cell(output(f"<div>{side}{side}</div>"), listing(["look()"]))))
    assert [part.kind for part in made] == kinds
    assert all("Go" in part.html and "look()" not in part.html for part in made)


def test_a_tall_table_is_cut_between_rows_and_each_part_has_the_heading():
    rows = "".join(f"<tr><td>{at}</td></tr>" for at in range(25))
    table = f"<table><thead><tr><th>n</th></tr></thead><tbody>{rows}</tbody></table>"
    made = parts(element(f'<div class="pst-scrollable-table-container">{table}</div>'))
    pages = [BeautifulSoup(part.html, "html.parser") for part in made]
    assert [int(each.get_text()) for page in pages for each in page.select("td")] == list(range(25))
    assert len(made) > 1
    assert all(page.th.get_text() == "n" for page in pages)
    heights = [len(page.select("td")) for page in pages]
    assert max(heights) - min(heights) <= len(made) - 1  # no row is left for a slide of its own


def test_a_date_is_not_broken():
    table = "<table><tr><td>2019-10-22</td><td>in 2019-10-22 alone</td></tr></table>"
    (part,) = parts(element(f'<div class="pst-scrollable-table-container">{table}</div>'))
    cells = BeautifulSoup(part.html, "html.parser").select("td")
    assert [cell.get("class") for cell in cells] == [["date"], None]


def test_a_bet_has_a_name_of_its_own_and_tells_no_result():
    bet = (
        '<place-bet id="bet-late"><input name="bet-late" type="radio"><p class="bet-won">One.</p>'
        '<p class="bet-all">Unfold</p></place-bet>'
    )
    (part,) = parts(element(cell(output(bet))))
    made = BeautifulSoup(part.html, "html.parser")
    assert part.kind == "place-bet"
    assert made.select_one("place-bet")["id"] == "bet-slide-late"
    assert made.input["name"] == "bet-slide-late"
    assert made.get_text() == ""


def test_a_lab_stays_as_it_is():
    lab = '<leak-lab id="a"><script type="application/json">{"x": 1}</script></leak-lab>'
    (part,) = parts(element(cell(output(lab))))
    assert part == ("lab", lab, False)
