"""What book.css needs to know of cells: how much room a lab takes, and which cells have none.

A lab's room is known before its script runs, so that nothing below it jumps. A leak lab's depends
on how many handlers it shows, a task profile's on whether it opens with a comparison.
"""

import json
from typing import Any

from bs4 import BeautifulSoup, Tag

FIRST = 4  # cells that may be on the first screen, where room that was kept wrongly is seen
ON_A_LINE = 36  # letters of code on a phone
LEAST, PICTURE = 19, 62  # rem; a picture may have three panels
IN_A_ROW = 2  # handlers, where the page is wide


def keep(page: BeautifulSoup) -> None:
    """Tell book.css what the height of each lab depends on."""
    for lab in page.select("leak-lab"):
        handlers = len(_data(lab)["handlers"])
        lab["style"] = f"--handlers: {handlers}; --rows: {-(-handlers // IN_A_ROW)}"
    for lab in page.select("task-profile"):
        lab["style"] = f"--compares: {int(_data(lab)['start']['since_s'] > 0)}"


def mark_others(page: BeautifulSoup) -> None:
    """Mark the cells in which nothing starts by itself: a phone draws them when they come near.

    A browser could find them by `:has`, and would look for them at each change of the page.
    """
    for cell in page.select("div.cell")[FIRST:]:
        if not any("-" in inside.name for inside in cell.find_all(True)):
            cell["class"] = " ".join([*filter(None, cell.get_attribute_list("class")), "still"])
            cell["style"] = f"--tall: {_tall(cell)}rem"


def _tall(cell: Tag) -> int:
    """About how tall a cell is on a phone, in rem; too little would put it over what follows."""
    open_texts = [each for each in cell.select("pre") if not each.find_parent("details")]
    lines = [line for each in open_texts for line in each.get_text().splitlines()]
    rows = sum(-(-max(1, len(line)) // ON_A_LINE) for line in lines) + 3 * len(cell.select("tr"))
    return max(LEAST, round(4 + 1.5 * rows + PICTURE * len(cell.select("figure, .output img"))))


def _data(lab: Tag) -> Any:
    data = lab.select_one('script[type="application/json"]')
    assert data is not None, f"the lab {lab.get('id')} has no data"
    return json.loads(data.get_text())
