"""One goroutine's stack in Go's long form: its first line's brackets, its frames, its creator."""

import functools
import re
from dataclasses import dataclass, field
from typing import NamedTuple

from leaklab.dumps.values import Frame

FILE = re.compile(r"(\S.*):(\d+)(?: \+(?:0x[0-9a-f]+)?)?(?: (?:fp|sp|pc)=\S*)*(?: \([^()]*\))?$")
CREATED = re.compile(r"created by (.+?)(?: in goroutine \d+)?$")
ELIDED = re.compile(r"\.\.\.(?:(\d+)|additional) frames? elided\.\.\.$|\.\.\.additional frames")
MINUTES = re.compile(r"(\d+) minutes?$")
AGE = re.compile(r" \((scan|leaked|durable)\)")
ENDS = ("--- FAIL: ", "FAIL\t", "exit status ")  # of go test, after the stacks
LEFT_OUT = frozenset({"...", "…", "[...]", "[…]", "<snip>", "[snip]"})  # by whoever pasted it
UNAVAILABLE = "goroutine running on other thread; stack unavailable"


class Head(NamedTuple):
    """What a goroutine's first line says in its brackets."""

    state: str
    minutes: int | None
    marks: frozenset[str]


class Stack(NamedTuple):
    """One stack as it was read, and the lines in it that belong to none."""

    frames: tuple[Frame, ...]
    created_by: Frame | None
    elided: int
    marks: frozenset[str]
    foreign: tuple[int, ...]
    """Which of its lines, from 0, are not of a stack."""


@functools.lru_cache(maxsize=4096)
def head_of(inside: str) -> Head:
    """`chan send (scan), 2 minutes, locked to thread`, taken apart."""
    minutes, marks, state = None, set(AGE.findall(inside)), ""
    for at, part in enumerate(AGE.sub("", inside).split(", ")):
        if found := MINUTES.match(part):
            minutes = int(found[1][:9])
        elif at == 0:
            state = part.strip()
        else:
            marks.add(part)
    return Head(state, minutes, frozenset(marks))


def stack_of(body: str) -> Stack:
    """The frames of one goroutine, in the lines after its first."""
    return _Reader().read(body.splitlines())


@dataclass
class _Reader:
    """Goes through the lines of one stack; a function waits for the line of its file."""

    frames: list[Frame] = field(default_factory=list)
    created_by: Frame | None = None
    elided: int = 0
    marks: set[str] = field(default_factory=set)
    foreign: list[int] = field(default_factory=list)
    waiting: str = ""
    creator: bool = False
    ended: bool = False

    def read(self, lines: list[str]) -> Stack:
        for number, line in enumerate(lines):
            self._take(line.strip(), number)
            if self.ended:
                break
        self._settle()
        return Stack(
            tuple(self.frames),
            self.created_by,
            self.elided,
            frozenset(self.marks),
            tuple(self.foreign),
        )

    def _take(self, line: str, number: int) -> None:
        if not line or line == "]" or line.startswith("[originating from goroutine"):
            self.ended = bool(self.frames or self.waiting or self.created_by or line)
        elif line.startswith(ENDS):
            self.ended = True
        elif self.waiting and (found := FILE.match(line.removesuffix("]"))):
            self._frame(self.waiting, found[1], int(found[2][:9]))
        elif name := function_of(line):
            self._settle()
            self.waiting, self.creator = name, line.startswith("created by ")
        elif found := ELIDED.match(line):
            self.elided += int(found[1][:9]) if found[1] else -1
        elif line == UNAVAILABLE:
            self.marks.add("stack unavailable")
        elif line not in LEFT_OUT:
            self.foreign.append(number)

    def _settle(self) -> None:
        """A function that is followed by no file stands without one."""
        if self.waiting:
            self._frame(self.waiting, "", 0)

    def _frame(self, function: str, file: str, line: int) -> None:
        frame = Frame(function, file, line)
        if self.creator:
            self.created_by = frame
        else:
            self.frames.append(frame)
        self.waiting, self.creator = "", False


def function_of(line: str) -> str:
    """The name in `main.(*T).run(0xc000, ...)` or `created by main.f in goroutine 1`; or ""."""
    if found := CREATED.match(line):
        return found[1]
    if not line.endswith(")") or " " in line.partition("(")[0].partition("[")[0]:
        return ""
    depth = 0
    for at in range(len(line) - 1, -1, -1):
        depth += (line[at] == ")") - (line[at] == "(")
        if depth == 0:
            return line[:at]
    return ""
