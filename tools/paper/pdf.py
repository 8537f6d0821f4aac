"""`python -m tools.paper.pdf`: print the whole book into _build/parked-forever.pdf.

It is printed twice at least: the first time tells on which pages things are, and later ones say it.
"""

import io
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from pypdf import PdfReader

from tools.paper import chromium, merge
from tools.paths import BUILD, HTML
from tools.site.address import find_address

MADE = BUILD / "parked-forever.pdf"
SCRATCH = BUILD / "paper" / "book.html"
TIMES = 4  # the second time is right, unless a line of numbers has moved a page


def numbers(made: bytes) -> dict[str, int]:
    """The page, from 1, of each anchor that something leads to."""
    reader = PdfReader(io.BytesIO(made))
    found = {}
    for name, target in reader.named_destinations.items():
        number = reader.get_destination_page_number(target)
        if number is not None:
            found[name.removeprefix("/")] = number + 1
    return found


def printed(document: Path = SCRATCH) -> bytes:
    """The book as PDF. RuntimeError where its page numbers do not come to rest."""
    found = merge.prepared(find_address())
    document.parent.mkdir(parents=True, exist_ok=True)
    known: Mapping[str, int] = {}
    with chromium.printer() as browser:
        for _ in range(TIMES):
            document.write_text(merge.whole(found, known), encoding="utf-8")
            page = chromium.opened(browser, document)
            made = chromium.pdf(page)
            page.close()
            before, known = known, numbers(made)
            if known == before:
                return made
    raise RuntimeError(f"after {TIMES} times of printing, page numbers still move")


def main() -> None:
    """Print it, and say how large it has become."""
    if not (HTML / "chapters" / "index.html").exists():
        sys.exit("there is no book yet: run make book first")
    began = time.monotonic()
    made = printed()
    MADE.write_bytes(made)
    pages = len(PdfReader(io.BytesIO(made)).pages)
    took = time.monotonic() - began
    print(f"_build/{MADE.name}: {pages} pages, {len(made) / 1e6:.1f} MB, {took:.0f} s")


if __name__ == "__main__":
    main()
