"""Pages and files around the book: the start page, the page for a wrong address, icon, robots.txt.

sphinx-notfound-page would give a wrong address a page in the theme's looks, with every address in
it made absolute. Ours has two links and loads nothing, so it works at any depth.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from leaklab.roles import ROLES
from tools.site.address import Address
from tools.site.head import BOOK

NAMES = ("index", "404")
TEMPLATES = ("start.html", "404.html")
START = "chapters/index.html"
ICON = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<rect width="32" height="32" rx="6" fill="{colour}"/>
<path d="M8 7v18M24 7v18M8 16h12m-4-4 4 4-4 4" fill="none" stroke="#fff" stroke-width="3"/></svg>
"""


def pages(address: Address | None) -> Iterator[tuple[str, dict[str, Any], str]]:
    """The plain pages for Sphinx to render: name, what the template gets, template.

    A wrong address may be at any depth, so the links need the whole path where it is known.
    """
    known = {"book": BOOK, "start": START}
    yield "index", known, "start.html"
    yield "404", {**known, "home": address.site if address else ""}, "404.html"


def write(folder: Path, address: Address | None) -> None:
    """Write icon.svg and robots.txt."""
    icon = ICON.format(colour=ROLES["parked"].colour)
    (folder / "_static" / "icon.svg").write_text(icon, encoding="utf-8")
    robots = "User-agent: *\nAllow: /\n"
    if address:
        robots += f"Sitemap: {address.site}sitemap.xml\n"
    (folder / "robots.txt").write_text(robots, encoding="utf-8")
