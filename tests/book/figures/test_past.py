"""Figures of the past: a square a release, a bar an era, the same bytes each time."""

import io
from collections import Counter

import matplotlib as mpl
import pytest
from matplotlib.colors import to_hex

from leaklab import figures
from leaklab.book.history import ERAS, EVENTS
from leaklab.book.releases import LINES
from leaklab.roles import ROLES

PARKED = to_hex(ROLES["parked"].fill)


def svg(figure) -> bytes:
    text = io.BytesIO()
    with mpl.rc_context(figures.STYLE):
        figure.savefig(text, format="svg", metadata={"Date": None})
    return text.getvalue()


def colours(figure) -> Counter[str]:
    return Counter(to_hex(patch.get_facecolor()) for patch in figure.axes[0].patches)


def test_a_square_for_each_release():
    found = colours(figures.releases(LINES))
    assert found.total() == sum(line.last + 1 for line in LINES)
    assert found[PARKED] == sum(len(line.leaking) for line in LINES) == 53


def test_a_bar_for_each_era():
    found = colours(figures.channels(ERAS, EVENTS))
    assert found.total() == sum(len(eras) for eras in ERAS.values())
    assert found[PARKED] == 2


def test_every_event_has_its_words():
    said = [text.get_text() for text in figures.channels(ERAS, EVENTS).axes[0].texts]
    assert "the fix #83333" in said
    assert "the write-up" in said
    assert {event.what for event in EVENTS} <= {text.split(" #")[0] for text in said}


@pytest.mark.parametrize(
    "draw", [lambda: figures.releases(LINES), lambda: figures.channels(ERAS, EVENTS)]
)
def test_the_bytes_repeat(draw):
    assert svg(draw()) == svg(draw())
