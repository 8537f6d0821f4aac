"""The figures in a real page: letters that can be read at any width, in the theme's own colours."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Locator, Page

from tests.support import browser as support

WITH = sorted(
    path.name
    for path in support.HTML.glob("chapters/*.html")
    if "<picture" in path.read_text(encoding="utf-8")
)
SMALLEST = 9  # px
GLYPHS = re.compile(r"scale\(([\d.]+) -")  # matplotlib's letters: a hundredth of their size in pt

CUT = """() => {
  const all = document.documentElement.getBoundingClientRect();
  const inside = (box) => box.left >= all.left - 1 && box.right <= all.right + 1
    && box.top >= all.top - 1 && box.bottom <= all.bottom + 2;
  return [...document.querySelectorAll("text")]
    .filter((text) => text.textContent.trim() && !inside(text.getBoundingClientRect()))
    .map((text) => text.textContent);
}"""


def pictures(tab: Page) -> Iterator[tuple[Locator, Path]]:
    """The pictures that are seen, each with the file that it shows."""
    for image in tab.locator("picture img").all():
        if image.is_visible():
            image.scroll_into_view_if_needed()
            tab.wait_for_function("(image) => image.currentSrc", arg=image.element_handle())
            address = urlsplit(image.evaluate("(image) => image.currentSrc")).path
            yield image, support.HTML / address.lstrip("/")


def letters_px(image: Locator, file: Path) -> float:
    """The smallest letters of a picture as it is shown."""
    picture = ElementTree.parse(file).getroot()
    box = image.bounding_box()
    assert box is not None
    scale = box["width"] / float(picture.attrib["viewBox"].split()[2])
    ours = [
        float(part.attrib["font-size"]) for part in picture.iter() if "font-size" in part.attrib
    ]
    glyphs = [float(size) * 100 for size in GLYPHS.findall(file.read_text(encoding="utf-8"))]
    return min(ours + glyphs) * scale


def test_there_are_pages_with_figures():
    assert len(WITH) >= 12


@pytest.mark.parametrize("name", WITH)
def test_letters_can_be_read(tab, site, name):
    tab.goto(f"{site}/chapters/{name}")
    for width in (390, 768, 1280):
        tab.set_viewport_size({"width": width, "height": 900})
        seen = 0
        for image, file in pictures(tab):
            seen += 1
            assert ("-narrow-" in file.name) is (width == 390)
            assert letters_px(image, file) >= SMALLEST, file.name
            assert image.evaluate("(image) => image.clientWidth") <= width - 32
        assert seen


@pytest.mark.parametrize("name", WITH)
def test_no_words_of_a_narrow_figure_are_cut_off(tab, site, name):
    """Debian's letters are wider than a phone's."""
    tab.set_viewport_size({"width": 390, "height": 900})
    tab.goto(f"{site}/chapters/{name}")
    files = [file for _, file in pictures(tab)]
    assert files
    for file in files:
        tab.goto(f"{site}/_images/{file.name}")
        cut = tab.evaluate(CUT)
        assert cut == [], file.name


@pytest.mark.parametrize(("system", "theme"), [("light", "dark"), ("dark", "light")])
def test_the_themes_switch_decides_and_not_the_system(tab, site, system, theme):
    tab.emulate_media(color_scheme=system)
    tab.set_viewport_size({"width": 1280, "height": 900})
    tab.goto(f"{site}/chapters/05_nobody_is_coming.html")
    tab.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
    seen = [file.name for _, file in pictures(tab)]
    assert len(seen) == tab.locator(f"picture.in-{theme}").count() > 1
    assert all(name.endswith(f"-{theme}.svg") for name in seen)
    tab.emulate_media(color_scheme="light")


def test_on_paper_they_are_light(tab, site):
    tab.goto(f"{site}/chapters/05_nobody_is_coming.html")
    tab.evaluate("() => { document.documentElement.dataset.theme = 'dark'; }")
    tab.emulate_media(media="print")
    seen = [file.name for _, file in pictures(tab)]
    assert len(seen) == tab.locator("picture.in-light").count() > 1
    assert all(name.endswith("-light.svg") for name in seen)
    tab.emulate_media(media="screen")
