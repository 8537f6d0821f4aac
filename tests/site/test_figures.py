"""The figures of a page: transparent, and readable on a light and on a dark ground."""

import re
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest

from leaklab.book.figures import with_matplotlib, without_matplotlib
from leaklab.book.figures.figure import Axis, Figure, Panel
from leaklab.book.figures.marks import Area, Line, Paint, Words
from leaklab.book.figures.notebook import WIDE
from leaklab.roles import PAPER, ROLES
from tests.support.contrast import contrast
from tests.support.places import CHAPTERS
from tests.support.site_pages import parsed
from tools.paths import HTML
from tools.site import figures

MARKS = (
    Area((0, 1), (0, 0), (1, 1), Paint.of(ROLES["parked"])),
    Line((0, 1), (0, 1), ROLES["serving"].colour),
    Words("words", 0.5, 0.5, plate=True),
)
FIGURE = Figure(3, 2, ((Panel(Axis(0, 1), Axis(0, 1), MARKS, "a title"),),))
DRAWN = {"matplotlib": with_matplotlib.svg(FIGURE), "ours": without_matplotlib.drawn(FIGURE, "")}
GROUNDS = {"light": PAPER, "dark": figures.DARK_PAGE}
HEX = re.compile(r"#[0-9a-f]{6}\b")


@pytest.fixture(params=DRAWN)
def page(request, tmp_path) -> dict[str, Element]:
    """A figure as a page shows it, by theme."""
    (tmp_path / "x.svg").write_text(with_matplotlib.svg(FIGURE))
    html = parsed('<div class="cell_output"><img alt="seen" src="x.svg"/></div>')
    figures.dress(html, tmp_path, {"x": DRAWN[request.param]})
    kind = "-narrow" if request.param == "ours" else ""
    return {theme: drawing(tmp_path / f"x{kind}-{theme}.svg") for theme in GROUNDS}


def drawing(path: Path) -> Element:
    return ElementTree.parse(path).getroot()


def paints(picture: Element) -> set[str]:
    """All colours of a drawing."""
    return set(HEX.findall(ElementTree.tostring(picture, encoding="unicode")))


def test_nothing_is_painted_behind_the_marks(page):
    """Paper is left behind words alone, so that they can be read over an area."""
    for theme, picture in page.items():
        markup = ElementTree.tostring(picture, encoding="unicode")
        assert markup.count(GROUNDS[theme]) == 1, theme


def test_an_area_keeps_its_roles_colours_and_a_line_gets_the_lighter_one(page):
    parked, serving = ROLES["parked"], ROLES["serving"]
    assert {parked.fill, parked.colour} <= paints(page["light"]) & paints(page["dark"])
    assert serving.colour in paints(page["light"]) - paints(page["dark"])
    assert serving.fill in paints(page["dark"])


@pytest.mark.parametrize("role", ROLES)
def test_on_a_dark_ground_each_role_is_seen(role):
    assert contrast(ROLES[role].fill, figures.DARK_PAGE) >= 4.5


def test_on_a_dark_ground_words_can_be_read():
    assert contrast(figures.DARK["#1f2328"], figures.DARK_PAGE) >= 4.5
    assert contrast(figures.DARK["#1f2328"], figures.DARK["#e3eefa"]) >= 4.5


@pytest.mark.book
@pytest.mark.parametrize("chapter", sorted(CHAPTERS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_each_figure_of_a_page_is_there_four_times_and_its_words_once_a_theme(chapter):
    path = HTML / "chapters" / f"{chapter.stem}.html"
    page = parsed(path.read_text(encoding="utf-8"))
    pictures = page.select("picture")
    stored = chapter.read_text(encoding="utf-8").count(f'"{WIDE}": ')
    assert len(pictures) == 2 * len(page.select("picture.in-light")) == 2 * stored
    assert not page.select(".cell_output > img")
    for picture in pictures:
        image, source = picture.img, picture.source
        assert image is not None
        assert source is not None
        assert image["alt"]
        for address in (str(image["src"]), str(source["srcset"])):
            assert (path.parent / address).exists()
