"""Links of pages that have become one document: to an anchor in it, or to a numbered address.

Every id is led by its page's stem, for pages use the same ones. A link inside leads to an anchor
and says its page; a link out keeps its address, which is listed at the end of its chapter.
"""

import posixpath
from collections.abc import Iterable, Mapping

from bs4 import BeautifulSoup, Tag

from tools.paper.pages import Page

PAGE_OF = "data-page-of"  # a link that says on which page of paper its target is
POINTING = ("for", "aria-labelledby")
WITHOUT_PAGE = ".term, .bibtex-citation a, dl.py a, .headerlink, pre a, code a"
UNKNOWN = 100  # a page's number before it is known: as wide as most are
OUTWARD = ("http:", "https:", "mailto:")


def anchor(stem: str, name: str = "") -> str:
    """The id in the merged document of a page, or of something in it."""
    return f"{stem}--{name}" if name else stem


def lead_ids(page: Page) -> None:
    """Lead each id of a page by its stem, and what points to one in the page."""
    for each in page.article.find_all(id=True):
        each["id"] = anchor(page.stem, str(each["id"]))
    for name in POINTING:
        for each in page.article.find_all(None, {name: True}):
            each[name] = anchor(page.stem, str(each[name]))
    for each in page.article.find_all(None, {"aria-describedby": True}):
        del each["aria-describedby"]  # the terms' meanings stand in the glossary
    page.article["id"] = anchor(page.stem)


def turn(page: Page, stems: Iterable[str]) -> None:
    """Turn links to the book's pages into anchors; those to other files of the site into words."""
    known = set(stems)
    for each in page.article.select(WITHOUT_PAGE):
        each["data-quiet"] = ""
    for link in page.article.find_all("a", href=True):
        href = str(link["href"])
        if href.startswith(OUTWARD):
            continue
        path, _, name = href.partition("#")
        stem = posixpath.basename(path).removesuffix(".html") if path else page.stem
        if stem not in known or posixpath.dirname(path) not in ("", "."):
            link.name = "span"  # a file of the site: the index, JupyterLite, a download
            link.attrs = {}
            continue
        link["href"] = f"#{anchor(stem, name)}"
        quiet = link.attrs.pop("data-quiet", None) is not None
        if path and not quiet and not link.find_parent(["h1", "h2", "h3", "h4", "dt", "pre"]):
            link[PAGE_OF] = link["href"]
    for link in page.article.find_all("a", href=False):
        link.name = "span"
    for each in page.article.find_all(None, {"data-quiet": True}):
        del each["data-quiet"]
    _dead(page)


def _dead(page: Page) -> None:
    """A link whose target has gone from paper, such as code that is folded, leads to its page."""
    there = {str(each["id"]) for each in page.article.find_all(id=True)}
    for link in page.article.select(f'a[href^="#{page.stem}--"]'):
        if str(link["href"])[1:] not in there:
            link["href"] = f"#{page.stem}"


def fix_between(pages: Iterable[Page]) -> None:
    """The same for links between pages, once all of them are there."""
    pages = list(pages)
    there = {str(each["id"]) for page in pages for each in page.article.find_all(id=True)}
    there |= {page.stem for page in pages}
    for page in pages:
        for link in page.article.select('a[href^="#"]'):
            if (name := str(link["href"])[1:]) not in there:
                link["href"] = f"#{name.partition('--')[0]}"
                if link.get(PAGE_OF):
                    link[PAGE_OF] = link["href"]


def list_addresses(page: Page) -> None:
    """Number the links that lead out, and list their addresses at the end of the chapter."""
    numbers: dict[str, int] = {}
    tree = BeautifulSoup("", "html.parser")
    for link in page.article.find_all("a", href=True):
        href = str(link["href"])
        if not href.startswith(OUTWARD) or link.get_text(strip=True) == href:
            continue
        mark = tree.new_tag("sup", attrs={"class": "address"})
        mark.string = str(numbers.setdefault(href, len(numbers) + 1))
        link.insert_after(mark)
    if numbers:
        items = "".join(f"<li>{_breakable(each)}</li>" for each in numbers)
        page.article.append(
            BeautifulSoup(
                f'<div class="addresses"><p>Addresses</p><ol>{items}</ol></div>', "html.parser"
            )
        )


def _breakable(address: str) -> str:
    shown = address.removeprefix("https://").replace("&", "&amp;").replace("/", "/<wbr/>")
    return f'<a href="{address.replace("&", "&amp;")}">{shown}</a>'


def say_pages(tree: Tag, numbers: Mapping[str, int]) -> None:
    """Let each link inside say its page, from `numbers` by anchor, or UNKNOWN."""
    for link in tree.find_all("a", attrs={PAGE_OF: True}):
        number = numbers.get(str(link[PAGE_OF])[1:], UNKNOWN)
        said = link.find("span", class_="page")
        if not isinstance(said, Tag):
            said = BeautifulSoup("", "html.parser").new_tag("span", attrs={"class": "page"})
            link.append(said)
        said.string = f"\u00a0p.\u00a0{number}"
