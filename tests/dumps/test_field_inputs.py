"""Small inputs after public reports, each with the value that is right for it."""

import pytest

from leaklab.dumps.reading import read
from leaklab.dumps.values import Dump
from tests.support.places import ROOT

FOLDER = ROOT / "tests/data/field-inputs/go"


def of(name: str) -> Dump:
    return read((FOLDER / name).read_bytes(), name)


def at(dump: Dump) -> list[tuple[int, str]]:
    return [(group.count, group.frames[0].place) for group in dump.groups]


def test_a_space_in_a_path_is_part_of_it():
    dump = of("space_in_path.debug1.txt")
    assert dump.total == dump.stated == 5
    assert at(dump) == [(3, "shelf.go:12"), (2, "main.go:40")]
    assert dump.groups[0].frames[0].file == "C:/Program Files (x86)/Shop/src/shelf.go"


def test_a_profile_pasted_with_spaces_for_tabs_is_read_and_what_is_missing_is_said():
    dump = of("pasted.debug1.txt")
    assert at(dump) == [(30, "basket.go:12"), (10, "waitgroup.go:130")]
    assert dump.groups[0].frames[1].place == "web.go:80"
    assert (dump.stated, dump.missing) == (42, 2)
    assert "40 of 42 goroutines were read; 2 are missing" in dump.notes
    assert any("breaks off" in note and "line 11" in note for note in dump.notes)


def test_a_part_never_passes_for_the_whole():
    dump = of("cut_off.debug1.txt")
    assert (dump.total, dump.stated) == (600, 1000)
    assert dump.notes == ("600 of 1000 goroutines were read; 400 are missing",)


def test_two_places_with_the_same_short_name_stay_apart():
    dump = of("same_names.debug1.txt")
    names = [group.frames[0].function for group in dump.groups]
    assert names == [
        "net/http.(*persistConn).Read",
        "example.test/rpc/transport.(*Stream).Read",
    ]
    assert dump.counts == [7, 5]


@pytest.mark.parametrize("name", ["labels.debug1.txt", "crlf.debug1.txt"])
def test_labels_are_counted_on_the_stack_that_carries_them(name):
    dump = of(name)
    assert at(dump) == [(7, "main.go:30"), (2, "main.go:5")]
    assert dump.groups[0].labels == {'{"tenant":"red"}': 4, '{"tenant":"blue"}': 3}
    assert dump.notes == ()


def test_stacks_one_by_one_are_grouped_with_their_minutes_and_creator():
    dump = of("dump.debug2.txt")
    assert dump.form == "debug=2"
    sender, waiter, locked = dump.groups
    assert (sender.count, sender.state, dict(sender.minutes)) == (2, "chan send", {3: 1, 58: 1})
    assert sender.frames[0].place == "main.go:50"
    assert sender.created_by is not None
    assert sender.created_by.place == "main.go:31"
    assert (waiter.state, dict(waiter.minutes)) == ("chan receive", {61: 1})
    assert (locked.state, locked.frames[1].place) == ("semacquire", "main.go:70")


@pytest.mark.parametrize("name", ["quit.journal.log", "quit.cri.log"])
def test_a_log_of_sigquit_is_read_through_its_prefixes(name):
    dump = of(name)
    assert (dump.form, dump.total) == ("SIGQUIT", 3)
    (group,) = dump.groups
    assert (group.count, group.state, list(group.minutes)) == (3, "chan send", [101, 102, 103])
    assert group.frames[0].place == "timeout.go:106"
    assert group.frames[0].function.endswith("filters.(*timeoutHandler).ServeHTTP.func1.1")


def test_each_file_of_the_folder_is_read():
    for path in FOLDER.iterdir():
        assert read(path.read_bytes(), path.name).total > 0, path.name
