"""Sphinx's pages as an e-reader shows them: no script, nothing to click, labs as still pictures."""

import re
from collections.abc import Iterator
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from tools.paper import unfold
from tools.paths import HTML
from tools.site import figures, inputs, notes, solutions
from tools.site.address import find_address

SVG = "http://www.w3.org/2000/svg"
CASED = {
    name.lower(): name
    for name in ("viewBox", "preserveAspectRatio", "patternUnits", "patternTransform", "clipPath")
}
GONE = ("*.js", "*.map", "file.png", "minus.png", "plus.png", "basic.css", "*.woff*", "*.ttf")
AROUND = "script, link[rel~=stylesheet][href*='sphinx-design'], .headerlink, meta[name=viewport]"
NO_HOST = re.compile(r"url\(\s*['\"]?https?:")


def pages(folder: Path) -> None:
    """Finish all pages of the book that Sphinx has written into `folder`."""
    found = {
        path.with_suffix(".html"): _read(path) for path in sorted(folder.glob("chapters/*.xhtml"))
    }
    solutions.move(found, folder / "_static")
    narrow = figures.narrow_ones(HTML)
    address = find_address()
    for path, page in found.items():
        for each in page.select(AROUND):
            each.decompose()
        inputs.fold(page)
        notes.mark(page)
        figures.dress(page, path.parent, narrow)
        body = page.body
        assert body is not None
        unfold.unfold(body, unfold.where(path.stem, address), narrow=True)
        _plain(page)
        path.with_suffix(".xhtml").write_text(_written(page), encoding="utf-8")
    for pattern in GONE:
        for file in (folder / "_static").rglob(pattern):
            file.unlink()
    _unused(folder, found.values())


def _read(path: Path) -> BeautifulSoup:
    """A page, with its links as the site has them, so that the site's own tools know them."""
    text = re.sub(r"\s*<\?xml[^>]*\?>", "", path.read_text(encoding="utf-8"), count=1)
    return BeautifulSoup(text.replace('.xhtml"', '.html"').replace(".xhtml#", ".html#"), "html.parser")


def _written(page: BeautifulSoup) -> str:
    """The page as XHTML."""
    return '<?xml version="1.0" encoding="utf-8"?>\n' + str(page).strip() + "\n"


def _plain(page: BeautifulSoup) -> None:
    """What XHTML and EPUB ask for and HTML does not, and the links back to the e-book's files."""
    for link in page.select("a[href]"):
        href = str(link["href"])
        if not href.startswith(("http:", "https:", "mailto:")):
            link["href"] = href.replace(".html", ".xhtml")
            if ".xhtml" not in href.replace(".html", ".xhtml") and not href.startswith("#"):
                link.name, link.attrs = "span", {}
    for drawing in page.select("svg"):
        drawing["xmlns"] = SVG
        for part in [drawing, *drawing.find_all(True)]:
            for name in list(part.attrs):
                if name in CASED:
                    part[CASED[name]] = part.attrs.pop(name)
    for each in page.find_all(True):
        for name in [name for name in each.attrs if name.startswith("data-") or name == "hidden"]:
            del each[name]
        if "-" in each.name:
            each.name = "span"  # an element of ours that shows nothing without a script


def _unused(folder: Path, found: "Iterator[BeautifulSoup] | object") -> None:
    """Take away the drawings that no page shows."""
    shown: set[str] = set()
    for path in folder.rglob("*.xhtml"):
        shown |= set(re.findall(r"_images/([^\"#]+)", path.read_text(encoding="utf-8")))
    for file in (folder / "_images").iterdir():
        if file.name not in shown:
            file.unlink()


def describe(folder: Path) -> None:
    """Tell in the package's list which pages hold a drawing, and which picture is the cover."""
    listed = folder / "content.opf"
    text = listed.read_text(encoding="utf-8")
    for path in sorted(folder.rglob("*.xhtml")):
        if "<svg" in path.read_text(encoding="utf-8"):
            name = path.relative_to(folder).as_posix()
            text = text.replace(
                f'href="{name}" media-type="application/xhtml+xml"',
                f'href="{name}" media-type="application/xhtml+xml" properties="svg"',
            )
    text = text.replace(
        'href="_static/cover.png" media-type="image/png"',
        'href="_static/cover.png" media-type="image/png" properties="cover-image"',
    )
    listed.write_text(text, encoding="utf-8")


def tidy_contents(folder: Path) -> None:
    """The contents as XHTML whose entries have one line of text."""
    path = folder / "nav.xhtml"
    path.write_text(re.sub(r"[ \t]+\n", "\n", path.read_text(encoding="utf-8")), encoding="utf-8")


def parts(page: Tag) -> list[str]:
    """The ids of a page, in order."""
    return [str(each["id"]) for each in page.select("[id]")]
