"""The outline's titles, set right: Chromium says that of a heading at the top of a page twice.

A title is written over in place and filled up with blanks behind it, so that the file's table of
objects, which counts bytes, stays true.
"""

import codecs
import re
from collections.abc import Iterable

from bs4 import BeautifulSoup, Tag

ENTRY = re.compile(rb"<</Title (\((?:\\.|[^\\()])*\)|<[0-9A-F]+>)(?=\n/Dest)", re.S)
HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
ESCAPED = re.compile(rb"\\([\\()])")


def twice(headings: Iterable[Tag]) -> dict[str, str]:
    """What each heading is when each of its pieces of text is said twice, and what it should be."""
    found = {}
    for heading in headings:
        pieces = [re.sub(r"\s+", " ", text) for text in heading.strings]
        found["".join(2 * piece for piece in pieces)] = "".join(pieces)
    return found


def set_right(made: bytes, document: str) -> bytes:
    """The PDF with its titles set right; `document` is the HTML that it was printed from."""
    known = twice(BeautifulSoup(document, "html.parser").find_all(HEADINGS))

    def title(entry: re.Match[bytes]) -> bytes:
        right = known.get(_text(entry[1]))
        if right is None:
            return entry[0]
        return (b"<</Title " + _written(right, entry[1])).ljust(len(entry[0]))

    return ENTRY.sub(title, made)


def _text(written: bytes) -> str:
    if written.startswith(b"<"):
        return codecs.decode(written[1:-1], "hex").decode("utf-16")
    return ESCAPED.sub(rb"\1", written[1:-1]).decode("latin-1")


def _written(text: str, like: bytes) -> bytes:
    """A title as PDF writes it, in the form of another one."""
    if like.startswith(b"<"):
        return b"<" + (codecs.BOM_UTF16_BE + text.encode("utf-16-be")).hex().upper().encode() + b">"
    return b"(" + re.sub(rb"([\\()])", rb"\\\1", text.encode("latin-1")) + b")"
