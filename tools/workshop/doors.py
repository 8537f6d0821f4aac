"""The pages of the folder itself: the start page, its text, the key's page, a list of each folder.

They are plain files with their styles inside, so that a double click opens them anywhere.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2

from tools.serve import KEPT_BACK
from tools.site.head import BOOK
from tools.workshop.platforms import SYSTEMS
from tools.workshop.wheels import NAME

TEMPLATES = Path(__file__).parent / "templates"
DOORS = {"participant": "workshop", "instructor": "teach"}  # pages of the book
FIRST_PAGE = "index"  # of the book, where it has no such page
POSIX = f"""python3 -m venv venv
venv/bin/python -m pip install -r wheels/{NAME}"""
WINDOWS = f"""py -m venv venv
venv\\Scripts\\python -m pip install -r wheels\\{NAME}"""
IN_THE_ROOM = "venv/bin/python -m leaklab room site --host 0.0.0.0"
KERNEL = "venv/bin/python -m ipykernel install --user --name parked-forever"


@dataclass(frozen=True)
class Shown:
    """A part of the folder as the start page names it; `start` is where a click leads."""

    name: str
    what: str
    start: str = ""


@dataclass(frozen=True)
class Row:
    """A file in a folder's list; `live` is where it runs when the folder is served."""

    name: str
    title: str
    download: bool = True
    live: str = ""


def door(pages: set[str], who: str) -> str:
    """The address of a door, from the folder: a page of the book, the first where it is not."""
    page = DOORS[who] if f"chapters/{DOORS[who]}.html" in pages else FIRST_PAGE
    return f"site/chapters/{page}.html"


def start(pages: set[str], parts: list[Shown]) -> dict[str, bytes]:
    """START-HERE.html and README.txt; `pages` are the names of the site's files."""
    *most, last = dict.fromkeys(system.name for system in SYSTEMS)
    known = {
        "doors": {who: door(pages, who) for who in DOORS},
        "parts": parts,
        "kept_back": KEPT_BACK,
        "systems": f"{', '.join(most)} or {last}",
        "install": {"posix": POSIX, "windows": WINDOWS, "kernel": KERNEL, "room": IN_THE_ROOM},
    }
    return {
        "START-HERE.html": page("start.html", **known),
        "README.txt": page("README.txt", **known),
    }


def listing(title: str, words: str, rows: list[Row]) -> bytes:
    """A page that lists a folder: a server shows no folder by itself."""
    return page("listing.html", title=title, words=words, rows=rows)


def page(template: str, **known: Any) -> bytes:
    """A template, filled in."""
    loader = jinja2.FileSystemLoader(TEMPLATES)
    made = jinja2.Environment(
        loader=loader, autoescape=jinja2.select_autoescape(), undefined=jinja2.StrictUndefined
    )
    made.keep_trailing_newline = True
    return made.get_template(template).render(book=BOOK, **known).encode()
