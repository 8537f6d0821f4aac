"""The outline's titles, set right: Chromium says that of a heading at the top of a page twice.

Each piece of text in such a heading stands twice in its title: "5 5 Nobody is comingNobody is
coming". The headings of the document that was printed tell what is meant.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pypdf import PdfWriter
from pypdf.generic import NameObject, TextStringObject

PIECES = """() => [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map((heading) => {
  const texts = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT);
  const found = [];
  while (texts.nextNode()) found.push(texts.currentNode.data);
  return found;
})"""


def twice(headings: Iterable[Sequence[str]]) -> dict[str, str]:
    """What each heading is with its pieces said twice, without blanks, and what it should be."""
    found = {}
    for pieces in headings:
        doubled = "".join(2 * piece for piece in pieces)
        found["".join(doubled.split())] = " ".join("".join(pieces).split())
    return found


def set_right(writer: PdfWriter, headings: Iterable[Sequence[str]]) -> None:
    """Say each title once; `headings` are the pieces of text of each heading of the document."""
    known = twice(headings)
    for entry in _entries(writer.root_object.get("/Outlines")):
        right = known.get("".join(str(entry["/Title"]).split()))
        if right is not None:
            entry[NameObject("/Title")] = TextStringObject(right)


def _entries(parent: Any) -> Iterator[Any]:
    """All entries below an entry or below the outline itself."""
    entry = parent and parent.get_object().get("/First")
    while entry is not None:
        yield entry.get_object()
        yield from _entries(entry)
        entry = entry.get_object().get("/Next")
