"""The theme's icon font, cut to the icons that the pages show: some 2 kB of 156."""

import importlib.util
import logging
import re
from collections.abc import Iterable
from pathlib import Path

from bs4 import BeautifulSoup
from fontTools import subset

SHOWN = '[class*="fa-"]'
NO_ICONS = {"fa-solid", "fa-lg", "fa-fw"}  # a family, a size, a width
# Font Awesome 6 gives an icon its character as the content of a pseudo-element, 7 as a variable.
RULE = re.compile(r"([^{}]*)\{(?:content|--fa):\"\\([0-9a-f]+)\"\}")
FONTS = "vendor/fontawesome/webfonts"
THEME = "theme/pydata_sphinx_theme/static"


def cut_to(pages: Iterable[BeautifulSoup], folder: Path) -> None:
    """Cut the fonts in `folder` to the icons in `pages`. Raises KeyError for an unknown icon."""
    logging.getLogger("fontTools").setLevel(logging.WARNING)  # else Sphinx shows every glyph
    codes = code_points((_theme() / "styles/pydata-sphinx-theme.css").read_text(encoding="utf-8"))
    wanted = {codes[name] for name in icons_in(pages)}
    for font in (_theme() / FONTS).glob("fa-solid-900.*"):
        options = subset.Options(flavor="woff2" if font.suffix == ".woff2" else None)
        loaded = subset.load_font(str(font), options)
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=wanted)
        cutter.subset(loaded)
        subset.save_font(loaded, str(folder / "_static" / FONTS / font.name), options)


def icons_in(pages: Iterable[BeautifulSoup]) -> set[str]:
    """The icons that the pages show, by their class: `fa-moon`."""
    tags = (tag for page in pages for tag in page.select(SHOWN))
    classes = {name for tag in tags for name in tag.get_attribute_list("class") if name}
    return {name for name in classes if name.startswith("fa-")} - NO_ICONS


def code_points(style: str) -> dict[str, int]:
    """Icon name to code point, from the theme's style sheet."""
    return {
        name: int(code, 16)
        for selectors, code in RULE.findall(style)
        for name in re.findall(r"\.(fa-[a-z0-9-]+)", selectors)
    }


def _theme() -> Path:
    """Where the theme keeps its own, whole files."""
    spec = importlib.util.find_spec("pydata_sphinx_theme")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / THEME
