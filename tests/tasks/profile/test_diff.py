"""What grew between two profiles, and what Go's own tool says of the same two."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from leaklab import profile
from leaklab.book.never_again import canary
from leaklab.simulation.profile_at import profile_at
from leaklab.tasks.profile.diff import difference, difference_text
from leaklab.tasks.profile.frames import Frame


def stack(*functions: str) -> profile.TaskStack:
    frames = tuple(Frame(function, "a.py", 7, 5) for function in functions)
    return profile.TaskStack(1, "task", "sleep", None, frames, None)


A, B, C = stack("send", "worker"), stack("sleep", "ticker"), stack("receive", "drainer")


def test_what_did_not_change_is_left_out():
    assert difference([A, B], [B, A]) == []
    assert difference_text([]) == "goroutine profile difference: total +0\n"


def test_what_grew_most_comes_first_and_what_shrank_last():
    changes = difference([A, B, B, B], [A, A, A, B, C])
    assert [(each.before, each.after, each.growth) for each in changes] == [
        (1, 3, 2),
        (0, 1, 1),
        (3, 1, -2),
    ]
    assert [each.frames[0].function for each in changes] == ["send", "receive", "sleep"]


def test_the_text_has_the_form_of_difference_text():
    text = difference_text(difference([A], [A, A, C]))
    head, *blocks = text.rstrip("\n").replace("\n\n", "\n").split("\n")
    assert head == "goroutine profile difference: total +2"
    assert re.fullmatch(r"\+1 \(0 to 1\) @ 0x[0-9a-f]+ 0x[0-9a-f]+", blocks[0])
    assert re.fullmatch(r"#\t0x[0-9a-f]+\treceive\+0x2\ta\.py:7", blocks[1])
    assert blocks[3].startswith("+1 (1 to 2) @ ")


def test_the_canary_shows_the_one_stack_that_grows():
    (change,) = canary.growth("k8s-1.12")
    assert change.growth == 150  # 50 requests a second for 3 s
    assert change.frames[-1].function.endswith("TimeoutHandler.serve_http.<locals>.worker")


def test_the_fixed_canary_shows_nothing():
    assert canary.growth("k8s-1.17") == []


def test_a_profile_that_is_taken_too_early_shows_growth_where_nothing_leaks():
    """The exercise's sum: 21 requests with two tasks each, then 30 + 45 + 15."""
    grown = canary.growth("k8s-1.17", from_s=0.41, to_s=5.01)
    assert sum(change.growth for change in grown) == 90 - 42


def test_go_tool_pprof_shows_the_same_difference(tmp_path: Path):
    go = shutil.which("go")
    if go is None:
        pytest.skip("go is not installed, so its pprof cannot compare our profiles")
    for name, t_s in (("before", canary.FROM_S), ("after", canary.TO_S)):
        stacks = profile_at(canary.late_traffic(), "k8s-1.12", t_s)
        (tmp_path / name).write_bytes(profile.proto(stacks))
    said = subprocess.run(
        [go, "tool", "pprof", "-top", "-diff_base", "before", "after"],
        env={**os.environ, "PPROF_TMPDIR": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    rows = {line.split()[-1]: line.split() for line in said.splitlines()}
    worker = "leaklab.apiserver.handlers.k8s_1_12.TimeoutHandler.serve_http.<locals>.worker"
    assert rows[worker][3] == "150"
