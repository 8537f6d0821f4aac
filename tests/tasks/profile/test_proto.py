"""The profile as profile.proto, read by Go's own pprof."""

import asyncio
import gzip
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from leaklab import profile
from leaklab.tasks.profile.proto import profile_class
from tests.support.profile_subjects import SUBJECTS, stacks_of, stacks_of_the_program


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
    assert innermost_first[-2:] == [
        "trio._channel.MemorySendChannel.send",
        f"{SUBJECTS}.sender",
    ]


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


def test_go_tool_pprof_sums_the_profile_up(go: str, tmp_path: Path):
    lines = pprof(go, "-top", stacks_of("k8s-1.12", 7.4), tmp_path).splitlines()
    assert "Type: goroutine" in lines
    assert "Showing nodes accounting for 201, 100% of 201 total" in lines
    rows = {line.split()[-1]: line.split() for line in lines[4:]}
    worker = rows["leaklab.apiserver.handlers.k8s_1_12.TimeoutHandler.serve_http.<locals>.worker"]
    assert worker[3] == "200"  # cumulative


def test_go_tool_pprof_shows_each_stack(go: str, tmp_path: Path):
    text = pprof(go, "-traces", stacks_of_the_program(), tmp_path)
    samples = [block.split() for block in re.split(r"-+\+-+\n", text)[1:-1]]
    assert [block[:4] for block in samples[:1]] == [["state:", "chan", "send", "3"]]
    assert [block[-1] for block in samples] == [
        f"{SUBJECTS}.sender",
        f"{SUBJECTS}.sleeper",
        f"{SUBJECTS}.program",
    ]


def test_go_tool_pprof_reads_tasks_of_asyncio(go: str, tmp_path: Path):
    async def handle(queue: "asyncio.Queue[int]") -> None:
        await queue.put(1)

    async def main() -> list[profile.TaskStack]:
        queue: asyncio.Queue[int] = asyncio.Queue(1)
        queue.put_nowait(0)
        tasks = [asyncio.create_task(handle(queue)) for _ in range(7)]
        await asyncio.sleep(0)
        stacks = profile.collect()
        for task in tasks:
            task.cancel()
        return stacks

    text = pprof(go, "-traces", asyncio.run(main()), tmp_path)
    assert "File: asyncio" in text.splitlines()
    (sample,) = [block.split() for block in re.split(r"-+\+-+\n", text)[1:-1]]
    assert sample[:4] == ["state:", "Queue.put", "7", "asyncio.queues.Queue.put"]
    assert sample[-1].endswith(".handle")
