"""The chapters' figures as a page shows them: transparent, in light and in dark, and for a phone.

A notebook stores a figure as matplotlib drew it and, beside it, our own narrow drawing. A page gets
both in the colours of a light and of a dark page, and the style sheet shows one: the theme's switch
need not agree with the system's.
"""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from bs4 import BeautifulSoup, Tag

from leaklab.book.figures.notebook import NARROW, WIDE
from leaklab.labs.themes import THEMES
from leaklab.roles import GRID, INK, PAPER, ROLES
from tools.site.images import size_px

SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
PHONE = "(max-width: 767px)"
DARK_PAGE = "#121212"  # the theme's
GREYS = {"#57606a": "#9da7b3", "#b6bec8": "#4d5763", "#eef1f4": "#262c33", "#e3eefa": "#12304d"}
DARK = {INK: THEMES["dark"].ink, GRID: THEMES["dark"].grid, PAPER: DARK_PAGE, **GREYS}
LINES = {look.colour: look.fill for look in ROLES.values()}  # in the dark; areas keep theirs
FILLS = set(LINES.values())
PAINTS = ("fill", "stroke")


def narrow_ones(folder: Path) -> dict[str, str]:
    """The narrow drawing of each figure of the site in `folder`, by its file's stem."""
    found = {}
    for path in (folder / "_sources").glob("**/*.ipynb"):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            for output in cell.get("outputs", []):
                data: dict[str, Any] = output.get("data", {})
                if WIDE in data and NARROW in data:
                    wide = "\n".join("".join(data[WIDE]).splitlines())  # as myst-nb names files
                    found[hashlib.sha256(wide.encode()).hexdigest()] = "".join(data[NARROW])
    return found


def dress(page: BeautifulSoup, folder: Path, narrow: dict[str, str]) -> None:
    """Show each figure of a page in `folder` in both themes and at both widths."""
    for image in page.select('.cell_output img[src$=".svg"], figure img[src$=".svg"]'):
        file = folder / str(image["src"])
        if (size := size_px(file)) is None:
            continue
        sources = {"light": file.read_text(encoding="utf-8"), "slim": narrow.get(file.stem, "")}
        pictures = []
        for theme in ("light", "dark"):
            shown = page.new_tag("picture", attrs={"class": f"in-{theme}"})
            if sources["slim"]:
                slim = file.with_name(f"{file.stem}-narrow-{theme}.svg")
                wide, high = _write(slim, sources["slim"], theme)
                address = str(image["src"]).replace(file.name, slim.name)
                sizes = {"width": f"{wide:.0f}", "height": f"{high:.0f}"}
                shown.append(
                    page.new_tag("source", attrs={"media": PHONE, "srcset": address, **sizes})
                )
            whole = file.with_name(f"{file.stem}-{theme}.svg")
            _write(whole, sources["light"], theme)
            address = str(image["src"]).replace(file.name, whole.name)
            sizes = {"width": f"{size[0]}", "height": f"{size[1]}"}
            words = {
                "src": address,
                "alt": str(image["alt"]),
                "loading": "lazy",
                "decoding": "async",
            }
            shown.append(page.new_tag("img", attrs={**words, **sizes}))
            pictures.append(shown)
        holder: Tag = image
        holder.replace_with(*pictures)


def _write(file: Path, drawn: str, theme: str) -> tuple[float, float]:
    """Write a figure in the colours of a theme; its width and height."""
    ElementTree.register_namespace("", SVG)
    ElementTree.register_namespace("xlink", XLINK)
    if "xmlns=" not in drawn:  # ours is made to stand in HTML
        drawn = drawn.replace("<svg", f'<svg xmlns="{SVG}"', 1)
    picture = ElementTree.fromstring(drawn)
    _, _, wide, high = (float(side) for side in picture.attrib["viewBox"].split())
    if picture.get("width") == "100%":
        picture.attrib |= {"width": f"{wide:g}", "height": f"{high:g}"}
        picture.attrib.pop("style")
    for paper in list(_papers(picture)):
        _paint(paper, dict.fromkeys(PAINTS, "none"))
    if theme == "dark":
        _darken(picture)
    ElementTree.ElementTree(picture).write(file, encoding="utf-8")
    return wide, high


def _papers(picture: Element) -> Iterator[Element]:
    """What is drawn behind all marks: matplotlib's patches of a figure and its axes, our rects."""
    for group in picture.iter(f"{{{SVG}}}g"):
        first = next(iter(group), None)
        if first is None:
            continue
        if group.get("class") == "panel":
            yield first
        elif str(group.get("id")).startswith(("figure_", "axes_")):
            yield from first.iter(f"{{{SVG}}}path")


def _darken(picture: Element, inside_pattern: bool = False) -> None:
    """The colours of a dark page. A role's areas stay; its lines and words get lighter."""
    for part in picture:
        pattern = inside_pattern or part.tag == f"{{{SVG}}}pattern"
        looks = _looks(part)
        area = pattern or looks.get("fill") in FILLS or "url(" in looks.get("fill", "")
        dark = DARK if area else DARK | LINES
        _paint(part, {name: dark[look] for name, look in looks.items() if look in dark})
        _darken(part, pattern)


def _looks(part: Element) -> dict[str, str]:
    """How an element is painted, by its style or by attributes of its own."""
    style = {
        rule.partition(":")[0].strip(): rule.partition(":")[2].strip()
        for rule in part.get("style", "").split(";")
    }
    return {name: style.get(name) or str(part.get(name, "")) for name in PAINTS}


def _paint(part: Element, looks: dict[str, str]) -> None:
    """Give an element other colours, where it has said its own."""
    for name, old in _looks(part).items():
        if old and name in looks:
            if part.get(name) == old:
                part.set(name, looks[name])
            else:
                style = part.attrib["style"].replace(f"{name}: {old}", f"{name}: {looks[name]}")
                part.set("style", style)
