"""Go's debug=1 text: equal stacks counted, most first, and a total in the first line."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from leaklab.dumps.values import Frame, Group

HEAD = re.compile(
    r"^[ \t]{0,200}([a-z]{1,40}) profile: total (\d{1,15})[ \t]{0,200}$", re.MULTILINE
)
GROUP = re.compile(r"(\d{1,15}) @((?: +0x[0-9a-f]+)*)$")
ADDRESS = re.compile(r"(?:#\s*)?0x[0-9a-f]+(?:\s+|$)")
OFFSET = re.compile(r"\+0x[0-9a-f]+(?:\s+|$)")
LABELS = re.compile(r"#\s*labels:\s*(\{.*\})$")
GOROUTINES = ("goroutine", "goroutineleak")


class Counted(NamedTuple):
    """One debug=1 profile, and the lines (from 1) on which a remark is due."""

    kind: str
    """Its first word: `goroutine`, `goroutineleak`, `heap` ..."""
    stated: int
    line: int
    """On which it begins."""
    groups: tuple[Group, ...]
    foreign: tuple[int, ...]
    """Lines in it that say nothing that can be read."""
    cut: int
    """The line on which the text breaks off; 0 when it does not."""


def profiles(text: str) -> Iterator[Counted]:
    """The debug=1 profiles in a text, one after the other."""
    heads = list(HEAD.finditer(text)) if " profile: total " in text else []
    ends = [*(head.start() for head in heads[1:]), len(text)][: len(heads)]
    line, counted = 1, 0
    for head, end in zip(heads, ends, strict=True):
        line += text.count("\n", counted, head.start())
        counted = head.start()
        reader = _Reader(head[1] == "goroutineleak", line)
        reader.read(text[head.end() + 1 : end], is_last=end == len(text))
        yield Counted(
            head[1], int(head[2]), line, reader.groups(), tuple(reader.foreign), reader.cut
        )


@dataclass
class _Gathering:
    count: int
    frames: list[Frame]
    labels: str
    line: int
    elided: int = 0
    marks: set[str] = field(default_factory=set)
    addresses: str = ""


class _Reader:
    """Goes through a profile's lines; equal stacks that differ in labels are put together."""

    def __init__(self, leaked: bool, line: int) -> None:
        self.foreign: list[int] = []
        self.cut = 0
        self._leaked = leaked
        self._line = line
        self._found: list[_Gathering] = []

    def read(self, text: str, *, is_last: bool) -> None:
        lines = text.split("\n")
        for at, line in enumerate(lines, start=self._line + 1):
            stripped = line.strip()
            if stripped and not self._take(stripped, at) and not self._is_end(lines, at, is_last):
                self.foreign.append(at)

    def _take(self, line: str, at: int) -> bool:
        if group := GROUP.match(line):
            marks = {"leaked"} if self._leaked else set()
            addresses = group[2].strip()
            self._found.append(
                _Gathering(int(group[1]), [], "", at, marks=marks, addresses=addresses)
            )
            return True
        if not self._found:
            return line.startswith("(")  # remarks of tools
        if labels := LABELS.match(line):
            self._found[-1].labels = labels[1]
            return True
        frame = _frame(line)
        if frame is not None:
            self._found[-1].frames.append(frame)
        return frame is not None or bool(re.fullmatch(r"\(.*\)|#?", line))

    def _is_end(self, lines: list[str], at: int, is_last: bool) -> bool:
        """Is this the last line, broken off in the middle of a frame or of a group's head?"""
        place = at - self._line - 1
        if not is_last or place + 2 < len(lines):
            return False
        line = lines[place].strip()
        looks = ADDRESS.match(line) or re.match(r"#|0x|\d+ ?@?$|\d+ @ [0-9a-fx ]*$", line)
        if looks:
            self.cut = at
            if self._found:
                self._found[-1].marks.add("cut off")
        return bool(looks)

    def groups(self) -> tuple[Group, ...]:
        """All that was read, most goroutines first."""
        gathered: dict[tuple[object, ...], list[_Gathering]] = {}
        for each in self._found:
            frames = tuple(each.frames) or tuple(map(Frame, each.addresses.split()))
            gathered.setdefault((frames, frozenset(each.marks)), []).append(each)
        groups = [_group(frames, alike) for (frames, _), alike in gathered.items()]
        return tuple(sorted(groups, key=lambda group: -group.count))


def _group(frames: object, alike: list[_Gathering]) -> Group:
    assert isinstance(frames, tuple)
    labels: Counter[str] = Counter()
    for each in alike:
        if each.labels:
            labels[each.labels] += each.count
    return Group(
        sum(each.count for each in alike),
        frames,
        labels=dict(labels.most_common()),
        marks=frozenset(alike[0].marks),
        line=alike[0].line,
    )


def _frame(line: str) -> Frame | None:
    """The frame in `#  0x401fff  main.(*shelf).put+0x1f  /src/my shop/shelf.go:12`."""
    address = ADDRESS.match(line)
    if address is None:
        return None
    rest = line[address.end() :]
    if not rest:
        return Frame(address[0].strip("# \t"))  # Go could not name it
    offset = OFFSET.search(rest)
    if offset is None or not offset.start():
        return None
    file, colon, number = rest[offset.end() :].rpartition(":")
    if not colon or not number.isdecimal():
        return None
    return Frame(rest[: offset.start()], file, int(number[:9]))
