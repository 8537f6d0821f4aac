"""Profiles as Go writes them, read back: the recordings, and what is no profile."""

import pytest

from leaklab import profile, recordings
from leaklab.book.go_profiles import excerpt, listing, read_debug1
from leaklab.dumps.values import Frame
from leaklab.labs.task_profile.plan import ProfilePlan
from leaklab.labs.task_profile.record import take_profile

TRIPLED = "tripled_latency_L0.9__k8s-"
DEBUG1 = sorted(path.stem for path in (recordings.FOLDER / "go-profiles").glob("*.debug1.txt"))
FILTERS = "k8s.io/apiserver/pkg/server/filters"
SEND, RECEIVE = "timeout.go:106", "timeout.go:128"


def recorded(name: str):
    return read_debug1(recordings.profile_text(name))


@pytest.mark.parametrize("name", DEBUG1)
def test_the_counts_of_every_recording_add_up(name):
    read = recorded(name)
    assert sum(read.counts) == read.total
    assert read.counts == sorted(read.counts, reverse=True)


def test_the_leaked_stack_of_1_12_has_two_visible_frames():
    group = recorded(f"{TRIPLED}1.12.4.end.debug1").groups[0]
    assert group.count == 200
    assert group.stack == "  ServeHTTP.func1.1 timeout.go:106\n  ServeHTTP.func1 timeout.go:109"
    assert group.frames == (
        Frame(f"{FILTERS}.(*timeoutHandler).ServeHTTP.func1.1", f"{FILTERS}/timeout.go", 106),
        Frame(f"{FILTERS}.(*timeoutHandler).ServeHTTP.func1", f"{FILTERS}/timeout.go", 109),
    )


@pytest.mark.parametrize(
    ("name", "sending", "receiving"),
    [
        (f"{TRIPLED}1.12.4.mid.debug1", 105, 0),
        (f"{TRIPLED}1.12.4.end.debug1", 200, 0),
        (f"{TRIPLED}1.17.0.mid.debug1", 0, 15),
        (f"{TRIPLED}1.17.0.end.debug1", 0, 0),
    ],
)
def test_how_many_stand_at_a_place(name, sending, receiving):
    read = recorded(name)
    assert (read.at(SEND), read.at(RECEIVE)) == (sending, receiving)


def test_with_slow_writes_those_who_would_answer_504_wait_for_the_lock():
    assert recorded("slow_write__k8s-1.12.4.mid.debug1").at("sema.go:77") == 19


def test_a_group_in_a_line():
    line = str(recorded(f"{TRIPLED}1.17.0.mid.debug1").groups[0])
    assert line == "   45  time.Sleep time.go:195 < main.inner main.go:104"
    line = str(recorded(f"{TRIPLED}1.12.4.end.debug1").groups[0])
    assert line == "  200  ServeHTTP.func1.1 timeout.go:106 < ServeHTTP.func1 timeout.go:109"


def test_a_listing_has_the_total_and_the_largest_groups():
    lines = listing(recordings.profile_text(f"{TRIPLED}1.17.0.mid.debug1"), groups=2).splitlines()
    assert [line.split()[:2] for line in lines] == [
        ["total", "92"],
        ["45", "time.Sleep"],
        ["30", "ServeHTTP"],
    ]


def test_our_own_profiles_are_read_too():
    stacks = take_profile(ProfilePlan(), "k8s-1.12", 10.0)
    read = read_debug1(profile.debug1(stacks))
    assert (read.total, read.groups[0].count) == (len(stacks), 300)
    assert read.groups[0].frames[0].function == "trio._channel.MemorySendChannel.send"


def test_the_real_filter_and_ours_stand_alike_in_mid_run():
    ours = read_debug1(profile.debug1(take_profile(ProfilePlan(), "k8s-1.17", 4.0)))
    real = recorded(f"{TRIPLED}1.17.0.mid.debug1")
    assert ours.counts == real.counts == [45, 30, 15, 1, 1]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "it is empty"),
        ("heap profile: 3: 96 [3: 96] @ heap/1048576", "heap profile"),
        ("goroutine 1 [running]:\nmain.main()\n\t/a.go:1 +0x1\n", "this is debug=2"),
    ],
)
def test_what_is_no_profile_is_refused(text, message):
    with pytest.raises(ValueError, match=message):
        read_debug1(text)


def test_an_excerpt_is_short_and_says_what_is_missing():
    lines = excerpt(recordings.profile_text(f"{TRIPLED}1.12.4.end.debug1")).splitlines()
    assert lines[0] == "goroutine profile: total 201"
    assert lines[1].startswith("200 @ 0x43b176 ")
    assert lines[2].endswith("ServeHTTP.func1.1+0xfd timeout.go:106")
    assert lines[-1] == "(and 1 more block)"
    assert max(len(line) for line in lines) < 75


def test_an_excerpt_of_debug2_keeps_the_state():
    text = recordings.profile_text("chan_send_2min__k8s-1.12.4.end.debug2.first60")
    lines = excerpt(text, skip=1).splitlines()
    assert lines[0] == "goroutine 7 [chan send, 2 minutes]:"
    assert lines[2] == "    timeout.go:106 +0xfe"
    assert round(len(text.split("\n\n")[1]), -1) == 430  # 45,000 such blocks: close to 20 MB


def test_an_excerpt_divides_where_lines_end_in_cr_lf_or_spaces():
    text = "a\r\n\tb\r\n\r\nc\r\n"
    assert excerpt(text) == "a\n    b\n\n(and 1 more block)"
    assert excerpt(text.replace("\r\n", "  \n")) == excerpt(text)


def test_a_whole_text_has_no_last_word():
    assert excerpt("a\tb\n\nc", blocks=2) == "a b\n\nc"


def test_blocks_that_are_not_there_are_refused():
    with pytest.raises(ValueError, match="blocks 4 to 4 asked for, of 2"):
        excerpt("a\n\nb", skip=3)
