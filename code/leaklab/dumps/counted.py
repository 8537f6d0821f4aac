"""Go's debug=1 text: equal stacks counted, most first, and a total in the first line."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from leaklab.dumps.stacks import LEFT_OUT
from leaklab.dumps.values import Frame, Group

HEAD = re.compile(
    r"^[ \t]{0,200}([a-z]{1,40}) profile: total (\d{1,15})[ \t]{0,200}$", re.MULTILINE
)
GROUP = re.compile(r"(\d{1,15}) @((?: +0x[0-9a-f]+)*)$")
HEADLESS = re.compile(
    r"^[ \t]{0,200}\d{1,15} @(?: +0x[0-9a-f]+)+[ \t]{0,200}\n"
    r"[ \t]{0,200}(?:#[ \t]*)?0x[0-9a-f]+[ \t]",
    re.MULTILINE,
)
ONE_BY_ONE = re.compile(
    r"^[ \t]{0,200}goroutine \d{1,18} \[[^\]\n]{1,300}\]:?[ \t]{0,200}$", re.MULTILINE
)
BY_WHO_PASTED = tuple(sorted(LEFT_OUT))
ADDRESS = re.compile(r"(?:#\s*)?0x[0-9a-f]+(?:\s+|$)")
OFFSET = re.compile(r"\+0x[0-9a-f]+(?:\s+|$)")
LABELS = re.compile(r"#\s*labels:\s*(\{.*\})$")
GOROUTINES = ("goroutine", "goroutineleak")


class Counted(NamedTuple):
    """One debug=1 profile, and the lines (from 1) on which a remark is due."""

    kind: str
    """Its first word: `goroutine`, `goroutineleak`, `heap` ..."""
    stated: int | None
    """The total of its first line; None where that line is missing."""
    line: int
    """On which it begins."""
    groups: tuple[Group, ...]
    foreign: tuple[int, ...]
    """Lines in it that say nothing that can be read."""
    cut: int
    """The line on which the text breaks off; 0 when it does not."""
    left_out: tuple[int, ...] = ()
    """Lines with which somebody says that something was left out: `...`."""


def profiles(text: str) -> Iterator[Counted]:
    """The debug=1 profiles in a text, one after the other.

    One ends where the next begins, where stacks come one by one, or where a stack comes that it has
    already: Go writes no stack twice. Where no profile has its first line, all groups are one.
    """
    heads = list(HEAD.finditer(text)) if " profile: total " in text else []
    ends = [*(head.start() for head in heads[1:]), len(text)][: len(heads)]
    if not heads and " @ 0x" in text and (first := HEADLESS.search(text)):
        line = 1 + text.count("\n", 0, first.start())
        reader = _Reader(leaked=False, line=line - 1)
        reader.read(text[first.start() : _end(text, first.start(), len(text))], is_last=True)
        yield from reader.profiles("goroutine", None, line)
    line, counted = 1, 0
    for head, end in zip(heads, ends, strict=True):
        line += text.count("\n", counted, head.start())
        counted = head.start()
        end = _end(text, head.end(), end)
        reader = _Reader(head[1] == "goroutineleak", line)
        reader.read(text[head.end() + 1 : end], is_last=end == len(text))
        yield from reader.profiles(head[1], int(head[2]), line)


def _end(text: str, start: int, end: int) -> int:
    """Where a profile ends: before the first stack of another form."""
    other = ONE_BY_ONE.search(text, start, end)
    return other.start() if other else end


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
        self.left_out: list[int] = []
        self._leaked = leaked
        self._line = line
        self._found: list[_Gathering] = []

    def read(self, text: str, *, is_last: bool) -> None:
        lines = text.split("\n")
        for at, line in enumerate(lines, start=self._line + 1):
            stripped = line.strip()
            if self._found and stripped.startswith(BY_WHO_PASTED):
                self.left_out.append(at)
            elif stripped and not self._take(stripped, at) and not self._is_end(lines, at, is_last):
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

    def profiles(self, kind: str, stated: int | None, line: int) -> Iterator[Counted]:
        """What was read, as one profile, or as several that stand one after the other."""
        parts = self._snapshots()
        for at, part in enumerate(parts):
            last = at == len(parts) - 1
            yield Counted(
                kind,
                stated if at == 0 else None,
                line if at == 0 else part[0].line,
                _groups(part),
                tuple(self.foreign) if last else (),
                self.cut if last else 0,
                tuple(self.left_out) if last else (),
            )

    def _snapshots(self) -> list[list[_Gathering]]:
        """The groups, parted before a stack comes for the second time.

        The second profile begins where numbers rise again, for Go writes the largest first.
        """
        parts: list[list[_Gathering]] = [[]]
        seen: set[tuple[str, str]] = set()
        for each in self._found:
            key = (each.addresses, each.labels)
            if each.addresses and key in seen:
                part = parts[-1]
                rises = (
                    at for at in range(len(part) - 1, 0, -1) if part[at - 1].count < part[at].count
                )
                start = next(rises, len(part))
                parts[-1:] = [part[:start], part[start:]]
                seen = {(other.addresses, other.labels) for other in parts[-1]}
            seen.add(key)
            parts[-1].append(each)
        return parts


def _groups(found: list[_Gathering]) -> tuple[Group, ...]:
    """All that was read, most goroutines first."""
    gathered: dict[tuple[object, ...], list[_Gathering]] = {}
    for each in found:
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
