"""The field guide and the rules of what is ordinary: each is met by its stack, and by no other.

The stacks are in `tests/support/guide_stacks.py`.
"""

import re

import pytest

from leaklab.dumps import rules
from leaklab.dumps.meaning import judged
from leaklab.dumps.reading import read
from leaklab.dumps.values import Dump, Frame, Group
from tests.support.guide_stacks import GUIDE, ORDINARY, OTHER_NAMES
from tests.support.places import ROOT


def group(functions: list[str], state: str = "", count: int = 40) -> Group:
    return Group(count, tuple(Frame(name, "/src/a.go", 7) for name in functions), state)


def test_every_entry_and_every_rule_is_tried_here():
    assert [entry.id for entry in rules.GUIDE] == list(GUIDE)
    assert [rule.name for rule in rules.ORDINARY] == list(ORDINARY)


@pytest.mark.parametrize("name", GUIDE)
def test_an_entry_is_met_by_its_stack_and_not_by_a_near_one(name):
    functions, state, (near, other_state) = GUIDE[name]
    met = rules.entry_for(group(functions, state))
    assert met is not None
    assert met.id == name
    other = rules.entry_for(group(near, other_state))
    assert other is None or other.id != name


@pytest.mark.parametrize("name", ORDINARY)
def test_a_rule_is_met_by_its_stack(name):
    functions, state = ORDINARY[name]
    rule = rules.ordinary_for(group(functions, state, 1))
    assert rule is not None
    assert rule.name == name
    (verdict,) = judged(Dump("-", "debug=2", (group(functions, state, 1),))).verdicts
    assert verdict.kind == "ordinary"
    assert rules.ordinary_for(group(["example.test/shop.serve"], "chan send")) is None


def test_what_is_ordinary_in_small_numbers_is_not_in_any_number():
    functions, state = ORDINARY["a timer's sleep"]
    (verdict,) = judged(Dump("-", "debug=2", (group(functions, state, 400),))).verdicts
    assert verdict.kind == "suspect"
    assert "400 are more than a timer's sleep needs (20)" in verdict.reasons


@pytest.mark.parametrize("entry", rules.GUIDE, ids=lambda entry: entry.id)
def test_an_entry_has_sources_and_a_page_of_the_book(entry):
    assert entry.sources
    assert all(re.match(r"https://", source) for source in entry.sources)
    page = entry.chapter.partition(".html")[0]
    assert list((ROOT / "chapters").glob(f"{page}.*")), entry.chapter
    assert entry.kind in ("leak", "suspect", "symptom", "cost", "ordinary")
    assert entry.what
    assert entry.versions
    assert entry.now


def test_the_real_filters_leak_is_known_in_a_profile_without_states():
    recorded = ROOT / "code/leaklab/recordings/go-profiles"
    name = "tripled_latency_L0.9__k8s-1.12.4.end.debug1.txt"
    first = judged(read((recorded / name).read_bytes(), name)).verdicts[0]
    assert (first.kind, first.group.count) == ("leak", 200)
    assert first.entry is not None
    assert first.entry.id == "timeout-filter-leak"


def test_the_fixed_filter_in_mid_run_is_a_cost_and_no_leak():
    recorded = ROOT / "code/leaklab/recordings/go-profiles"
    name = "tripled_latency_L0.9__k8s-1.17.0.mid.debug1.txt"
    found = judged(read((recorded / name).read_bytes(), name))
    assert found.of_kind("leak") == ()
    assert [each.group.count for each in found.of_kind("cost")] == [15]


def test_a_watch_that_reads_is_ordinary_and_one_that_nobody_reads_is_not():
    receive = "k8s.io/apimachinery/pkg/watch.(*StreamWatcher).receive"
    reading = group(["net.(*conn).Read", receive], "IO wait")
    assert rules.ordinary_for(reading) is not None
    assert rules.ordinary_for(group([receive], "")) is None
    assert rules.ordinary_for(group([receive], "chan send")) is None


def test_a_client_connection_that_waits_for_its_body_to_be_closed_is_not_idle():
    """The same function, with another frame on top: in forms with states and without."""
    read_loop = Frame("net/http.(*persistConn).readLoop", "net/http/transport.go", 2227)
    peek = Frame("bufio.(*Reader).Peek", "bufio/bufio.go", 139)
    for state, idle_state in (("select", "IO wait"), ("", "")):
        held = Group(15, (Frame("runtime.gopark"), read_loop), state)
        idle = Group(15, (Frame("internal/poll.(*FD).Read"), peek, read_loop), idle_state)
        judgement = judged(Dump("-", "debug=2", (held, idle)))
        kinds = {each.group.frames: each.kind for each in judgement.verdicts}
        assert kinds == {held.frames: "symptom", idle.frames: "ordinary"}


@pytest.mark.parametrize(
    ("functions", "state", "name"), OTHER_NAMES, ids=lambda each: str(each)[:60]
)
def test_the_names_of_other_versions_are_known(functions, state, name):
    rule, entry = (
        rules.ordinary_for(group(functions, state)),
        rules.entry_for(group(functions, state)),
    )
    found = [rule.name if rule else "", entry.id if entry else ""]
    assert any(each.startswith(name) for each in found), found


def test_who_waits_for_a_lock_of_the_log_is_not_its_flusher():
    waiting = group(
        ["sync.(*Mutex).Lock", "k8s.io/klog/v2.(*loggingT).output"], "sync.Mutex.Lock", 4
    )
    assert rules.ordinary_for(waiting) is None
