"""Notes for instructors stand in the chapters, hidden, until the reader asks for them.

`teaching-notes.js` shows them where the switch is on; without JavaScript they stay hidden.
"""

from bs4 import BeautifulSoup

NOTES = "article .admonition.instructor"
HEAD = "For instructors. "


def hide(page: BeautifulSoup) -> None:
    """Hide the page's notes, and have each say for whom it is."""
    for note in page.select(NOTES):
        note["hidden"] = ""
        title = note.select_one(".admonition-title")
        if title is not None and not title.get_text().startswith(HEAD):
            title.insert(0, HEAD)
