"""Figures of the past: a square a release, a bar an era, a line an event."""

from collections import Counter

from leaklab import figures
from leaklab.book.figures.marks import Box, Line, Words
from leaklab.book.history import ERAS, EVENTS
from leaklab.book.releases import LINES
from leaklab.roles import ROLES

PARKED = ROLES["parked"].fill


def marks(figure, kind: type) -> list:
    (panel,) = figure.panels
    return [mark for mark in panel.marks if isinstance(mark, kind)]


def colours(figure) -> Counter[str]:
    return Counter(box.paint.fill for box in marks(figure, Box))


def test_a_square_for_each_release():
    found = colours(figures.releases(LINES))
    assert found.total() == sum(line.last + 1 for line in LINES)
    assert found[PARKED] == sum(len(line.leaking) for line in LINES) == 53


def test_a_bar_for_each_era():
    found = colours(figures.channels(ERAS, EVENTS))
    assert found.total() == sum(len(eras) for eras in ERAS.values())
    assert found[PARKED] == 2


def test_every_event_has_its_words():
    said = [words.text for words in marks(figures.channels(ERAS, EVENTS), Words)]
    assert "the fix #83333" in said
    assert "the write-up" in said
    assert {event.what for event in EVENTS} <= {text.split(" #")[0] for text in said}


def test_every_event_has_a_line_at_its_day():
    lines = marks(figures.channels(ERAS, EVENTS), Line)
    assert [line.x for line in lines] == [(event.day.toordinal(),) * 2 for event in EVENTS]
    heights = [line.y[1] for line in lines]
    assert len(set(heights)) == len(heights)  # words of one event meet no other's


def test_a_row_has_the_name_of_its_channel_or_line():
    (channels,), (releases,) = figures.channels(ERAS, EVENTS).rows, figures.releases(LINES).rows
    assert [text for _, text in channels[0].y.ticks] == list(ERAS)
    assert [text for _, text in releases[0].y.ticks] == [f"1.{line.minor}" for line in LINES]
