"""A page shows the code that is its topic, and keeps all other cells' one click away.

A cell tagged `show-input` is the topic: a call that a reader is to learn. What the others have made
stands in the page, and their code under it, folded.
"""

from bs4 import BeautifulSoup, Tag

SHOWN = ("tag_show-input", "tag_hide-output")
SHOW, HIDE = "Show the code", "Hide the code"


def fold(page: BeautifulSoup) -> None:
    """Fold the code of the cells that are not a page's topic, and put it below what it made."""
    for cell in page.select("div.cell"):
        given = cell.find("div", class_="cell_input")
        if not isinstance(given, Tag) or set(cell.get_attribute_list("class")) & {*SHOWN}:
            continue
        old = given.find_parent("details")
        folded = page.new_tag("details", attrs={"class": "behind"})
        summary = page.new_tag("summary")
        for state, words in (("collapsed", SHOW), ("expanded", HIDE)):
            span = page.new_tag("span", attrs={"class": state})
            span.string = words
            summary.append(span)
        folded.extend([summary, given.extract()])
        cell.append(folded)
        if old is not None:
            old.decompose()
