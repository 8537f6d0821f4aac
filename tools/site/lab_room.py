"""How much room a lab takes is known before its script runs, so that nothing below it jumps.

book.css has the heights. A leak lab's depends on how many handlers it shows, a task profile's on
whether it opens with a comparison.
"""

import json
from typing import Any

from bs4 import BeautifulSoup, Tag

IN_A_ROW = 2  # handlers, where the page is wide


def keep(page: BeautifulSoup) -> None:
    """Tell book.css what the height of each lab depends on."""
    for lab in page.select("leak-lab"):
        handlers = len(_data(lab)["handlers"])
        lab["style"] = f"--handlers: {handlers}; --rows: {-(-handlers // IN_A_ROW)}"
    for lab in page.select("task-profile"):
        lab["style"] = f"--compares: {int(_data(lab)['start']['since_s'] > 0)}"


def _data(lab: Tag) -> Any:
    data = lab.select_one('script[type="application/json"]')
    assert data is not None, f"the lab {lab.get('id')} has no data"
    return json.loads(data.get_text())
