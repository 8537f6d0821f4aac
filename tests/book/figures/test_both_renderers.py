"""Every figure of every chapter by both renderers: each draws what the value says, and all of it.

That a panel's marks are as many, and where, is held by their points in pixels.
"""

from collections import Counter
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest

from leaklab import figures
from leaklab.book.figures import with_matplotlib, without_matplotlib
from leaklab.book.figures.figure import Axis, Figure, Panel
from leaklab.book.figures.marks import Area, Bar, Box, Guide, Line, Paint, Span, Strokes, Words
from leaklab.book.figures.narrow import WIDTH, narrow
from tests.support.chapter_figures import Shown, figures_of, with_figures
from tests.support.drawn_points import apart, by_matplotlib, by_us, of_value, to_pixels
from tests.support.places import CHAPTERS

pytestmark = pytest.mark.slow  # the chapters' runs: a minute in all
PIXEL = 0.22  # our renderer writes one decimal, for a point and for its frame: 0.15 each way


@pytest.fixture(params=with_figures(), scope="module")
def shown(request) -> list[Shown]:
    return figures_of(request.param)


def test_every_kind_of_figure_is_in_a_chapter():
    kinds = set(figures.__all__) - {"use_in_notebook"}
    cells = "".join(path.read_text() for path in CHAPTERS.glob("*.ipynb"))
    assert {kind for kind in kinds if f"figures.{kind}(" in cells} == kinds


def test_what_the_book_shows_is_what_matplotlib_draws(shown):
    for name, figure, stored, _ in shown:
        assert with_matplotlib.svg(figure) == stored, name


def test_what_a_phone_shows_is_what_we_draw_for_it(shown):
    for name, figure, _, stored in shown:
        assert without_matplotlib.drawn(narrow(figure), "") == stored, name


def test_the_narrow_drawing_has_all_panels_and_their_marks_in_letters_that_can_be_read(shown):
    for name, figure, *_ in shown:
        slim = narrow(figure)
        assert slim.width == WIDTH, name
        if figure.slim is None:
            marks = Counter(panel.marks for panel in figure.panels)
            assert Counter(panel.marks for panel in slim.panels) == marks, name
        else:
            assert said(slim) == said(figure), name
        picture = ElementTree.fromstring(without_matplotlib.drawn(slim, ""))
        assert min(float(text.attrib["font-size"]) for text in picture.iter("text")) >= 9, name


def said(figure: Figure) -> set[str]:
    """All words in a figure, one by one: lines may break elsewhere."""
    return {word for text in words(figure) for word in text.replace("…", "").split()}


def test_panels_that_share_an_axis_have_its_limits_in_common(shown):
    for name, figure, *_ in shown:
        columns = list(zip(*figure.rows, strict=True))
        groups = {"all": [figure.panels], "row": figure.rows, "col": columns, "none": []}
        for group in groups[figure.share_x]:
            assert len({(panel.x.low, panel.x.high) for panel in group if panel}) == 1, name
        for group in groups[figure.share_y]:
            assert len({(panel.y.low, panel.y.high) for panel in group if panel}) == 1, name


def test_matplotlib_draws_what_the_value_says(shown):
    for name, figure, *_ in shown:
        paper = with_matplotlib.drawn(figure)
        for axes, (panel, says_x, says_y) in zip(paper.axes, places(figure), strict=True):
            if panel is None:
                assert not axes.axison
                continue
            assert axes.axison is not panel.bare
            assert (*axes.get_xlim(), *axes.get_ylim()) == limits(panel)
            assert axes.get_title(loc="left") == panel.title
            assert axes.get_xlabel() == panel.x.label * says_x
            assert axes.get_ylabel() == panel.y.label * says_y
            assert ticks(axes.xaxis, panel.x) == list(panel.x.ticks or ()) * says_x
            assert ticks(axes.yaxis, panel.y) == list(panel.y.ticks or ()) * says_y
            marks_of_matplotlib(axes, panel, name)
        keys = [text.get_text() for legend in paper.legends for text in legend.get_texts()]
        assert keys == [text for text, _ in figure.key]


def places(figure: Figure) -> list[tuple[Panel | None, bool, bool]]:
    """What is at each place, and whether words of the x and of the y axis belong there."""
    return [
        (panel, figure.says_x(row), figure.says_y(column))
        for row, panels in enumerate(figure.rows)
        for column, panel in enumerate(panels)
    ]


def ticks(drawn, axis: Axis) -> list[tuple[float, str]]:
    """The ticks that matplotlib was given, if it says them here."""
    if axis.ticks is None:
        return []
    labels = drawn.get_ticklabels()
    return [(each.get_position()[drawn.axis_name == "y"], each.get_text()) for each in labels]


def limits(panel: Panel) -> tuple[float, ...]:
    return panel.x.low, panel.x.high, panel.y.low, panel.y.high


def marks_of_matplotlib(axes, panel: Panel, name: str) -> None:
    artists = {
        kind: iter(of_kind)
        for kind, of_kind in (
            ((Line, Guide), axes.lines),
            ((Area, Bar, Strokes), axes.collections),
            ((Box, Span), axes.patches),
            ((Words,), axes.texts),
        )
    }
    for mark in panel.marks:
        artist = next(next(of_kind for kind, of_kind in artists.items() if type(mark) in kind))
        expected = axes.transData.transform(of_value(mark, panel))
        if isinstance(mark, Words):
            assert (artist.get_text(), artist.xy) == (mark.text, (mark.x, mark.y)), name
            assert artist.get_weight() == ("bold" if mark.bold else "normal")
        else:
            assert apart(expected, by_matplotlib(artist)) < 1e-6, (name, mark)
        if isinstance(mark, Area | Bar | Box):
            assert (artist.get_hatch() or None) == (mark.paint.hatch or None), name
    assert all(next(left, None) is None for left in artists.values()), name
    names = [mark.name for mark in panel.marks if isinstance(mark, Line) and panel.key]
    key = axes.get_legend().get_texts() if panel.key else []
    assert [text.get_text() for text in key] == names


def test_our_renderer_draws_what_the_value_says(shown):
    for name, figure, *_ in shown:
        picture = ElementTree.fromstring(without_matplotlib.drawn(figure, "seen"))
        assert picture.get("aria-label") == "seen"
        drawn = picture.findall("g[@class='panel']")
        patterns = {each.attrib["id"] for each in picture.iter("pattern")}
        for group, panel in zip(drawn, figure.panels, strict=True):
            marks_of_ours(group, panel, patterns, name)
        said = Counter(text.text for text in picture.iter("text"))
        for text in words(figure):
            said[text] -= 1
            assert said[text] >= 0, (name, text)


def words(figure: Figure) -> list[str]:
    """All words that are not a renderer's own: a line a line."""
    found = [figure.side, *(text for text, _ in figure.key)]
    for panel, says_x, says_y in places(figure):
        if panel:
            found += [panel.title, panel.x.label * says_x, panel.y.label * says_y]
            found += [mark.text for mark in panel.marks if isinstance(mark, Words)]
            found += [mark.name for mark in panel.marks if isinstance(mark, Line) and panel.key]
            found += [text for _, text in panel.x.ticks or () if says_x]
            found += [text for _, text in panel.y.ticks or () if says_y]
    return [line for text in found if text for line in text.split("\n")]


def marks_of_ours(group: Element, panel: Panel, patterns: set[str], name: str) -> None:
    frame = group.find("rect")
    assert frame is not None
    groups: dict[str, list[Element]] = {}
    for each in group.iter("g"):
        groups.setdefault(each.get("class", ""), []).append(each)
    for mark in panel.marks:
        mine = groups[type(mark).__name__.lower()].pop(0)
        expected = to_pixels(of_value(mark, panel), panel, frame)
        if isinstance(mark, Words):
            assert [text.text for text in mine] == mark.text.split("\n")
            assert float(mine[0].attrib["x"]) == pytest.approx(
                expected[0][0] + mark.dx * 4 / 3, abs=PIXEL
            )
            assert (mine[0].get("font-weight") == "bold") is mark.bold
        else:
            assert apart(expected, by_us(mine)) < PIXEL, (name, mark)
        if isinstance(mark, Area | Bar | Box):
            fills = {each.attrib["fill"] for each in mine.iter("path")}
            hatched = {f"url(#{pattern})" for pattern in patterns} & fills
            drawn = mark.shown is None or any(mark.shown) if isinstance(mark, Area) else True
            assert bool(hatched) is bool(mark.paint.hatch and drawn), name
    left = {kind for kind, of_kind in groups.items() if of_kind} - {"panel", "key"}
    assert not left, name


def test_every_area_that_a_key_explains_is_told_apart_by_more_than_colour(shown):
    """Each has a hatch of its own, or it is the only one without."""
    for name, figure, *_ in shown:
        paints = [look for _, look in figure.key if isinstance(look, Paint)]
        hatches = [look.hatch or "" for look in paints]
        assert len(set(hatches)) == len(hatches), name
