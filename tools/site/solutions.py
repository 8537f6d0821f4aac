"""Solutions of exercises: out of sight in their chapter, in plain words on the page of solutions.

In a notebook the solution is a dropdown below the exercise's cell. A page's source would show it to
whoever searches it or reads it with other tools, so it goes into the exercise's box as turned words
(`leaklab.book.exercises.spoiler`), and to chapters/solutions, for paper and for who has no
JavaScript. A list of answers to choose from, above the cell, goes into the box too.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from bs4.element import Script

from leaklab.book.exercises.spoiler import turned
from tools.site import loads

PAGE = "solutions.html"
SAYS = '<p>This box needs JavaScript. In JupyterLab: {words} <a href="{page}#{id}">Solution</a></p>'


def move(pages: Mapping[Path, BeautifulSoup], static: Path) -> None:
    """Move the solutions of all pages. ValueError where a solution or its place is missing."""
    if not any(page.select_one("answer-box") for page in pages.values()):
        return
    (whole,) = (page for path, page in pages.items() if path.name == PAGE)
    mb = loads.engine_mb(static / "engine")
    for path, page in sorted(pages.items()):
        boxes = page.select("answer-box")
        for box in boxes:
            _add(whole, path.name, *fill(box, mb and f"{mb} MB"))
        if boxes:
            end = boxes[-1].find_parent("section")
            assert end is not None
            end.append(_parsed("<answer-tally></answer-tally>"))


def fill(box: Tag, python: str = "") -> tuple[str, str, str]:
    """Put what belongs to the exercise into its box: gives its id, title and solution, as HTML.

    `python` says how much the page's engine weighs, where there is one.
    """
    script, says = box.select_one("script"), box.select_one("p")
    cell = box.find_parent("div", class_="cell")
    assert script is not None
    assert says is not None
    assert cell is not None
    known = json.loads(script.get_text())
    solution = next(_tags(cell.next_siblings), None)
    if solution is None or "sd-dropdown" not in solution.get_attribute_list("class"):
        raise ValueError(f"{known['id']}: no solution in a dropdown follows its cell")
    body = solution.select_one(".sd-summary-content")
    assert body is not None
    text = body.decode_contents().strip()
    solution.decompose()
    known["solution"] = turned(text)
    box["data-kind"] = known["kind"]  # until the box is drawn, the style sheet keeps its place
    if known["kind"] == "python":
        known["loads"] = python
    data = json.dumps(known, separators=(",", ":"), ensure_ascii=False).replace("<", "\\u003c")
    script.clear()
    script.append(Script(data))
    anchor = known["id"].replace("/", "-")
    words = says.get_text().removeprefix("No answer yet: ")
    says.replace_with(_parsed(SAYS.format(words=words, page=PAGE, id=anchor)))
    for code in cell.select("details.hide"):
        cell.append(code.extract())  # below the box
    choices = next(_tags(cell.previous_siblings), None)
    if known["kind"] == "choice":
        if choices is None or choices.name != "ol":
            raise ValueError(f"{known['id']}: no list to choose from stands before its cell")
        script.insert_after(choices.extract())
    return anchor, known["title"], text


def _add(whole: BeautifulSoup, chapter: str, anchor: str, title: str, text: str) -> None:
    heading = whole.select_one(f'h2 a[href="{chapter}"]')
    section = heading and heading.find_parent("section")
    if not section:
        raise ValueError(f"chapters/{PAGE} has no heading that links {chapter}")
    back = f"{chapter}#exercise-{anchor.partition('-')[2]}"
    section.append(_parsed(f'<h3 id="{anchor}"><a href="{back}">{title}</a></h3>{text}'))


def _tags(nodes: Iterator[object]) -> Iterator[Tag]:
    return (node for node in nodes if isinstance(node, Tag))


def _parsed(text: str) -> BeautifulSoup:
    return BeautifulSoup(text, "html.parser")
