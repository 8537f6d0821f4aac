"""`python -m tools.paper.handouts.build`: print the chapters' handouts into _build/handouts.

A sheet has a fixed height. What does not fit is left out, by the order that `sheet` gives; the
type stays as it is.
"""

import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser

from tools.paper import chromium, pages
from tools.paper.handouts import parts, sheet
from tools.paths import BUILD, HTML

MADE = BUILD / "handouts"
SCRATCH = BUILD / "paper" / "handouts"
FIT = """() => {
  const over = [];
  for (const sheet of document.querySelectorAll(".sheet")) {
    const spare = [...sheet.querySelectorAll("[data-drop]")]
      .sort((one, other) => other.dataset.drop - one.dataset.drop);
    while (sheet.scrollHeight > sheet.clientHeight && spare.length) spare.shift().remove();
    if (sheet.scrollHeight > sheet.clientHeight) {
      over.push(sheet.scrollHeight - sheet.clientHeight);
    }
    for (const of of sheet.querySelectorAll("[data-of]")) {
      const shown = of.parentNode.nextElementSibling.children.length;
      if (shown < of.dataset.of) of.textContent = `(${shown} of ${of.dataset.of})`;
    }
  }
  return over;
}"""


def printed(browser: Browser, document: Path) -> bytes:
    """A handout as PDF. ValueError where even the least does not fit its sheet."""
    page = chromium.opened(browser, document)
    page.emulate_media(media="print", color_scheme="light")
    over = page.evaluate(FIT)
    if over:
        raise ValueError(f"{document.stem}: {over[0]} px too long, with all left out that may be")
    made = chromium.pdf(page)
    page.close()
    return made


def handouts(scratch: Path = SCRATCH) -> Iterator[tuple[str, bytes]]:
    """Each chapter's stem and its handout as PDF."""
    scratch.mkdir(parents=True, exist_ok=True)
    meanings, known = parts.meanings(), set[str]()
    with chromium.printer() as browser:
        for stem in pages.chapters():
            document = scratch / f"{stem}.html"
            document.write_text(sheet.document(parts.read(stem, meanings, known)), "utf-8")
            yield stem, printed(browser, document)


def current() -> dict[str, bytes]:
    """Each handout by its file's name; printed anew where one is missing or older than the book."""
    paths = [MADE / f"{stem}.pdf" for stem in pages.chapters()]
    book = (HTML / "index.html").stat().st_mtime
    if any(not path.exists() or path.stat().st_mtime < book for path in paths):
        main()
    return {path.name: path.read_bytes() for path in paths}


def main() -> None:
    """Print them all."""
    if not (HTML / "chapters" / "index.html").exists():
        sys.exit("there is no book yet: run make book first")
    began = time.monotonic()
    shutil.rmtree(MADE, ignore_errors=True)
    MADE.mkdir(parents=True)
    for stem, made in handouts():
        (MADE / f"{stem}.pdf").write_bytes(made)
    count, took = len(list(MADE.iterdir())), time.monotonic() - began
    print(f"_build/{MADE.name}: {count} handouts of two pages, {took:.0f} s")


if __name__ == "__main__":
    main()
