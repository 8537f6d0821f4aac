"""The family's programs: who is left, who dies, and that the Go versions did the same."""

import pytest

from leaklab.book.dictionary.stage import Line
from leaklab.book.family import (
    BROKEN,
    NAMES,
    ends_table,
    fix,
    go_log,
    go_source,
    look,
    run,
    same_as_go,
)

FIXED = [f"{name}_fixed" for name in BROKEN]
HOUR_S = 3600


@pytest.mark.parametrize("name", NAMES)
def test_the_go_version_did_the_same_at_the_same_times(name: str):
    assert same_as_go(name)
    assert run(name) == run(name)


def test_a_late_answer_parks_its_worker():
    assert run("late_answer") == (
        Line(60, "request", "times out"),
        Line(75, "worker", "sends"),
        Line(60 + HOUR_S, "left", "at chan send"),
    )


@pytest.mark.parametrize("room", [0, 1, 2, 100])
def test_no_room_is_enough_for_a_producer_without_end(room: int):
    log = run("slow_watch", room=room)
    assert log[-1] == Line(3 + HOUR_S, "left", "at chan send")
    assert f"has sent {room + 3}" in [line.what for line in log if line.who == "producer"]
    assert len([line for line in log if line.who == "producer"]) == room + 3


@pytest.mark.parametrize("room", [0, 1, 2, 100])
def test_a_producer_that_waits_for_the_end_too_ends(room: int):
    log = run("slow_watch_fixed", room=room)
    assert log[-1] == Line(3, "producer", "ends")


def test_who_closes_a_channel_that_is_not_theirs_ends_the_program():
    assert run("closed_early")[-1] == Line(75, "process", "dies: ClosedResourceError")
    assert go_log("closed_early")[-1] == Line(75, "process", "dies: panic: send on closed channel")


@pytest.mark.parametrize("name", FIXED)
def test_a_fixed_program_leaves_nothing(name: str):
    for log in (run(name), go_log(name)):
        assert {line.who for line in log} <= {"request", "worker", "watch", "producer"}
        assert log[-1].what == "ends"


@pytest.mark.parametrize("name", NAMES)
def test_both_sources_suit_a_narrow_page(name: str):
    text = repr(look(name))
    assert f"async def {name}(" in text
    assert "import" not in text
    assert max(len(line) for line in text.splitlines()) <= 72


@pytest.mark.parametrize("name", BROKEN)
def test_a_fix_shows_what_goes_and_what_comes_and_no_names(name: str):
    changed = [line for line in repr(fix(name)).splitlines() if line[:1] in ("+", "-")]
    assert changed
    assert not [line for line in changed if "def " in line or "func " in line or "//" in line]
    assert fix(name)._repr_html_().count("<pre>") == 2


def test_the_fix_of_a_late_answer_is_one_line():
    changed = [line for line in repr(fix("late_answer")).splitlines() if line[:1] in ("+", "-")]
    assert [line.strip("+- ") for line in changed] == [
        "answers := make(chan string)",
        "answers := make(chan string, 1)",
        "send_channel, receive_channel = trio.open_memory_channel[str](0)",
        "send_channel, receive_channel = trio.open_memory_channel[str](1)",
    ]


def test_the_table_says_how_each_ends():
    rows = repr(ends_table()).splitlines()[1:]
    assert [row.split()[0] for row in rows] == list(NAMES)
    assert [row.count("left at chan send") for row in rows] == [2, 0, 2, 0, 0, 0]
    assert [row.count("nothing is left") for row in rows] == [0, 2, 0, 2, 0, 2]
    assert rows[4].count("process dies") == 2


def test_unknown_names_are_refused():
    with pytest.raises(ValueError, match="did you mean 'late_answer'"):
        run("late-answer")
    with pytest.raises(ValueError, match="'late_answer_fixed_fixed' is unknown"):
        fix("late_answer_fixed")
    with pytest.raises(ValueError, match="'gosub' is unknown"):
        go_source("gosub")
