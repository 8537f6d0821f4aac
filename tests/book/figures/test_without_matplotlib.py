"""Figures without matplotlib, as in JupyterLite: our own SVG, with a sentence that says so."""

import subprocess
import sys
from xml.etree import ElementTree

import pytest

from leaklab import Scenario, figures, simulate
from leaklab.book.figures import without_matplotlib
from leaklab.book.figures.figure import Axis, Figure, Panel
from leaklab.book.figures.layout import rounded, ticks
from leaklab.book.figures.marks import Box, Guide, Line, Paint, Span
from leaklab.roles import ROLES

SMALL = Scenario(rate_per_s=5, duration_s=4, timeout_s=1, plans="2:write", until_s=8)
WITHOUT = """
import sys
sys.modules["matplotlib"] = None
from leaklab import Scenario, figures, simulate
figures.use_in_notebook()
figure = figures.tasks_over_time({"a": simulate(Scenario(), "k8s-1.12")})
assert not [name for name in sys.modules if name.startswith(("matplotlib.", "numpy", "IPython"))]
print(*figure._repr_mimebundle_())
assert not [name for name in sys.modules if name.startswith("matplotlib.")]
"""


@pytest.fixture(scope="module")
def tasks() -> str:
    runs = {name: simulate(SMALL, name) for name in ("k8s-1.12", "k8s-1.17")}
    return without_matplotlib.drawn(figures.tasks_over_time(runs), "seen")


def one(*marks) -> ElementTree.Element:
    figure = Figure(8, 3, ((Panel(Axis(0, 10), Axis(0, 10), marks),),))
    return ElementTree.fromstring(without_matplotlib.drawn(figure, ""))


def test_where_matplotlib_is_absent_nothing_stands_in_for_it():
    command = [sys.executable, "-c", WITHOUT]
    said = subprocess.run(command, capture_output=True, check=True, text=True)
    assert (said.stdout, said.stderr) == ("text/html\n", "")


def test_the_page_says_that_it_is_plain_and_what_is_seen():
    figure = figures.tasks_over_time({"a": simulate(SMALL, "k8s-1.12")})
    picture, caption = ElementTree.fromstring(without_matplotlib.page(figure, "a <steep> rise"))
    assert picture.get("role") == "img"
    assert picture.get("aria-label") == "a <steep> rise"
    assert caption.text == f"{without_matplotlib.SAYS} In the book: a <steep> rise"
    picture, caption = ElementTree.fromstring(without_matplotlib.page(figure, ""))
    assert picture.get("aria-label") == caption.text == without_matplotlib.SAYS


def test_all_roles_are_in_the_stack_and_below_it(tasks):
    for role, look in ROLES.items():
        assert f">{role}<" in tasks
        assert tasks.count(f'fill="{look.fill}"') == 3  # two panels and the key


def test_titles_ticks_and_axes_are_said_once_where_they_are_shared(tasks):
    words = [text.text for text in ElementTree.fromstring(tasks).iter("text")]
    for word in ("k8s-1.12", "k8s-1.17", "tasks alive"):
        assert words.count(word) == 1
    assert words.count("virtual time, s") == 2  # one below each column
    assert words.count("8") == 2
    assert words.count("20") == 1


def test_lines_are_told_apart_by_their_dashes():
    runs = {name: simulate(SMALL, name) for name in ("k8s-1.12", "k8s-1.17")}
    picture = ElementTree.fromstring(without_matplotlib.drawn(figures.tasks_alone(runs), ""))
    lines = picture.findall(".//g[@class='line']/path")
    assert [line.get("stroke-dasharray") for line in lines] == [None, "6 4"]
    key = picture.find(".//g[@class='panel']/g[@class='key']")
    assert [line.get("stroke-dasharray") for line in key.iter("path")] == [None, "6 4"]
    assert [text.text for text in key.iter("text")] == list(runs)


def test_what_lies_behind_is_drawn_first():
    line, span, guide = Line((0, 1), (0, 1)), Span(2, 3, "#fff", 1), Guide("x", 1, behind=True)
    drawn = one(line, Guide("x", 2), span, guide).findall(".//svg/g")
    assert [group.get("class") for group in drawn] == ["span", "guide", "line", "guide"]


def test_each_hatch_is_defined_once_and_looks_like_itself():
    hatches = ["//", "xx", "..", "\\\\"]
    boxes = [Box(at, 0, 1, 1, Paint("#fff", "#000", hatch)) for at, hatch in enumerate(hatches * 2)]
    patterns = list(one(*boxes).iter("pattern"))
    assert len({ElementTree.tostring(pattern[0]) for pattern in patterns}) == len(hatches)
    assert len(patterns) == len(hatches)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(0, 10, [0, 2, 4, 6, 8, 10]), (-0.04, 1.1, [0, 0.5, 1]), (3, 41, [10, 20, 30, 40])],
)
def test_ticks_are_round(low, high, expected):
    assert rounded(low, high, 5) == pytest.approx(expected)


def test_whole_ticks_are_whole():
    assert rounded(0, 2, 8, whole=True) == [0, 1, 2]


def test_ticks_say_thousands_with_a_comma_or_what_they_are_given():
    assert ticks(Axis(0, 2000, thousands=True), 2) == [(0, "0"), (1000, "1,000"), (2000, "2,000")]
    assert ticks(Axis(0, 1, ticks=((0.5, "half"), (2, "outside"))), 9) == [(0.5, "half")]
