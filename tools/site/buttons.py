"""A page's own menus, in the theme's looks: where to run it, and where to say what is wrong."""

import html
import re
import urllib.parse
from pathlib import Path

from tools.site.address import Address

BEGIN, END = "<!-- run -->", "<!-- /run -->"
PLACE = '<div class="article-header-buttons">\n'


def with_buttons(page: str, at: Path, address: Address | None, *, lite: bool) -> str:
    """The page with its menus: how to run it, if it is a notebook, and where to say what is wrong.

    Where there is nothing to offer, there is no menu.
    """
    page = re.sub(rf"{BEGIN}.*?{END}\n", "", page, flags=re.DOTALL)
    notebook = at.with_suffix(".ipynb").as_posix()
    menus = ""
    if f"_sources/{notebook}" in page:
        menus += menu("Run this chapter", "fa-rocket", ways(at, notebook, address, lite=lite))
    source = re.search(r"_sources/(chapters/[\w-]+\.(?:ipynb|md))", page)
    if address and source:
        menus += menu("Say what is wrong", "fa-comment", said_to(address, source[1]))
    return page.replace(PLACE, f"{PLACE}{BEGIN}{menus}{END}\n", 1) if menus else page


def menu(title: str, icon: str, items: list[tuple[str, str]]) -> str:
    """A button that opens a list of links; nothing if there are none."""
    links = "\n".join(
        f'<li><a href="{html.escape(link)}" class="btn btn-sm dropdown-item" target="_blank" '
        f'rel="noopener"><span class="btn__text-container">{text}</span></a></li>'
        for text, link in items
    )
    button = (
        '<button class="btn dropdown-toggle" type="button" data-bs-toggle="dropdown" '
        f'aria-expanded="false" aria-label="{title}" title="{title}">'
        f'<i class="fa-solid {icon}"></i></button>'
    )
    whole = f'<div class="dropdown">\n{button}\n<ul class="dropdown-menu">\n{links}\n</ul></div>\n'
    return whole if items else ""


def said_to(address: Address, source: str) -> list[tuple[str, str]]:
    """Where a reader can report a mistake in a page, or mend it."""
    title = urllib.parse.quote(f"In {source}: ")
    return [
        ("Report a mistake", f"{address.repository}/issues/new?title={title}"),
        ("Edit this page", f"{address.repository}/edit/main/{source}"),
    ]


def ways(at: Path, notebook: str, address: Address | None, *, lite: bool) -> list[tuple[str, str]]:
    """The text of each button and where it leads. JupyterLite is part of the site itself."""
    up = "../" * (len(at.parts) - 1)
    found = []
    if lite:
        name = at.with_suffix(".ipynb").name
        found.append(("Open in the browser", f"{up}lite/lab/index.html?path={name}"))
    if address:
        repository, ref = f"{address.owner}/{address.name}", address.ref
        binder = f"https://mybinder.org/v2/gh/{repository}/{ref}?urlpath=lab/tree/{notebook}"
        found.append(("Binder: starts in minutes, and no page needs it", binder))
        version = f"{ref}/" if ref.startswith("v") else ""  # as published on the branch gh-pages
        copy = f"{repository}/blob/gh-pages/{version}_sources/{notebook}"
        colab = f"https://colab.research.google.com/github/{copy}"
        found.append(("Colab", colab))
    return found
