"""Two dumps of one process: what grew, by how much a minute, and what makes that uncertain."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from leaklab.dumps.growth import changes
from leaklab.dumps.reading import read
from tests.support.places import ROOT

FOLDER = ROOT / "tests/data/field-inputs/go"
BEFORE, AFTER = (
    read((FOLDER / f"{name}.debug1.txt").read_bytes(), name) for name in ("before", "after")
)
NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


def test_what_grew_and_what_shrank_and_nothing_else():
    found = changes([BEFORE, AFTER])
    assert [(each.group.frames[0].place, each.growth, each.counts) for each in found.changed] == [
        ("main.go:50", 95, (10, 105)),
        ("main.go:30", -5, (15, 10)),
    ]
    assert found.minutes is None
    assert found.notes == ()


def test_growth_a_minute_needs_the_times():
    found = changes([BEFORE, AFTER], [NOON, NOON + timedelta(minutes=5)])
    assert found.minutes == 5
    assert [each.per_minute for each in found.changed] == [19.0, -1.0]


def test_what_rises_in_every_dump_is_told_from_what_goes_up_and_down():
    between = replace(AFTER, groups=tuple(replace(each, count=12) for each in AFTER.groups))
    rising, falling = changes([BEFORE, between, AFTER]).changed[:2]
    assert (rising.counts, rising.rises) == ((10, 12, 105), True)
    assert not falling.rises


def test_a_counted_text_is_compared_with_stacks_one_by_one():
    one_by_one = read((FOLDER / "dump.debug2.txt").read_bytes())
    found = changes([BEFORE, one_by_one])
    counts = {each.group.frames[0].place: each.counts for each in found.changes}
    assert counts["main.go:50"] == (10, 2)
    assert counts["main.go:9"] == (1, 1)


def test_a_dump_that_is_not_whole_makes_growth_uncertain():
    cut = replace(AFTER, stated=400)
    assert "284 goroutines are missing" in changes([BEFORE, cut]).notes[0]


def test_files_in_the_wrong_order_are_told():
    found = changes([BEFORE, AFTER], [NOON, NOON - timedelta(minutes=5)])
    assert any("oldest first" in note for note in found.notes)
    assert found.minutes is None


def test_dumps_of_two_programs_are_told():
    other = read((FOLDER / "same_names.debug1.txt").read_bytes(), "other")
    assert any("of one process?" in note for note in changes([BEFORE, other]).notes)


def test_one_dump_shows_no_growth():
    with pytest.raises(ValueError, match="two or more"):
        changes([BEFORE])
