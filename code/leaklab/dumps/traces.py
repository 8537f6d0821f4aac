"""Stacks as Go prints them one by one: debug=2, SIGQUIT, panics, goleak, testing.

Every goroutine is a line `goroutine 7 [chan send, 2 minutes]:` and its stack below. Frames are read
once for each different stack, so that 45,000 alike cost little more than one.
"""

import bisect
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from leaklab.dumps.stacks import FILE, LEFT_OUT, UNAVAILABLE, Stack, function_of, head_of, stack_of
from leaklab.dumps.values import THREADS_OWN, Group

# A head is a goroutine's first line. goleak's own comes before Go's, or in its place. The leak
# checks of net/http's tests and of etcd's count equal stacks, without numbers and states.
HEAD = re.compile(
    r"^[ \t]{0,200}(?:goroutine (\d{1,18})(?: (?:gp|m|mp)=\S{0,40}){0,3} \[([^\]\n]{0,300})\]"
    r"(?: ?(?:labels:)? ?\{[^\n]{0,5000}\})?:?"
    r"|\[?[ \t]{0,20}Goroutine (\d{1,18}) in state ([^,\n]{1,300}), with [^\n]{1,1000} on top of"
    r" the stack:|(\d{1,9}) instances of:)[ \t]{0,200}$",
    re.MULTILINE,
)
BEGINS = ("SIGQUIT: quit", "SIGABRT: abort", "panic: ", "fatal error: ")
PIECE = 1 << 20
NUMBER = re.compile(r"0x[0-9a-f]++\??+")  # what differs between equal stacks: arguments, offsets
AFTER = "( {+=,"  # what stands before such a number, and not before a folder called 0xabc
CAREFUL = re.compile(rf"(?<=[{AFTER}])0x[0-9a-f]++\??+")
LEFT_OUT_LINE = re.compile(
    rf"^[ \t]*(?:{'|'.join(map(re.escape, sorted(LEFT_OUT)))})[ \t]*$", re.MULTILINE
)
LABELS = re.compile(r"\]\s*(?:labels:)?\s*(\{[^\n]*\})")
IDS_KEPT = 5
DASHES = "-----"
THREAD = "0"  # the number of each thread's own stack, which is no goroutine's


@dataclass
class _Gathering:
    """Goroutines that are alike, as they come."""

    stack: Stack
    state: str
    marks: frozenset[str]
    line: int
    count: int = 0
    minutes: Counter[int] = field(default_factory=Counter)
    labels: Counter[str] = field(default_factory=Counter)
    ids: list[int] = field(default_factory=list)

    def group(self) -> Group:
        stack = self.stack
        return Group(
            self.count,
            stack.frames,
            self.state,
            dict(sorted(self.minutes.items())),
            stack.created_by,
            _most_first(self.labels),
            self.marks | stack.marks,
            stack.elided,
            tuple(self.ids),
            self.line,
        )


def _most_first(labels: Counter[str]) -> Mapping[str, int]:
    return dict(sorted(labels.items(), key=lambda item: (-item[1], item[0])))


class Section(NamedTuple):
    """The goroutines of one dump, and the lines (from 1) on which a remark is due."""

    line: int
    """On which the first of them begins."""
    before: str
    """What stands before it, after the dump before: its last 4,000 characters, and the head."""
    groups: tuple[Group, ...]
    foreign: tuple[int, ...]
    """Lines inside stacks that belong to none."""
    cut: int
    """The line on which the last stack breaks off; 0 when it does not."""
    left_out: tuple[int, ...]
    """Lines with which somebody says that something was left out: `...`."""


def sections(text: str) -> Iterator[Section]:
    """The dumps in a text, one after the other.

    A new one begins where a goroutine's number comes again, or a line says that a dump begins; but
    not behind a line of dashes, where GOTRACEBACK=crash goes on with each thread's own stack.
    """
    text = _without_numbers(text)
    heads, lines, ends = _heads(text), _Lines(text), 0
    if f"\n{DASHES}\n" in text:
        heads = _without_repeated(text, heads)
    begins = [at for at in _places_of(BEGINS, text) if DASHES not in text[max(0, at - 8) : at]]
    first, seen = 0, set[str]()
    for at, head in enumerate(heads):
        number = head[1] or head[3] or f"at {head.start()}"
        passed = bisect.bisect(begins, head.start())
        again = number in seen and number != THREAD
        if at and (again or passed > bisect.bisect(begins, heads[at - 1].start())):
            yield _section(text, heads[first:at], head.start(), ends, lines)
            ends = heads[at - 1].end()
            first, seen = at, set()
        seen.add(number)
    if heads:
        yield _section(text, heads[first:], len(text), ends, lines)


def _without_numbers(text: str) -> str:
    """The text without addresses. The quick way wherever no path has such a number in it."""
    in_their_place = sum(text.count(f"{sign}0x") for sign in AFTER)
    number = NUMBER if in_their_place == text.count("0x") else CAREFUL
    pieces, start = [], 0
    while start < len(text):  # in one go, `sub` would hold millions of pieces at once
        end = text.find("\n", start + PIECE) + 1 or len(text)
        pieces.append(number.sub("", text[start:end]))
        start = end
    return "".join(pieces)


def _places_of(words: Iterable[str], text: str) -> list[int]:
    """Where a line begins with one of these words, in the order of the text."""
    places = []
    for word in words:
        at = 0 if text.startswith(word) else text.find(f"\n{word}")
        while at >= 0:
            places.append(at)
            at = text.find(f"\n{word}", at + 1)
    return sorted(places)


def _heads(text: str) -> list[re.Match[str]]:
    """The heads, without those of goleak's that only say what Go's next one says again."""
    found = list(HEAD.finditer(text))
    ends = [*(head.start() for head in found[1:]), len(text)][: len(found)]
    return [
        head
        for head, end in zip(found, ends, strict=True)
        if not head[3] or not text[head.end() : end].isspace()
    ]


def _without_repeated(text: str, heads: list[re.Match[str]]) -> list[re.Match[str]]:
    """The heads without those that a thread's part says again."""
    kept, seen, ended = [], set[str](), 0
    for head in heads:
        is_in_part = text.find(f"\n{DASHES}\n", ended, head.start()) >= 0
        if not (is_in_part and head[1] in seen and head[1] != THREAD):
            kept.append(head)
        seen.add(head[1])
        ended = head.end()
    return kept


def _section(
    text: str, heads: list[re.Match[str]], end: int, ended: int, lines: "_Lines"
) -> Section:
    groups: dict[tuple[object, ...], _Gathering] = {}
    stacks: dict[str, tuple[int, Stack]] = {}
    found: dict[tuple[int, str], _Gathering] = {}
    foreign: list[int] = []
    before = text[max(ended, heads[0].start() - 4000) : heads[0].end()]
    begins = lines.at(heads[0].start())
    for head, until in zip(heads, [*(head.start() for head in heads[1:]), end], strict=True):
        inside = head[2] or head[4] or ""
        body = _without_starter(text[head.end() + 1 : until])
        if body not in stacks:
            stacks[body] = (len(stacks), stack_of(body))
            foreign += [lines.at(head.start()) + 1 + at for at in stacks[body][1].foreign]
        number, stack = stacks[body]
        inside += " " if head[1] == THREAD else ""  # equal to no goroutine's
        group = found.get((number, inside))
        if group is None:
            about = head_of(inside)
            marks = about.marks | ({THREADS_OWN} if head[1] == THREAD else set())
            group = groups.setdefault(
                (stack[:4], about.state, marks),
                _Gathering(stack, about.state, marks, lines.at(head.start())),
            )
            found[number, inside] = group
        _count(group, head, inside)
    last = text[heads[-1].end() + 1 : end] if end == len(text) else ""
    cut = _cut_after(last) if end == len(text) else None
    left_out = _left_out(text, heads[0].start(), end)
    if cut is not None and group is not None and group.count == 1:
        group.marks |= {"cut off"}
    most_first = sorted((each.group() for each in groups.values()), key=lambda each: -each.count)
    return Section(
        begins,
        before,
        tuple(most_first),
        tuple(foreign),
        0 if cut is None else lines.at(heads[-1].start()) + cut,
        tuple(map(lines.at, left_out)),
    )


def _left_out(text: str, start: int, end: int) -> list[int]:
    """Where lines stand with which somebody says that something was left out."""
    if not any(text.find(f"{mark}\n", start, end) >= 0 for mark in LEFT_OUT):
        return []  # the quick way: dumps have up to a million lines
    return [each.start() for each in LEFT_OUT_LINE.finditer(text, start, end)]


class _Lines:
    """Numbers of lines, from 1, counted only as far as they are asked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._known = (0, 1)

    def at(self, start: int) -> int:
        place, line = self._known
        if start < place:
            place, line = 0, 1
        line += self._text.count("\n", place, start)
        self._known = (start, line)
        return line


def _without_starter(body: str) -> str:
    """A stack without the number of the goroutine that started it."""
    at = body.rfind(" in goroutine ")
    if at < 0:
        return body
    end = body.find("\n", at)
    return body[:at] + (body[end:] if end > 0 else "")


def _count(group: _Gathering, head: re.Match[str], inside: str) -> None:
    if head[5]:
        group.count += int(head[5])
        return
    group.count += 1
    minutes = head_of(inside).minutes
    if minutes is not None:
        group.minutes[minutes] += 1
    if len(group.ids) < IDS_KEPT:
        group.ids.append(int((head[1] or head[3])[:18]))
    if head[1] and "{" in head[0] and (labels := LABELS.search(head[0])):
        group.labels[labels[1]] += 1


def _cut_after(body: str) -> int | None:
    """After how many lines the last stack of a file breaks off; None if it is whole."""
    if not body.strip():
        return 0
    lines = body.split("\n")
    try:
        stop = next(at for at, line in enumerate(lines) if at and not line.strip())
    except StopIteration:
        stop = len(lines)
    last = lines[stop - 1].strip().removesuffix("]")
    if stop < len(lines) - 1 or not last or UNAVAILABLE in last or "elided..." in last:
        return None
    file = FILE.match(last)
    whole = bool(file) and (" +" in last or body.endswith("\n"))
    return None if whole or (_is_foreign(last) and body.endswith("\n")) else stop


def _is_foreign(line: str) -> bool:
    return not FILE.match(line) and not function_of(line)
