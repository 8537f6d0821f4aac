"""Dumps as people paste them: parts of two, without their first line, listed by a leak check."""

import pytest

from leaklab.dumps.growth import changes
from leaklab.dumps.meaning import judged
from leaklab.dumps.reading import read, read_all, read_series
from leaklab.dumps.values import Dump, Frame, Group

WAITING = "#\t0x401234\tmain.wait+0x14\t/shop/wait.go:7\n"
SENDING = "#\t0x405678\tmain.send+0x28\t/shop/send.go:9\n"
ONE = "goroutine 7 [chan send, 3 minutes]:\nmain.send(0x1)\n\t/shop/send.go:9 +0x28\n"


def counts(dump):
    return [(each.count, each.frames[0].function) for each in dump.groups]


def test_a_profile_without_its_first_line_is_read_and_the_total_is_missed():
    text = f"see below\n30 @ 0x401235 0x1\n{WAITING}\n5 @ 0x405679 0x1\n{SENDING}"
    (dump,) = read_all(text.encode())
    assert counts(dump) == [(30, "main.wait"), (5, "main.send")]
    assert dump.stated is None
    assert dump.notes == ("the first line, with the total, is missing: there may have been more",)
    assert dump.groups[0].line == 2


def test_a_second_profile_without_its_first_line_is_another_one():
    """Go writes no stack twice: the second time is the next profile."""
    first = f"goroutine profile: total 35\n30 @ 0x401235\n{WAITING}\n5 @ 0x405679\n{SENDING}\n"
    second = f"40 @ 0x405679\n{SENDING}\n31 @ 0x401235\n{WAITING}"
    before, after = read_all((first + second).encode())
    assert counts(before) == [(30, "main.wait"), (5, "main.send")]
    assert counts(after) == [(40, "main.send"), (31, "main.wait")]
    assert (before.stated, after.stated) == (35, None)


def test_what_somebody_left_out_of_a_profile_is_said_too():
    text = f"goroutine profile: total 35\n30 @ 0x401235\n{WAITING}...\n\n5 @ 0x405679\n{SENDING}"
    dump = read(text.encode())
    assert dump.total == 35
    assert dump.cut
    assert [note.partition(",")[0] for note in dump.notes] == ["somebody has left something out"]


def test_a_stack_in_another_form_beside_a_profile_is_no_second_moment():
    profile = f"goroutine profile: total 35\n30 @ 0x401235\n{WAITING}\n5 @ 0x405679\n{SENDING}\n"
    text = f"{profile}\none of them:\n\n{ONE}"
    both = read_all(text.encode())
    assert [(each.form, each.total) for each in both] == [("debug=1", 35), ("debug=2", 1)]
    (note,) = both[0].notes  # of what stands between the two
    assert "line 9" in note
    (dump,) = read_series(text.encode())
    assert dump.total == 35
    assert any("left aside" in note for note in dump.notes)


def test_less_in_a_part_of_a_dump_is_no_sign_of_an_end():
    frames = (Frame("main.send", "/shop/send.go", 9),)
    whole = Dump("a", "debug=2", (Group(400, frames, "chan send"),))
    part = Dump("b", "debug=2", (Group(20, frames, "chan send"),), cut=True)
    grown = changes([whole, part])
    assert not grown.sound
    (verdict,) = judged(part, grown).verdicts
    assert verdict.kind == "suspect"
    assert not any("fell" in reason for reason in verdict.reasons)
    assert any("not whole" in note for note in grown.notes)


def test_first_lines_alone_are_counted_and_said_to_be_no_stacks():
    text = "".join(f"goroutine {at} [IO wait]:\n" for at in range(1, 16))
    dump = read(text.encode())
    assert dump.total == 15
    assert any("no stack" in note for note in dump.notes)
    (verdict,) = judged(dump).verdicts
    assert not any("same stack" in reason for reason in verdict.reasons)


def test_lines_numbered_by_an_editor_before_their_times_are_read():
    lines = [*ONE.splitlines(), "", *ONE.replace("goroutine 7", "goroutine 8").splitlines()]
    text = "".join(
        f"{618283 + at} 2024-05-01 10:20:{30 + at} {line}\n" for at, line in enumerate(lines)
    )
    dump = read(text.encode())
    assert counts(dump) == [(2, "main.send")]
    assert not any("could not be read" in note for note in dump.notes)


GOLEAK_ITEM = (
    " Goroutine 52 in state select, with k8s.io/client-go/util/workqueue.(*Type)."
    "updateUnfinishedWorkLoop on top of the stack:\n{head}"
    "k8s.io/client-go/util/workqueue.(*Type).updateUnfinishedWorkLoop(0x1)\n\t/q.go:9 +0x1\n"
)


@pytest.mark.parametrize("head", ["", "goroutine 52 [select]:\n"])
def test_what_a_leak_check_lists_does_not_wait_as_it_should(head):
    dump = read(GOLEAK_ITEM.format(head=head).encode())
    assert dump.form == "goleak"
    (verdict,) = judged(dump).verdicts
    assert verdict.kind == "suspect"
    assert "leak check lists it" in verdict.reasons[0]
    assert "a work queue's own goroutines" in verdict.reasons[1]


def test_two_that_wait_long_for_a_lock_are_worth_a_look():
    frames = (Frame("sync.(*RWMutex).RLock"), Frame("main.list", "/shop/list.go", 3))
    for state in ("semacquire", "sync.RWMutex.RLock"):
        waiting = Group(2, frames, state, {5128: 2})
        (verdict,) = judged(Dump("-", "debug=2", (waiting,))).verdicts
        assert (verdict.kind, verdict.entry.id) == ("symptom", "lock-queue")


def test_one_sender_under_a_closure_somewhere_is_not_many_closures():
    text = (
        "fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [chan send]:\n"
        "main.search(0x1)\n\t/shop/search.go:5 +0x1\n"
        "main.init.func1(0x1)\n\t/shop/root.go:9 +0x1\nmain.main()\n\t/shop/main.go:3 +0x1\n"
    )
    (verdict,) = judged(read(text.encode())).verdicts
    assert verdict.entry is None


def test_who_panicked_is_named_and_no_worker_that_runs_waits_for_work():
    text = (
        "panic: oh no\n\ngoroutine 1 [running]:\npanic(0x1, 0x2)\n\t/go/panic.go:500 +0x1\n"
        "main.fail(0x1)\n\t/shop/fail.go:5 +0x1\n"
    )
    dump = read(text.encode())
    (verdict,) = judged(dump).verdicts
    assert verdict.kind == "suspect"
    assert "ended the program" in verdict.title
    other = text + "\ngoroutine 9 [running]:\nmain.work(0x1)\n\t/shop/work.go:7 +0x1\n"
    first, second = judged(read(other.encode())).verdicts
    assert "ended the program" in first.title
    assert "ended the program" not in second.title
    crashed = Group(1, (Frame("runtime.bgsweep", "/go/mgcsweep.go", 160),), "running")
    (verdict,) = judged(Dump("-", "SIGQUIT", (crashed,))).verdicts
    assert verdict.kind != "ordinary"


def test_the_tests_that_were_running_are_named():
    text = (
        "panic: test timed out after 10m0s\nrunning tests:\n\tTestA (10m0s)\n"
        "\tTestA/slow (9m59s)\n\ngoroutine 114 [running]:\ntesting.(*M).startAlarm.func1()\n"
        "\t/go/testing.go:2366 +0x385\ncreated by time.goFunc\n\t/go/sleep.go:177 +0x2d\n"
    )
    dump = read(text.encode())
    assert dump.notes == ("running tests: TestA (10m0s), TestA/slow (9m59s)",)
    (verdict,) = judged(dump).verdicts
    assert verdict.kind == "ordinary"


def test_a_name_that_is_cut_is_marked_and_one_cut_is_told_once():
    text = f"{ONE}\ngoroutine 9 [select]:\nmain.loop()\n\t/shop/loop.go:4 +0x1\ncreated by main.ru"
    dump = read(text.encode())
    last = next(each for each in dump.groups if each.state == "select")
    assert "cut off" in last.marks
    assert len(dump.notes) == 1


def test_what_go_test_says_after_the_stacks_is_no_line_of_theirs():
    dump = read(f"{ONE}--- FAIL: TestA (0.01s)\nFAIL\texample.test/shop\t0.2s\n".encode())
    assert dump.notes == ()
