"""Readers of Go's two text forms of a profile, which refuse any line that Go would not write."""

import re
from typing import NamedTuple

DEBUG1_TOTAL = re.compile(r"goroutine profile: total (\d+)")
DEBUG1_GROUP = re.compile(r"(\d+) @((?: 0x[0-9a-f]+)+)")
DEBUG1_FRAME = re.compile(r"#\t0x[0-9a-f]+\t(\S+)\+0x[0-9a-f]+\t+\S+:\d+")
DEBUG2_TASK = re.compile(r"goroutine (\d+) \[([a-zA-Z. ]+)(?:, (\d+) minutes)?\]:")
DEBUG2_CALL = re.compile(r"(\S+?)\(.*\)")
DEBUG2_PLACE = re.compile(r"\t\S+:\d+ \+0x[0-9a-f]+")
DEBUG2_MAKER = re.compile(r"created by (\S+)")


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
            maker = _first(DEBUG2_MAKER, calls.pop())
        functions = [_first(DEBUG2_CALL, call) for call in calls]
        blocks.append(Block(int(task[1]), task[2], int(task[3] or 0), functions, maker))
    return blocks


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.fullmatch(text)
    assert found, text
    return found[1]
