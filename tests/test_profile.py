"""Task profiles in Go's forms, of any trio program, read by Go's own tool."""

import gzip
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
import trio
import trio.testing

import leaklab
from leaklab import Scenario, profile, recordings, simulate
from leaklab.clock import VirtualClock
from leaklab.golike import Mutex
from leaklab.profile_proto import profile_class
from leaklab.task_stack import visible

# ---- A trio program that has nothing to do with leaklab ---------------------------------------


async def sender(channel: trio.MemorySendChannel[str]) -> None:
    await channel.send("too late")


async def sleeper() -> None:
    await trio.sleep(600)


async def program(look: Callable[[], None]) -> None:
    async with trio.open_nursery() as nursery:
        send, receive = trio.open_memory_channel[str](0)
        for _ in range(3):
            nursery.start_soon(sender, send)
        await trio.sleep(30)
        for _ in range(2):
            nursery.start_soon(sleeper)
        await trio.sleep(120)
        look()
        nursery.cancel_scope.cancel()
    receive.close()


def stacks_of_the_program(origins: profile.Origins | None = None) -> list[profile.TaskStack]:
    taken: list[list[profile.TaskStack]] = []
    trio.run(
        program,
        lambda: taken.append(profile.collect(origins)),
        clock=trio.testing.MockClock(autojump_threshold=0),
        instruments=[origins] if origins else [],
    )
    return taken[0]


def test_every_task_is_there_and_none_of_trio_s_own():
    names = Counter(stack.name.rpartition(".")[2] for stack in stacks_of_the_program())
    assert names == {"program": 1, "sender": 3, "sleeper": 2}


def test_states_are_go_s_words_where_go_has_one():
    states = Counter(stack.state for stack in stacks_of_the_program())
    assert states == {"running": 1, "chan send": 3, "sleep": 2}


def test_without_origins_there_are_no_times_and_no_makers():
    stacks = stacks_of_the_program()
    assert {(stack.waited_s, stack.created_by) for stack in stacks} == {(None, None)}
    numbers = [stack.number for stack in stacks]
    assert numbers == sorted(set(numbers))


def test_origins_know_who_made_a_task_and_how_long_it_has_waited():
    stacks = stacks_of_the_program(profile.Origins())
    waited = {(stack.state, round(stack.waited_s)) for stack in stacks[1:]}
    assert waited == {("chan send", 150), ("sleep", 120)}
    makers = {stack.created_by.function for stack in stacks}
    assert makers == {"test_profile.program", "test_profile.stacks_of_the_program"}
    numbers = [stack.number for stack in stacks]
    assert numbers == sorted(set(numbers))


def test_a_task_waits_since_it_last_ran(virtual):
    origins = profile.Origins()

    async def ticker() -> None:
        for _ in range(10):
            await trio.sleep(60)

    async def main() -> list[profile.TaskStack]:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(ticker)
            await trio.sleep(150)
            taken = profile.collect(origins)
            nursery.cancel_scope.cancel()
        return taken

    stacks = virtual(main, instruments=[origins])
    assert [stack.waited_s for stack in stacks if stack.name.endswith("ticker")] == [30]


def test_origins_forget_tasks_that_have_ended():
    origins = profile.Origins()
    stacks_of_the_program(origins)
    assert (origins.number, origins.created_by, origins.last_ran_s) == ({}, {}, {})


def test_outside_of_trio_there_is_nothing_to_profile():
    with pytest.raises(RuntimeError):
        profile.collect()


# ---- States, one by one -----------------------------------------------------------------------


def state_of(wait: Callable[[], object]) -> str:
    """The state of a task that waits in `wait()`."""
    taken: list[profile.TaskStack] = []

    async def waiting_task() -> None:
        await wait()

    async def main() -> None:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(waiting_task)
            await trio.sleep(1)
            taken.extend(profile.collect())
            nursery.cancel_scope.cancel()

    trio.run(main, clock=VirtualClock())
    (state,) = {stack.state for stack in taken if stack.name.endswith("waiting_task")}
    return state


async def in_a_nursery() -> None:
    async with trio.open_nursery() as nursery:
        nursery.start_soon(trio.sleep_forever)


async def for_a_mutex() -> None:
    mutex = Mutex()
    await mutex.lock()
    await mutex.lock()


async def to_receive() -> None:
    await trio.open_memory_channel[int](0)[1].receive()


async def to_send() -> None:
    send, _receive = trio.open_memory_channel[int](0)
    await send.send(1)


async def for_a_condition() -> None:
    condition = trio.Condition()
    async with condition:
        await condition.wait()


async def for_bytes() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        await trio.lowlevel.wait_readable(ours)


@pytest.mark.parametrize(
    ("wait", "state"),
    [
        (to_send, "chan send"),
        (to_receive, "chan receive"),
        (lambda: trio.sleep(9), "sleep"),
        (trio.sleep_forever, "sleep"),
        (lambda: leaklab.clock.sleep_until(9), "sleep"),
        (for_a_mutex, "sync.Mutex.Lock"),
        (lambda: trio.Event().wait(), "event wait"),
        (lambda: trio.Semaphore(0).acquire(), "semacquire"),
        (for_a_condition, "sync.Cond.Wait"),
        (for_bytes, "IO wait"),
        (in_a_nursery, "nursery wait"),
    ],
)
def test_what_a_task_waits_for(wait, state: str):
    assert state_of(wait) == state


def test_a_task_that_waits_for_a_lock(virtual):
    async def main() -> list[str]:
        lock = trio.Lock()
        async with lock, trio.open_nursery() as nursery:
            nursery.start_soon(lock.acquire, name="second")
            await trio.sleep(1)
            taken = profile.collect()
            nursery.cancel_scope.cancel()
        return [stack.state for stack in taken if stack.name == "second"]

    assert virtual(main) == ["sync.Mutex.Lock"]


def test_a_task_that_has_not_yet_run_is_runnable():
    taken: list[profile.TaskStack] = []

    async def not_yet() -> None:
        """Never gets as far as this before it is looked at."""

    async def main() -> None:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(not_yet)
            taken.extend(profile.collect())

    trio.run(main)
    (state,) = {stack.state for stack in taken if stack.name.endswith("not_yet")}
    assert state == "runnable"


# ---- The text forms, held against Go's --------------------------------------------------------

DEBUG1_TOTAL = re.compile(r"goroutine profile: total (\d+)")
DEBUG1_GROUP = re.compile(r"(\d+) @((?: 0x[0-9a-f]+)+)")
DEBUG1_FRAME = re.compile(r"#\t0x[0-9a-f]+\t(\S+)\+0x[0-9a-f]+\t+\S+:\d+")
DEBUG2_TASK = re.compile(r"goroutine (\d+) \[([a-zA-Z. ]+)(?:, (\d+) minutes)?\]:")
DEBUG2_CALL = re.compile(r"(\S+?)\(.*\)")
DEBUG2_PLACE = re.compile(r"\t\S+:\d+ \+0x[0-9a-f]+")
DEBUG2_MAKER = re.compile(r"created by (\S+)")

FROM_GO = """\
goroutine profile: total 201
200 @ 0x43b176 0x40708c 0x406c3d 0x69525e 0x695131 0x468001
#	0x69525d	filters.(*timeoutHandler).ServeHTTP.func1.1+0xfd	filters/timeout.go:106
#	0x695130	filters.(*timeoutHandler).ServeHTTP.func1+0xb0	filters/timeout.go:109

1 @ 0x430776 0x462565
#	0x430776	runtime.main+0x211					runtime/proc.go:250

"""


class Block(NamedTuple):
    """One task of a debug=2 profile."""

    number: int
    state: str
    minutes: int
    calls: list[str]
    maker: str | None


def read_debug1(text: str) -> tuple[int, list[tuple[int, list[str]]]]:
    """The total, and (count, functions) of each group. Every line must have Go's form."""
    head, *lines = text.split("\n")
    total = DEBUG1_TOTAL.fullmatch(head)
    assert total
    groups: list[tuple[int, list[str]]] = []
    for line in lines:
        group, frame = DEBUG1_GROUP.fullmatch(line), DEBUG1_FRAME.fullmatch(line)
        assert group or frame or not line, line
        if group:
            groups.append((int(group[1]), []))
        if frame:
            groups[-1][1].append(frame[1])
    return int(total[1]), groups


def read_debug2(text: str) -> list[Block]:
    """The blocks. Every line must have Go's form."""
    blocks = []
    for block in text.strip("\n").split("\n\n"):
        head, *lines = block.split("\n")
        task = DEBUG2_TASK.fullmatch(head)
        assert task, head
        assert all(DEBUG2_PLACE.fullmatch(line) for line in lines[1::2]), block
        calls, maker = lines[0::2], None
        if calls[-1].startswith("created by "):
            maker = DEBUG2_MAKER.fullmatch(calls.pop())[1]
        functions = [DEBUG2_CALL.fullmatch(call)[1] for call in calls]
        blocks.append(Block(int(task[1]), task[2], int(task[3] or 0), functions, maker))
    return blocks


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
    assert groups[0][1] == ["trio._channel.MemorySendChannel.send", "test_profile.sender"]
    assert groups[1][1][-1] == "test_profile.sleeper"
    assert groups[2][1][-1] == "test_profile.program"


def test_debug1_has_an_address_for_each_frame_even_a_hidden_one():
    stacks = stacks_of_the_program()
    lines = profile.debug1(stacks).splitlines()
    addresses = DEBUG1_GROUP.fullmatch(lines[1])[2].split()
    frames = next(stack.frames for stack in stacks if stack.name.endswith("sender"))
    assert len(addresses) == len(frames) > len(visible(frames)) == 2
    shown = [line.split("\t")[1] for line in lines[2:4]]
    assert [int(each, 16) + 1 for each in shown] == [int(each, 16) for each in addresses[-2:]]


def test_the_scheduler_s_own_frames_are_hidden(virtual):
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
    assert blocks[1].calls == ["trio._channel.MemorySendChannel.send", "test_profile.sender"]
    assert blocks[1].maker == "test_profile.program"
    assert blocks[0].calls[-1] == "test_profile.program"


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


# ---- The leak, as the incident's engineers saw it ---------------------------------------------


def stacks_of(handler: str, at_s: float, **scenario: object) -> list[profile.TaskStack]:
    taken: list[profile.TaskStack] = []
    simulate(Scenario(**scenario), handler, probe=(at_s, lambda: taken.extend(profile.collect())))
    return taken


def test_the_leak_stands_out():
    total, groups = read_debug1(profile.debug1(stacks_of("k8s-1.12", 7.4)))
    assert total == 201  # and the one that looks, as in Go
    count, functions = groups[0]
    assert count == 200
    assert functions == [  # two frames: the handler has returned, nothing names the request
        "trio._channel.MemorySendChannel.send",
        "leaklab.handlers.k8s_1_12.TimeoutHandler.serve_http.<locals>.worker",
    ]


def test_the_profile_and_the_census_count_the_same():
    run = simulate(Scenario(), "k8s-1.17", sample_times_s=[2])
    (sample,) = run.samples
    names = Counter(stack.name.rpartition(".")[2] for stack in stacks_of("k8s-1.17", 2))
    assert (names["serve_connection"], names["worker"], names["drainer"]) == (30, 45, 15)
    assert (sample.serving, sample.worker, sample.drainer) == (30, 45, 15)


# ---- The same bytes, everywhere ---------------------------------------------------------------

FORMS = [profile.debug1, profile.debug2, profile.proto]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_the_same_program_gives_the_same_bytes(form):
    assert len({form(stacks_of_the_program(profile.Origins())) for _ in range(10)}) == 1


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_the_same_program_gives_the_same_bytes_without_origins_too(form):
    assert len({form(stacks_of_the_program()) for _ in range(30)}) == 1


@pytest.mark.parametrize("form", ["debug1", "debug2", "proto"])
def test_another_process_elsewhere_gives_the_same_bytes(form: str, tmp_path: Path):
    def taken(hash_seed: str, cwd: Path) -> bytes:
        return subprocess.run(
            [sys.executable, "-m", "leaklab", "profile", "--at", "2", "--form", form],
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            cwd=cwd,
            capture_output=True,
            check=True,
        ).stdout

    assert taken("1", Path.cwd()) == taken("2", tmp_path) != b""


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_no_path_of_this_machine_is_in_a_profile(form):
    stacks = stacks_of("k8s-1.17", 2) + stacks_of_the_program(profile.Origins())
    content = form(stacks)
    text = (gzip.decompress(content) if isinstance(content, bytes) else content.encode()).decode(
        errors="replace"
    )
    folders = [
        Path.cwd(),
        Path.home(),
        Path(sys.prefix),
        Path(sys.base_prefix),
        Path(__file__).parent,
    ]
    assert [folder for folder in map(str, folders) if folder in text] == []
    assert re.findall(r"(?<![\w<>.)])/\w+", text) == []  # nor any other absolute path
    assert "trio/_channel.py" in text
    assert "leaklab/clock.py" in text


# ---- profile.proto ----------------------------------------------------------------------------


def test_proto_is_a_gzipped_profile():
    content = profile.proto(stacks_of_the_program())
    assert content[:2] == b"\x1f\x8b"
    assert content[4:8] == bytes(4)  # no time of day in the header
    message = profile_class().FromString(gzip.decompress(content))
    strings = list(message.string_table)
    assert strings[0] == ""  # as the format demands
    assert strings[message.sample_type[0].type] == "goroutine"
    assert strings[message.sample_type[0].unit] == "count"
    counts = {strings[sample.label[0].str]: list(sample.value) for sample in message.sample}
    assert counts == {"chan send": [3], "sleep": [2], "running": [1]}
    used = {number for sample in message.sample for number in sample.location_id}
    assert used == {location.id for location in message.location}
    functions = {function.id: strings[function.name] for function in message.function}
    lines = {location.id: location.line[0] for location in message.location}
    innermost_first = [
        functions[lines[number].function_id] for number in message.sample[0].location_id
    ]
    assert innermost_first[-2:] == ["trio._channel.MemorySendChannel.send", "test_profile.sender"]


@pytest.fixture(scope="module")
def go() -> str:
    """The go command. A machine without it skips; the CI machine must have it."""
    path = shutil.which("go")
    if path is None:
        reason = "go is not installed, so its pprof cannot read our profiles (Debian: golang-go)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return path


def pprof(go: str, report: str, stacks: list[profile.TaskStack], folder: Path) -> str:
    """What `go tool pprof` prints of a profile."""
    file = folder / "tasks.pb.gz"
    file.write_bytes(profile.proto(stacks))
    return subprocess.run(
        [go, "tool", "pprof", report, str(file)],
        env={**os.environ, "PPROF_TMPDIR": str(folder)},
        cwd=folder,
        capture_output=True,
        check=True,
        text=True,
    ).stdout


def test_go_s_pprof_sums_the_profile_up(go: str, tmp_path: Path):
    lines = pprof(go, "-top", stacks_of("k8s-1.12", 7.4), tmp_path).splitlines()
    assert "Type: goroutine" in lines
    assert "Showing nodes accounting for 201, 100% of 201 total" in lines
    rows = {line.split()[-1]: line.split() for line in lines[4:]}
    worker = rows["leaklab.handlers.k8s_1_12.TimeoutHandler.serve_http.<locals>.worker"]
    assert worker[3] == "200"  # cumulative


def test_go_s_pprof_shows_each_stack(go: str, tmp_path: Path):
    text = pprof(go, "-traces", stacks_of_the_program(), tmp_path)
    samples = [block.split() for block in re.split(r"-+\+-+\n", text)[1:-1]]
    assert [block[:4] for block in samples[:1]] == [["state:", "chan", "send", "3"]]
    assert [block[-1] for block in samples] == [
        "test_profile.sender",
        "test_profile.sleeper",
        "test_profile.program",
    ]


# ---- 45,000 tasks -----------------------------------------------------------------------------


def test_45_000_tasks_are_profiled_in_two_seconds():
    # Processor time of this process, so that a busy machine does not matter.
    spent_s: dict[str, float] = {}
    origins = profile.Origins()

    def look() -> None:
        for form in FORMS:
            began_s = time.process_time()
            stacks = profile.collect(origins)
            form(stacks)
            spent_s[form.__name__] = time.process_time() - began_s
            assert len(stacks) == 45_001

    async def main() -> None:
        async with trio.open_nursery() as nursery:
            send, receive = trio.open_memory_channel[str](0)
            for _ in range(45_000):
                nursery.start_soon(sender, send)
            await trio.sleep(100)
            look()
            nursery.cancel_scope.cancel()
        receive.close()

    trio.run(main, clock=VirtualClock(), instruments=[origins])
    assert set(spent_s) == {"debug1", "debug2", "proto"}
    assert max(spent_s.values()) < 2, spent_s
