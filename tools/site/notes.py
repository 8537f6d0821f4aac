"""A sceptic's question stands beside the text where there is room, and folded in it elsewhere."""

from bs4 import BeautifulSoup

SCEPTIC = "sceptic"


def mark(page: BeautifulSoup) -> None:
    """Mark the folded parts whose title is a question, for the style sheet and the script."""
    for note in page.select("article details.sd-dropdown"):
        title = note.find("summary")
        if title is not None and title.get_text().strip().endswith("?"):
            note["class"] = " ".join([*filter(None, note.get_attribute_list("class")), SCEPTIC])
