"""The history as data: eras follow one another, and an event stands wherever one ends."""

from itertools import pairwise

import pytest

from leaklab.book import release_traits
from leaklab.book.history import (
    ERAS,
    EVENTS,
    FATES,
    FILTER,
    REST,
    SINCE_THE_FIX,
    days_between,
    since_table,
)


@pytest.mark.parametrize("channel", ERAS)
def test_eras_follow_one_another(channel):
    eras = ERAS[channel]
    assert eras[-1].end is None
    assert all(before.end == after.start for before, after in pairwise(eras))
    assert all(era.fate in FATES for era in eras)


def test_every_change_of_a_channel_is_an_event():
    days = {event.day for event in EVENTS if event.number}
    changes = {day for eras in ERAS.values() for era in eras for day in (era.start, era.end)}
    assert changes - {None} <= days


def test_the_filter_leaked_between_birth_and_fix():
    (leak,) = [era for era in ERAS[FILTER] if era.fate == "leaks"]
    assert (leak.end - leak.start).days == days_between(68001, 83333) == 398
    assert ERAS[REST][0].fate == "leaks"


def test_events_are_in_order():
    days = [event.day for event in EVENTS]
    assert days == sorted(days)
    assert EVENTS[-1].number is None


def test_eleven_pull_requests_after_the_fix():
    merged = [step.merged for step in SINCE_THE_FIX]
    assert len(set(SINCE_THE_FIX)) == 11
    assert merged == sorted(merged)
    assert merged[0] > ERAS[FILTER][-1].start
    assert [step.number for step in SINCE_THE_FIX if step.first == "reverted"] == [96061]


def test_their_first_releases_are_those_of_the_traits():
    traits = [trait for traits in release_traits.FILTER.values() for trait in traits[1:]]
    known = {int(trait.source.rpartition("/")[2]): trait.first[-1] for trait in traits}
    told = {step.number: step.first for step in SINCE_THE_FIX if step.number in known}
    assert told == {number: known[number] for number in told}
    assert len(told) == 8


def test_the_table_has_a_row_each():
    rows = repr(since_table()).splitlines()[1:]
    assert [row.split()[0] for row in rows] == [f"#{step.number}" for step in SINCE_THE_FIX]
    assert rows[3].split()[:3] == ["#96901", "2021-01-28", "1.21.0"]


def test_an_unknown_number_is_refused():
    with pytest.raises(ValueError, match=r"#1 is not in the history; there are: 5316, 10656,"):
        days_between(1, 83333)
