"""The finished pages: what can only be done, or only be known, when a page is there as a whole."""

import shutil
from pathlib import Path, PurePosixPath

from bs4 import BeautifulSoup

from tools.site import (
    access,
    buttons,
    cards,
    code,
    embed,
    figures,
    getting,
    head,
    icons,
    images,
    inputs,
    instructors,
    lab_room,
    notes,
    plain,
    policy,
    room_catalog,
    solutions,
    styles,
    tab_stops,
    terms,
)
from tools.site.address import Address

MENUS = ", ".join(f".dropdown-{label} > button" for label in (buttons.RUN, buttons.REPORT))


def finish(folder: Path, names: list[str], address: Address | None) -> None:
    """Finish the pages of these names in `folder`, and the plain ones, which no theme made."""
    narrow = figures.narrow_ones(folder)
    pages = {folder / f"{name}.html": _read(folder / f"{name}.html") for name in names}
    solutions.move(pages, folder / "_static")
    glossary = next((page for path, page in pages.items() if path.stem == "glossary"), None)
    known = terms.meanings(glossary) if glossary else {}
    for path, page in pages.items():
        tidy(page)
        terms.explain(page, known)
        access.fix(page)
        getting.link(page, path, folder, address)
        inputs.fold(page)
        lab_room.keep(page)
        lab_room.mark_others(page)
        notes.mark(page)
        instructors.hide(page)
        code.fold(page)
        figures.dress(page, path.parent, narrow)
        images.add_sizes(page, path.parent)
        head.describe(page, PurePosixPath(path.relative_to(folder).as_posix()), address)
    icons.cut_to(pages.values(), folder)
    styles.bundle(pages, folder)
    tab_stops.of_what_is_seen(folder)
    cards.draw({path.stem: head.title_of(page) for path, page in pages.items()}, folder)
    room_catalog.write(pages, folder)
    alone = embed.pages(pages, folder)
    for page in pages.values():
        embed.enlist(page, alone)
    shutil.rmtree(folder / embed.FOLDER, ignore_errors=True)  # a lab may have had another name
    (folder / embed.FOLDER).mkdir()
    for name in plain.NAMES:
        pages[folder / f"{name}.html"] = _read(folder / f"{name}.html")
    for path, page in (pages | alone).items():
        policy.add(page)
        path.write_text(str(page), encoding="utf-8")


def tidy(page: BeautifulSoup) -> None:
    """What the templates of Sphinx and of the theme cannot be told."""
    for script in page.select("script[src]"):
        script["defer"] = ""  # so that it does not hold up the text
        del script["async"]
    for menu in page.select(MENUS):
        menu["title"] = menu["aria-label"]
    for link in page.select(f"a.btn-{buttons.SCRIPT}"):
        link["download"] = ""
        del link["target"]


def _read(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
