"""Chromium as a printer: a document to PDF, tagged, with an outline, fonts embedded."""

import io
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from pypdf import PdfWriter

from tools.paper import heads, outline

FLAGS = ["--no-sandbox", "--disable-background-networking", "--font-render-hinting=none"]
DATE = re.compile(rb"(/(?:CreationDate|ModDate) \(D:)\d{14}[^)]*\)")
WHEN = b"20200101000000+00'00'"  # equal sources give equal bytes, as in the offline copy
TEXT_WIDE_PX = 643  # 170 mm: A4 between the margins of paper.css
READY = """async () => {
  await Promise.all([...document.fonts].map((face) => face.load()));
  await Promise.all([...document.images].map((image) => image.decode()));
  document.body.hidden = true; // what was laid out before its font came can keep its pieces
  document.body.getBoundingClientRect();
  document.body.hidden = false;
}"""  # also the faces that only a page's margins use
WIDE = """() => {
  const edge = document.documentElement.clientWidth;
  return [...document.body.querySelectorAll("*")]
    .filter((box) => box.getClientRects().length && !box.closest("svg *, .cover"))
    .map((box) => [box.getBoundingClientRect().right - edge, box])
    .filter(([over]) => over > 1)
    .map(([over, box]) => `${Math.round(over)} px: ${box.outerHTML.slice(0, 160)}`);
}"""


@contextmanager
def printer() -> Iterator[Browser]:
    """A Chromium without a window; exits with a line where there is none."""
    path = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if path is None:
        sys.exit("Chromium is missing; on Debian or Ubuntu: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def opened(browser: Browser, document: Path) -> Page:
    """The document in a window, its fonts and pictures there. RuntimeError for one that is not."""
    page = browser.new_page(color_scheme="light")
    missing: list[str] = []
    page.on("requestfailed", lambda request: missing.append(request.url))
    page.goto(document.as_uri())
    page.evaluate(READY)
    if missing:
        raise RuntimeError(f"{document.name}: not found: {', '.join(missing)}")
    return page


def pdf(page: Page) -> bytes:
    """The window's document as PDF, in the size that its style sheet says."""
    made = page.pdf(prefer_css_page_size=True, print_background=True, tagged=True, outline=True)
    headings = page.evaluate(outline.PIECES)
    return _tidied(DATE.sub(lambda found: found[1] + WHEN + b")", made), headings)


def _tidied(made: bytes, headings: list[list[str]]) -> bytes:
    """The same with each title said once, with each picture in it once, and with heads' own names.

    Chromium writes a hatch anew for each bar that it fills.
    """
    writer = PdfWriter(clone_from=io.BytesIO(made))
    writer.pdf_header = made[: len("%PDF-1.4")].decode()
    outline.set_right(writer, headings)
    heads.name_anew(writer)
    writer.compress_identical_objects()
    smaller = io.BytesIO()
    writer.write(smaller)
    return smaller.getvalue()
