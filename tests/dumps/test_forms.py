"""The forms in which Go prints stacks, old and new. All texts are made up, in Go's shapes."""

import gzip

import pytest

from leaklab.dumps.meaning import judged
from leaklab.dumps.reading import read, read_all
from leaklab.tasks import profile
from tests.support.profile_subjects import stacks_of

SENDER = """goroutine 7 [chan send, 58 minutes]:
main.put(0xc000010000)
\t/src/main.go:50 +0x2b
created by main.serve in goroutine 5
\t/src/main.go:31 +0x66
"""


def test_registers_after_a_sigquit_are_no_stack():
    text = (
        "SIGQUIT: quit\nPC=0x46e0c1 m=0 sigcode=0\n\n"
        "goroutine 0 gp=0x55d0a0 m=0 mp=0x55e2c0 [idle]:\n"
        "runtime.futex(0x55e408, 0x80, 0x0, 0x0, 0x0, 0x0)\n"
        "\t/usr/lib/go/src/runtime/sys_linux_amd64.s:557 +0x21 fp=0x7ffe sp=0x7ffe pc=0x46e0c1\n\n"
        f"{SENDER}\nrax    0xca\nrbx    0x0\nexit status 2\n"
    )
    (dump,) = read_all(text.encode())
    assert (dump.form, dump.total, dump.notes) == ("SIGQUIT", 2, ())
    assert [group.state for group in dump.groups] == ["idle", "chan send"]
    assert dump.groups[0].frames[0].place == "sys_linux_amd64.s:557"


def test_what_crash_says_of_each_thread_is_no_other_dump():
    thread = (
        "-----\n\nSIGQUIT: quit\nPC=0x46d143 m={m} sigcode=0\n\n"
        "goroutine 0 [idle]:\nruntime.futex()\n"
        "\t/usr/lib/go/src/runtime/sys_linux_amd64.s:560 +0x23 fp=0x7f sp=0x7e pc=0x46d143\n\n"
        "rax    0xca\n\n"
    )
    running = "-----\n\nSIGQUIT: quit\nPC=0x1 m=9 sigcode=0\n\n" + SENDER + "\nrax    0xca\n"
    text = f"SIGQUIT: quit\n\n{SENDER}\n{thread.format(m=2)}{thread.format(m=3)}{running}"
    (dump,) = read_all(text.encode())
    assert [(each.count, each.state) for each in dump.groups] == [(2, "idle"), (1, "chan send")]
    assert "a thread's own stack" in dump.groups[0].marks
    assert dump.notes == ()


@pytest.mark.parametrize(
    "head",
    [
        "panic: oh no [recovered]\n\tpanic: oh no\n\n",
        "panic: runtime error: index out of range [5] with length 3\n\n",
        "fatal error: sync: unlock of unlocked mutex\n\n",
        "panic: runtime error: invalid memory address\n"
        "[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x45c5e5]\n\n",
    ],
)
def test_a_panics_stacks_are_read(head):
    (dump,) = read_all(f"{head}{SENDER}exit status 2\n".encode())
    assert (dump.form, dump.total) == ("panic", 1)
    assert dump.groups[0].frames[0].function == "main.put"


def test_in_a_deadlock_nothing_of_the_program_waits_as_it_should():
    text = (
        "fatal error: all goroutines are asleep - deadlock!\n\n"
        "goroutine 1 [semacquire]:\n"
        "sync.runtime_Semacquire(0x1)\n\t/go/src/runtime/sema.go:56 +0x1\n"
        "sync.(*WaitGroup).Wait(0x1)\n\t/go/src/sync/waitgroup.go:130 +0x1\n"
        "main.main()\n\t/shop/main.go:9 +0x1\n\n"
        "goroutine 19 [finalizer wait]:\nruntime.runfinq()\n\t/go/src/runtime/mfinal.go:193 +0x1\n"
    )
    dump = read(text.encode())
    assert dump.form == "deadlock"
    main, own = judged(dump).verdicts
    assert (main.kind, own.kind) == ("suspect", "ordinary")
    assert "can go on" in main.reasons[0]
    same = read(text.replace("fatal error: all goroutines are asleep - deadlock!", "").encode())
    assert {each.kind for each in judged(same).verdicts} == {"ordinary"}


def test_a_leak_check_that_counts_equal_stacks_is_read():
    """As the tests of net/http and of etcd write it."""
    text = (
        "Too many goroutines running after all test(s).\n"
        "1 instances of:\nmain.loop(...)\n\t/shop/a.go:3 +0x1\n"
        "created by main.run\n\t/shop/a.go:9 +0x1\n"
        "9 instances of:\nmain.serve(...)\n\t/shop/b.go:7 +0x1\n"
    )
    (dump,) = read_all(text.encode())
    assert (dump.form, dump.total) == ("leak check", 10)
    assert [(each.count, each.frames[0].place) for each in dump.groups] == [
        (9, "b.go:7"),
        (1, "a.go:3"),
    ]
    assert dump.notes == ()


@pytest.mark.parametrize("mark", ["...", "…", "[...]", "<snip>"])
def test_what_somebody_left_out_is_said(mark):
    text = f"{SENDER}\n{mark}\n\n{SENDER.replace('goroutine ', 'goroutine 1')}"
    dump = read(text.encode())
    assert dump.total == 2
    (note,) = dump.notes
    assert note.startswith("somebody has left something out")
    assert "could not be read" not in note


def test_a_head_without_a_stack_is_a_text_that_breaks_off():
    dump = read(f"{SENDER}\ngoroutine 77 [chan receive, 3 minutes]:\n".encode())
    assert dump.total == 2
    assert any("breaks off" in note for note in dump.notes)


def test_a_test_that_timed_out_names_its_form():
    text = f"panic: test timed out after 1s\nrunning tests:\n\tTestA (1s)\n\n{SENDER}"
    assert read(text.encode()).form == "testing"


@pytest.mark.parametrize(
    "go_head", ["", "goroutine 19 [chan receive]:\n"], ids=["without Go's line", "with Go's line"]
)
def test_goleaks_list_is_read(go_head):
    text = (
        "    leak_test.go:12: found unexpected goroutines:\n"
        "        [Goroutine 19 in state chan receive, with main.wait on top of the stack:\n"
        f"        {go_head}        main.wait()\n        \t/src/main.go:5 +0x1f\n"
        "        created by main.TestIt\n        \t/src/main_test.go:9 +0x2b\n"
        "         Goroutine 20 in state chan receive, with main.wait on top of the stack:\n"
        "        main.wait()\n        \t/src/main.go:5 +0x1f\n"
        "        created by main.TestIt\n        \t/src/main_test.go:9 +0x2b\n        ]\n"
    )
    (dump,) = read_all(text.encode())
    (group,) = dump.groups
    assert (dump.form, group.count, group.state) == ("goleak", 2, "chan receive")
    assert group.frames[0].place == "main.go:5"
    assert group.created_by is not None
    assert group.created_by.place == "main_test.go:9"


@pytest.mark.parametrize(
    ("inside", "state", "marks"),
    [
        ("chan send (leaked)", "chan send", {"leaked"}),
        ("select (scan), 3 minutes", "select", {"scan"}),
        ("select (no cases)", "select (no cases)", set()),
        ("chan receive (nil chan), 12 minutes", "chan receive (nil chan)", set()),
        ("syscall, 5 minutes, locked to thread", "syscall", {"locked to thread"}),
        (
            "chan receive (durable), synctest bubble 1",
            "chan receive",
            {"durable", "synctest bubble 1"},
        ),
        ("GC worker (idle)", "GC worker (idle)", set()),
    ],
)
def test_a_state_is_told_from_what_stands_beside_it(inside, state, marks):
    (group,) = read(SENDER.replace("chan send, 58 minutes", inside).encode()).groups
    assert (group.state, set(group.marks)) == (state, marks)


def test_frames_that_go_left_out_are_said():
    text = SENDER.replace(
        "created by", "...23 frames elided...\nmain.run(...)\n\t/src/main.go:3\ncreated by"
    )
    dump = read(text.encode())
    assert dump.groups[0].elided == 23
    assert [frame.place for frame in dump.groups[0].frames] == ["main.go:50", "main.go:3"]
    assert dump.notes == ("Go left frames out of the middle of 1 deep stack",)
    hundred = SENDER.replace("created by", "...additional frames elided...\ncreated by")
    assert read(hundred.encode()).groups[0].elided == -1


def test_a_stack_that_could_not_be_had_says_so():
    text = (
        "goroutine 5 [running]:\n\tgoroutine running on other thread; stack unavailable\n"
        "created by main.main\n\t/src/main.go:8 +0x44\n"
    )
    (group,) = read(text.encode()).groups
    assert group.marks == {"stack unavailable"}
    assert group.created_by is not None


def test_names_keep_receivers_generics_and_closures():
    text = (
        "goroutine 5 [select]:\n"
        "example.test/a.(*Pool[go.shape.struct { X int }]).run.func1.gowrap2({0x1, 0x2}, ...)\n"
        "\t/src/a/pool.go:12 +0x1f\n"
        "example.test/0xabc.Do(...)\n\t/src/0xabc/do.go:7\n"
        "created by example.test/a.New[...] in goroutine 1\n\t/src/a/pool.go:3 +0x2b\n"
    )
    (group,) = read(text.encode()).groups
    assert [frame.function for frame in group.frames] == [
        "example.test/a.(*Pool[go.shape.struct { X int }]).run.func1.gowrap2",
        "example.test/0xabc.Do",
    ]
    assert group.frames[1].file == "/src/0xabc/do.go"
    assert group.created_by is not None
    assert group.created_by.function == "example.test/a.New[...]"


def test_windows_paths_are_paths():
    text = SENDER.replace("/src/main.go", r"C:\Program Files (x86)\Shop\main.go")
    (group,) = read(text.encode()).groups
    assert group.frames[0].file == r"C:\Program Files (x86)\Shop\main.go"
    assert group.frames[0].place == "main.go:50"


def test_labels_of_a_traceback_are_counted():
    text = SENDER.replace("58 minutes]:", '58 minutes] {"tenant": "red"}:')
    assert read(text.encode()).groups[0].labels == {'{"tenant": "red"}': 1}


def test_two_dumps_in_one_log_are_two():
    first, second = read_all(f"SIGQUIT: quit\n\n{SENDER}\nSIGQUIT: quit\n\n{SENDER}".encode())
    assert (first.total, second.total) == (1, 1)
    again = read_all(f"{SENDER}\n{SENDER}".encode())  # the same number twice is another look
    assert len(again) == 2


WHOLE = len(
    SENDER.partition("created by")[0].rstrip()
)  # with a part of its last offset it is whole too
ENDS = [end for end in range(60, len(SENDER) - 8, 3) if not -6 < end - WHOLE < 2]


@pytest.mark.parametrize("end", ENDS)
def test_a_text_that_breaks_off_says_so(end):
    whole = SENDER.replace("goroutine 7", "goroutine 6") + "\n"
    dump = read((whole + SENDER[:end]).encode())
    assert dump.total == 2
    assert any("breaks off" in note for note in dump.notes), SENDER[:end]


def test_a_text_that_begins_in_mid_stack_says_so():
    dump = read(("main.put(0xc000010000)\n\t/src/main.go:50 +0x2b\n\n" + SENDER).encode())
    assert dump.total == 1
    assert dump.notes == ("the text begins in the middle of a stack: what came before is missing",)


def test_a_log_line_inside_a_stack_is_passed_over_and_said():
    text = SENDER.replace("created by", "2026/03/04 GET /pods 200\ncreated by")
    dump = read(text.encode())
    assert dump.groups[0].created_by is not None
    assert dump.notes == ("1 line inside the dump could not be read: line 4",)


def test_nameless_frames_stay_apart():
    text = "goroutine profile: total 3\n2 @ 0x401000\n#\t0x401fff\n\n1 @ 0x402000\n#\t0x402fff\n"
    dump = read(text.encode())
    assert [group.frames[0].function for group in dump.groups] == ["0x401fff", "0x402fff"]


def test_more_than_the_first_line_says_is_said():
    dump = read(b"goroutine profile: total 1\n2 @ 0x401000\n#\t0x401fff\tmain.f+0x1f\t/a.go:1\n")
    assert dump.notes == ("2 goroutines were read, and the first line says 1",)


@pytest.mark.parametrize("form", ["debug1", "debug2", "proto", "gzip of debug2"])
def test_our_own_profiles_of_python_tasks_are_read(form):
    stacks = stacks_of("k8s-1.12", 7.4)
    texts = {
        "debug1": lambda: profile.debug1(stacks).encode(),
        "debug2": lambda: profile.debug2(stacks).encode(),
        "proto": lambda: profile.proto(stacks),
        "gzip of debug2": lambda: gzip.compress(profile.debug2(stacks).encode()),
    }
    dump = read(texts[form]())
    assert dump.total == len(stacks)
    assert sorted(dump.counts) == sorted(group.count for group in dump.groups)
    assert dump.notes == ()
    assert {"debug1": "debug=1", "proto": "debug=0"}.get(form, "debug=2") == dump.form
    assert dump.groups[0].frames[0].file.endswith(".py")
