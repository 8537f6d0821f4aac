"""Figures without matplotlib: the same functions, drawn as SVG, with a sentence that says so."""

import json
import re
import subprocess
import sys
from xml.etree import ElementTree

import pytest

from leaklab.book.figures import plain
from leaklab.book.figures.plain import svg, words
from leaklab.book.figures.plain.figure import SAYS, Figure
from leaklab.roles import ROLES

WITHOUT = """
import sys
sys.modules["matplotlib"] = None
from leaklab import Scenario, figures, simulate
from leaklab.book import releases
from leaklab.book.history import ERAS, EVENTS
figures.use_in_notebook()
small = Scenario(rate_per_s=5, duration_s=4, timeout_s=1, plans="2:write", until_s=8)
runs = {name: simulate(small, name) for name in ("k8s-1.12", "k8s-1.17")}
one = Scenario(rate_per_s=1, duration_s=1, timeout_s=6, plans="7.5:write", until_s=10, every_s=0.5)
drawn = {
    "tasks": figures.tasks_over_time(runs),
    "alone": figures.tasks_alone(runs),
    "rule": figures.rule_over_run(runs),
    "bounded": figures.working_and_parked(runs, 5),
    "lanes": figures.lanes({"late": [simulate(one, "k8s-1.17")]}),
    "channels": figures.channels(ERAS, EVENTS),
    "releases": figures.releases(releases.LINES),
}
assert "matplotlib.figure" not in sys.modules
import json
print(json.dumps({name: figure._repr_html_() for name, figure in drawn.items()}))
"""


@pytest.fixture(scope="module")
def drawn() -> dict[str, str]:
    """Figures of a Python that has no matplotlib, as HTML."""
    command = [sys.executable, "-c", WITHOUT]
    return json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)


def test_each_figure_is_well_formed_and_says_that_it_is_plain(drawn):
    assert len(drawn) == 7
    for figure in drawn.values():
        picture, caption = ElementTree.fromstring(figure)
        assert picture.tag == "svg"
        assert picture.get("aria-label")
        assert caption.text == SAYS


def test_all_roles_are_in_the_stack_and_below_it(drawn):
    for role, look in ROLES.items():
        assert f">{role}<" in drawn["tasks"]
        assert drawn["tasks"].count(f'fill="{look.fill}"') == 3  # two panels and the legend


def test_titles_ticks_and_axes_are_there(drawn):
    for word in ("k8s-1.12", "k8s-1.17", "virtual time, s", "tasks alive"):
        assert f">{word}<" in drawn["tasks"]


def test_two_lines_are_told_apart_by_their_dashes(drawn):
    assert 'stroke-dasharray="6 4"' in drawn["alone"]
    assert ">k8s-1.17<" in drawn["alone"]


def test_with_matplotlib_nothing_stands_in():
    before = sys.modules["matplotlib.figure"]
    with plain.stand_in():
        assert sys.modules["matplotlib.figure"] is before
    with plain.stand_in(absent=True):
        assert sys.modules["matplotlib.figure"].Figure is Figure
    assert sys.modules["matplotlib.figure"] is before


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(0, 10, [0, 2, 4, 6, 8, 10]), (-0.04, 1.1, [0, 0.5, 1]), (3, 41, [10, 20, 30, 40])],
)
def test_ticks_are_round(low, high, expected):
    assert svg.ticks(low, high, 5) == pytest.approx(expected)


def test_whole_ticks_are_whole():
    assert svg.ticks(0, 2, 8, whole=True) == [0, 1, 2]


def test_outside_a_notebook_nobody_knows_the_words():
    assert words.of_this_cell() == ""


def test_the_book_s_words_are_shown_beside(monkeypatch):
    monkeypatch.setattr("leaklab.book.figures.plain.figure.of_this_cell", lambda: "a <steep> rise")
    figure = Figure()
    figure.subplots().plot([0, 1], [0, 1])
    assert re.search(r"In the book: a &lt;steep&gt; rise</figcaption>", figure._repr_html_())
