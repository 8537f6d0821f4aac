"""Sphinx's pages as an e-reader shows them: no script, nothing to click, labs as still pictures."""

import re
from pathlib import Path

from bs4 import BeautifulSoup

from tools.paper import pages as order
from tools.paper import unfold
from tools.paths import HTML
from tools.site import figures, inputs, notes, solutions
from tools.site.address import find_address

SVG = "http://www.w3.org/2000/svg"
CASED = {
    name.lower(): name
    for name in ("viewBox", "preserveAspectRatio", "patternUnits", "patternTransform", "clipPath")
}
SHEETS = ("epub-book.css", "pygments.css")
PAINT_ORDER = re.compile(r'paint-order="(\w+)"')  # an attribute that EPUB's SVG does not know yet
SHEET = re.compile(r'<link [^>]*href="([^"]+)"[^>]*/>')
ENTRY = re.compile(r'<a href="chapters/(\w+)\.xhtml">(.*?)</a>')


def pages(folder: Path) -> None:
    """Finish all pages of the book that Sphinx has written into `folder`."""
    found = {
        path.with_suffix(".html"): _read(path) for path in sorted(folder.glob("chapters/*.xhtml"))
    }
    solutions.move(found, folder / "_static")
    narrow = figures.narrow_ones(HTML)
    address = find_address()
    for path, page in found.items():
        for script in page.find_all("script"):
            script.decompose()
        inputs.fold(page)
        notes.mark(page)
        figures.dress(page, path.parent, narrow)
        body = page.body
        assert body is not None
        unfold.unfold(body, unfold.where(path.stem, address), narrow=True)
        order.lead_heading(body, path.stem)
        _plain(page, path.parent)
        path.with_suffix(".xhtml").write_text(_written(page), encoding="utf-8")
    _unused(folder)


def _read(path: Path) -> BeautifulSoup:
    """A page, with its links as the site has them, so that the site's own tools know them."""
    text = re.sub(r"\s*<\?xml[^>]*\?>", "", path.read_text(encoding="utf-8"), count=1)
    return BeautifulSoup(
        text.replace('.xhtml"', '.html"').replace(".xhtml#", ".html#"), "html.parser"
    )


def _written(page: BeautifulSoup) -> str:
    """The page as XHTML."""
    return '<?xml version="1.0" encoding="utf-8"?>\n' + str(page).strip() + "\n"


def _plain(page: BeautifulSoup, folder: Path) -> None:
    """What XHTML and EPUB ask for and HTML does not; links lead to files of `folder` alone."""
    whole = page.html
    assert whole is not None
    whole.attrs |= {"lang": "en", "xml:lang": "en"}
    for sheet in page.select("link"):
        if not str(sheet["href"]).endswith(SHEETS):
            sheet.decompose()
    for link in page.select("a[href]"):
        href = str(link["href"])
        if href.startswith(("http:", "https:", "mailto:", "#")):
            continue
        link["href"] = href = href.replace(".html", ".xhtml")
        if not (folder / href.partition("#")[0]).is_file():
            link.name, link.attrs = "span", {}  # slides, files: not in the e-book
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


def _unused(folder: Path) -> None:
    """Take away what no page shows: drawings for other screens, scripts, the site's style."""
    (folder / "index.html").unlink(missing_ok=True)
    for file in (folder / "_static").rglob("*"):
        if file.is_file() and file.name not in (*SHEETS, "cover.png"):
            file.unlink()
    shown: set[str] = set()
    for path in folder.rglob("*.xhtml"):
        shown |= set(re.findall(r"_images/([^\"#]+)", path.read_text(encoding="utf-8")))
    for file in (folder / "_images").iterdir():
        if file.name not in shown:
            file.unlink()
        elif file.suffix == ".svg":
            drawn = PAINT_ORDER.sub(r'style="paint-order:\1"', file.read_text(encoding="utf-8"))
            file.write_text(drawn, encoding="utf-8")


def describe(folder: Path) -> None:
    """Tell in the package's list which pages hold a drawing, and which picture is the cover."""
    cover = folder / "epub-cover.xhtml"  # which Sphinx writes only now
    kept = SHEET.sub(
        lambda link: link[0] if link[1].endswith(SHEETS) else "", cover.read_text(encoding="utf-8")
    )
    cover.write_text(kept, encoding="utf-8")
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


def group_contents(folder: Path) -> None:
    """The contents in the book's parts, with the chapters' numbers."""
    path = folder / "nav.xhtml"
    text = path.read_text(encoding="utf-8")
    titles = dict(ENTRY.findall(text))
    parts: dict[str, str] = {}
    for stem, part in order.listed():
        number = f"{order.number(stem)} " if order.number(stem) else ""
        entry = f'<li><a href="chapters/{stem}.xhtml">{number}{titles[stem]}</a></li>'
        parts[part] = parts.get(part, "") + entry
    grouped = "".join(
        f"<li><span>{part}</span><ol>{entries}</ol></li>\n" for part, entries in parts.items()
    )
    start, end = text.index("<ol>"), text.rindex("</ol>")
    text = f"{text[:start]}<ol>\n{grouped}{text[end:]}".replace("Table of Contents", "Contents")
    path.write_text(text, encoding="utf-8")
