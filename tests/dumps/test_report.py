"""A dump in other forms, and a report for a ticket that names no machine."""

import json
import shutil
import subprocess
from collections import Counter

import pytest

from leaklab.dumps import places, report, ticket
from leaklab.dumps.meaning import judged
from leaklab.dumps.reading import read
from leaklab.dumps.values import Frame
from tests.dumps.test_framings import COUNTED, STACKS
from tests.support.places import ROOT

FOLDER = ROOT / "tests/data/field-inputs/go"
DUMP = read(STACKS.encode(), "shop.txt")


def test_a_table_names_state_minutes_line_and_creator():
    text = report.table(judged(DUMP))
    assert text.startswith("shop.txt: 4 goroutines on 3 stacks (debug=2)\n")
    assert "      2  chan send, 4 to 58 min (median 4)\n" in text
    assert "at shop.(*Basket).put basket.go:50" in text
    assert "started by shop.serve serve.go:31" in text
    assert max(map(len, text.splitlines())) <= 100


def test_two_places_of_the_same_short_name_differ_in_a_table():
    dump = read((FOLDER / "same_names.debug1.txt").read_bytes())
    names = places.short_names(frame for group in dump.groups for frame in group.frames)
    assert sorted(names.values()) == [
        "http.(*persistConn).Read transport.go:143",
        "transport.(*Stream).Read transport.go:143",
    ]
    same = [Frame(f"example.test/{at}/web.Get", f"/src/{at}/web/a.go", 7) for at in "ab"]
    assert sorted(places.short_names(same).values()) == [f"{at}/web.Get web/a.go:7" for at in "ab"]


def test_what_is_missing_stands_in_the_first_line():
    dump = read((FOLDER / "cut_off.debug1.txt").read_bytes(), "cut")
    assert report.table(judged(dump)).startswith("cut: 600 of 1,000 goroutines on 1 stack")


def test_json_has_each_group_with_its_verdict():
    (value,) = json.loads(report.json_text([judged(DUMP)]))["dumps"]
    assert (value["total"], value["form"]) == (4, "debug=2")
    first = next(each for each in value["groups"] if each["count"] == 2)
    assert first["minutes"] == {"least": 4, "median": 4, "most": 58}
    assert first["frames"][0] == {
        "function": "example.test/shop.(*Basket).put",
        "file": "/src/shop/basket.go",
        "line": 50,
    }
    assert first["kind"] == "unclear"


def test_folded_stacks_have_their_root_first():
    assert report.folded(read(COUNTED.encode())) == (
        "main.main;example.test/shop.(*Basket).put 4\nmain.wait[...] 2\n"
    )


@pytest.mark.parametrize("text", [STACKS, COUNTED], ids=["stacks", "counted"])
def test_debug1_written_is_debug1_read(text):
    dump = read(text.encode())
    again = read(report.debug1(dump).encode())
    assert (again.total, again.stated, again.notes) == (dump.total, dump.total, ())
    assert by_stack(again) == by_stack(dump)


def by_stack(dump):
    """How many stand on each stack, whatever their state: debug=1 has none."""
    counts = Counter()
    for group in dump.groups:
        counts[group.frames] += group.count
    return counts


def test_the_binary_form_is_read_back_with_its_states():
    again = read(report.proto(DUMP))
    assert by_stack(again) == by_stack(DUMP)
    assert [(each.count, each.state) for each in again.groups] == [
        (3, "chan send"),
        (1, "chan receive"),
    ]


def test_go_tool_pprof_counts_as_we_do(tmp_path):
    go = shutil.which("go")
    if go is None:
        pytest.skip("go is not installed")
    path = tmp_path / "shop.pb.gz"
    path.write_bytes(report.proto(DUMP))
    command = [go, "tool", "pprof", "-top", str(path)]
    top = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "Showing nodes accounting for 4, 100% of 4 total" in top
    assert "3 75.00% 75.00%          3 75.00%  example.test/shop.(*Basket).put" in top


def test_a_ticket_without_names_keeps_what_everybody_knows():
    text = ticket.of(
        [read((FOLDER / "quit.cri.log").read_bytes(), "/home/annika/quit.log")], anonymous=True
    )
    assert "filters.(*timeoutHandler).ServeHTTP.func1.1 timeout.go:106" in text
    assert "the leak of this book" in text
    assert "annika" not in text
    assert "/go/src" not in text


def test_a_ticket_hides_own_packages_labels_and_paths():
    text = ticket.of([read(COUNTED.encode(), "10.1.2.3.txt")] * 2, anonymous=True, top=50)
    assert "example.test" not in text
    assert "private-1.(*Basket).put basket.go:50" in text
    assert "red & blue" not in text
    assert "10.1.2.3" not in text
    assert "Program Files" not in text
    open_text = ticket.of([read(COUNTED.encode(), "a.txt")])
    assert "shop.(*Basket).put" in open_text
