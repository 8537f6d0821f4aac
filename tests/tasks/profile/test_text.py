"""The profile's text forms, debug=1 and debug=2, held against Go's."""

import pytest
import trio

from leaklab import profile, recordings
from leaklab.tasks.profile.stacks import visible
from tests.support.profile_readers import DEBUG1_GROUP, read_debug1, read_debug2
from tests.support.profile_subjects import SUBJECTS, stacks_of_the_program

FROM_GO = """\
goroutine profile: total 201
200 @ 0x43b176 0x40708c 0x406c3d 0x69525e 0x695131 0x468001
#	0x69525d	filters.(*timeoutHandler).ServeHTTP.func1.1+0xfd	filters/timeout.go:106
#	0x695130	filters.(*timeoutHandler).ServeHTTP.func1+0xb0	filters/timeout.go:109

1 @ 0x430776 0x462565
#	0x430776	runtime.main+0x211					runtime/proc.go:250

"""


def test_the_readers_read_what_go_wrote():
    total, groups = read_debug1(FROM_GO)
    assert total == sum(count for count, _ in groups) == 201
    assert groups[0][1][0] == "filters.(*timeoutHandler).ServeHTTP.func1.1"
    crash = recordings.FOLDER / "go-traces/panic_before__k8s-1.11.3.crash.txt"
    _, _, *lines = (line[1:] for line in crash.read_text().splitlines())
    (block,) = read_debug2("\n".join(lines))
    assert (block.number, block.state, block.minutes) == (8, "running", 0)
    assert block.calls[0] == "main.inner"
    assert block.maker == "k8s.io/apiserver/pkg/server/filters.(*timeoutHandler).ServeHTTP"


def test_debug1_groups_equal_stacks_most_first():
    total, groups = read_debug1(profile.debug1(stacks_of_the_program()))
    assert total == 6
    assert [count for count, _ in groups] == [3, 2, 1]
    assert groups[0][1] == [
        "trio._channel.MemorySendChannel.send",
        f"{SUBJECTS}.sender",
    ]
    assert groups[1][1][-1] == f"{SUBJECTS}.sleeper"
    assert groups[2][1][-1] == f"{SUBJECTS}.program"


def test_debug1_has_an_address_for_each_frame_even_a_hidden_one():
    stacks = stacks_of_the_program()
    lines = profile.debug1(stacks).splitlines()
    addresses = DEBUG1_GROUP.fullmatch(lines[1])[2].split()
    frames = next(stack.frames for stack in stacks if stack.name.endswith("sender"))
    assert len(addresses) == len(frames) > len(visible(frames)) == 2
    shown = [line.split("\t")[1] for line in lines[2:4]]
    assert [int(each, 16) + 1 for each in shown] == [int(each, 16) for each in addresses[-2:]]


def test_the_frames_of_the_scheduler_are_hidden(virtual):
    async def main() -> profile.TaskStack:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(trio.Semaphore(0).acquire)
            await trio.sleep(1)
            taken = profile.collect()
            nursery.cancel_scope.cancel()
        return taken[-1]

    frames = virtual(main).frames
    functions = [frame.function for frame in frames]
    assert functions[-2:] == [
        "trio._core._parking_lot.ParkingLot.park",
        "trio._sync.Semaphore.acquire",
    ]
    assert visible(frames) == frames[-1:]
    assert visible(frames[:1]) == frames[:1]  # a stack of hidden frames keeps its last
    assert visible(()) == ()


def test_debug1_of_nothing():
    assert read_debug1(profile.debug1([])) == (0, [])


def test_debug2_has_a_block_a_task():
    blocks = read_debug2(profile.debug2(stacks_of_the_program(profile.Origins())))
    assert [block.state for block in blocks] == ["running"] + ["chan send"] * 3 + ["sleep"] * 2
    assert [block.minutes for block in blocks] == [0, 2, 2, 2, 2, 2]
    assert blocks[1].calls == [
        "trio._channel.MemorySendChannel.send",
        f"{SUBJECTS}.sender",
    ]
    assert blocks[1].maker == f"{SUBJECTS}.program"
    assert blocks[0].calls[-1] == f"{SUBJECTS}.program"


@pytest.mark.parametrize(
    ("waited_s", "shown"),
    [
        (None, "[chan send]"),
        (59.9, "[chan send]"),
        (60, "[chan send, 1 minutes]"),
        (119.9, "[chan send, 1 minutes]"),
        (66_540, "[chan send, 1109 minutes]"),
    ],
)
def test_whole_minutes_only_as_in_go(waited_s: float | None, shown: str):
    (stack, *_) = (each for each in stacks_of_the_program() if each.state == "chan send")
    head = profile.debug2([stack._replace(waited_s=waited_s)]).splitlines()[0]
    assert head == f"goroutine {stack.number} {shown}:"


def test_the_running_task_waits_for_nothing():
    (stack, *_) = (each for each in stacks_of_the_program() if each.state == "running")
    head = profile.debug2([stack._replace(waited_s=9999)]).splitlines()[0]
    assert head.endswith("[running]:")


def test_the_running_task_comes_first_as_in_go(virtual):
    async def look() -> list[profile.TaskStack]:
        return profile.collect()

    async def main() -> list[str]:
        heads: list[str] = []

        async def last() -> None:
            heads.extend(profile.debug2(await look()).splitlines())

        async with trio.open_nursery() as nursery:
            for _ in range(3):
                nursery.start_soon(trio.sleep, 9)
            await trio.sleep(1)
            nursery.start_soon(last)
        return [head for head in heads if head.startswith("goroutine")]

    states = [head.partition("[")[2] for head in virtual(main)]
    assert states == ["running]:", "nursery wait]:"] + ["sleep]:"] * 3


def test_debug2_without_origins_has_no_makers():
    text = profile.debug2(stacks_of_the_program())
    assert "created by" not in text
    assert "minutes" not in text
