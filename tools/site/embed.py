"""For each lab of the book a small page of its own, `embed/NAME.html`, to be shown in a frame.

The element is the chapter's very own, with its recorded runs; the book's script and its engine lie
where the chapters have them.
"""

import html
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from leaklab.labs.alone import TAGS, document
from tools.site.head import BOOK, title_of

FOLDER = "embed"
PLACE = "span.lab-frames"  # marked words, below which all of them are listed
HEAD = """<meta name="robots" content="noindex">
<link rel="icon" type="image/svg+xml" href="../_static/icon.svg">
<style>
h1 { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
</style>
"""
BELOW = '<p>From <a href="{href}" target="_top">{title}</a>, a chapter of {book}.</p>\n'


def pages(chapters: dict[Path, BeautifulSoup], folder: Path) -> dict[Path, BeautifulSoup]:
    """The labs' pages for the site in `folder`, by their files.

    Raises ValueError for two labs of one name: either would be the other's page.
    """
    made: dict[Path, BeautifulSoup] = {}
    for path, chapter in chapters.items():
        for lab in chapter.select(", ".join(TAGS)):
            to = folder / FOLDER / f"{lab['id']}.html"
            if to in made:
                raise ValueError(f"{path.name}: there is another lab called {lab['id']}")
            made[to] = page(lab, chapter, path)
    return made


def page(lab: Tag, chapter: BeautifulSoup, path: Path) -> BeautifulSoup:
    """The page of one lab from the chapter at `path`."""
    script = chapter.select_one(f'script[src*="_static/{lab.name}.js"]')
    assert script is not None, f"{path.name} has a lab and no script for it"
    title = title_of(chapter)
    back = f"../{path.parent.name}/{path.name}#{lab['id']}"
    text = document(
        f"{kind(lab)}: {title}",
        str(lab),
        str(script),
        head=HEAD,
        below=BELOW.format(href=html.escape(back), title=html.escape(title), book=BOOK),
    )
    return BeautifulSoup(text, "html.parser")


def kind(lab: Tag) -> str:
    """What sort of lab it is, in words."""
    return lab.name.replace("-", " ").capitalize()


def enlist(page: BeautifulSoup, made: dict[Path, BeautifulSoup]) -> None:
    """List the labs' pages below the paragraph of a chapter that has words marked for it."""
    for place in page.select(PLACE):
        items = page.new_tag("ul")
        for to, alone in made.items():
            link = page.new_tag("a", attrs={"href": f"../{FOLDER}/{to.name}"})
            link.string = f"{FOLDER}/{to.name}"
            item = page.new_tag("li")
            item.extend([link, f" ({title_of(alone)})"])
            items.append(item)
        (place.find_parent("p") or place).insert_after(items)
