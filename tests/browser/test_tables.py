"""Tables in a real page: on a phone a row's name stays in sight, and no heading is cut off."""

import pytest

from tests.support import browser as support

WITH = sorted(
    path.name
    for path in support.HTML.glob("chapters/*.html")
    if "<table" in path.read_text(encoding="utf-8")
)
SCROLLED = """() => {
  document.querySelectorAll("details").forEach((each) => { each.open = true; });
  const shown = [...document.querySelectorAll("article table")].filter((table) =>
    table.getClientRects().length && !table.closest(".indextable"));
  return shown.map((table) => {
    let place = table.parentElement;
    while (!["auto", "scroll"].includes(getComputedStyle(place).overflowX)) {
      place = place.parentElement;
    }
    place.scrollLeft = 10_000;
    const left = place.getBoundingClientRect().left;
    const firsts = [...table.rows].map((row) => row.cells[0].getBoundingClientRect());
    const cut = [...table.querySelectorAll("th, td")].filter(
      (cell) => cell.scrollWidth > cell.clientWidth + 1);
    return {
      text: table.innerText.slice(0, 40),
      moved: place.scrollLeft,
      apart: Math.max(...firsts.map((first) => Math.abs(first.left - left))),
      widest: Math.max(...firsts.map((first) => first.width)) / place.clientWidth,
      cut: cut.map((cell) => cell.innerText),
      letters: parseFloat(getComputedStyle(table).fontSize),
    };
  });
}"""


PHONE = {"width": 390, "height": 844}


@pytest.mark.parametrize("name", WITH)
def test_a_rows_name_stays_in_sight(tab, site, name):
    tab.set_viewport_size(PHONE)
    tab.goto(f"{site}/chapters/{name}")
    for table in tab.evaluate(SCROLLED):
        assert table["cut"] == [], table
        assert table["letters"] >= 12, table
        if table["moved"] > 0:
            assert table["apart"] <= 2, table
            assert table["widest"] < 0.5, table


def test_a_table_that_is_too_wide_is_among_them(tab, site):
    tab.set_viewport_size(PHONE)
    tab.goto(f"{site}/chapters/10_never_again.html")
    assert max(table["moved"] for table in tab.evaluate(SCROLLED)) > 20
