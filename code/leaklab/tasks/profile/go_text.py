"""Goroutine profiles as Go writes them: read the debug=1 form, and show either form shortened.

When to use: to read a recording in `leaklab.recordings`, or what a Go server of your own answers at
`/debug/pprof/goroutine?debug=1`. For trio tasks see `leaklab.tasks.profile`.
"""

import re
from dataclasses import dataclass, replace
from typing import NamedTuple

HEAD = re.compile(r"\w+ profile: total (\d+)$")
GROUP = re.compile(r"(\d+) @((?: 0x[0-9a-f]+)*)$")
FRAME = re.compile(r"#\t+0x[0-9a-f]+\t+(\S+)\+0x[0-9a-f]+\t+(\S+):(\d+)$")
LONG_PATH = re.compile(r"k8s\.io/apiserver/pkg/server/(filters/)?")


class GoFrame(NamedTuple):
    """A function on a stack, without its package's path, and the line on which it stands."""

    function: str
    file: str
    line: int

    @property
    def place(self) -> str:
        """File and line, such as `timeout.go:106`."""
        return f"{self.file}:{self.line}"

    @property
    def short(self) -> str:
        """The function without its receiver, such as `ServeHTTP.func1`, or `time.Sleep`."""
        return self.function.rpartition(").")[2]


@dataclass(frozen=True)
class GoGroup:
    """Goroutines on the same stack: how many, its addresses, its visible frames innermost first.

    There are more addresses than frames: Go hides its runtime's own frames at both ends.
    """

    count: int
    addresses: tuple[str, ...]
    frames: tuple[GoFrame, ...]

    @property
    def stack(self) -> str:
        """All visible frames, a line each, innermost first."""
        return "\n".join(f"  {frame.short} {frame.place}" for frame in self.frames)

    def __str__(self) -> str:
        inner = " < ".join(f"{frame.short} {frame.place}" for frame in self.frames[:2])
        return f"{self.count:>5}  {inner}"


@dataclass(frozen=True)
class GoProfile:
    """A profile: how many goroutines, and their stacks, most goroutines first."""

    total: int
    groups: tuple[GoGroup, ...]

    @property
    def counts(self) -> list[int]:
        """How many goroutines there are on each stack, most first."""
        return [group.count for group in self.groups]

    def at(self, place: str) -> int:
        """How many goroutines have their innermost visible frame at `place`: `timeout.go:106`."""
        return sum(
            group.count for group in self.groups if group.frames and group.frames[0].place == place
        )


def read_debug1(text: str) -> GoProfile:
    """The profile in a debug=1 text. ValueError names the first line that does not belong."""
    lines = text.splitlines()
    head = HEAD.match(lines[0]) if lines else None
    if head is None:
        raise ValueError(
            "a debug=1 profile begins with a line such as 'goroutine profile: total 7'"
        )
    groups: list[GoGroup] = []
    for number, line in enumerate(lines[1:], start=2):
        if group := GROUP.match(line):
            groups.append(GoGroup(int(group[1]), tuple(group[2].split()), ()))
        elif (frame := FRAME.match(line)) and groups:
            groups[-1] = replace(groups[-1], frames=(*groups[-1].frames, _frame(frame)))
        elif line and not line.startswith(("(", "# labels")):
            raise ValueError(f"line {number} is not of a debug=1 profile: {line:.60}")
    return GoProfile(int(head[1]), tuple(groups))


def _frame(found: re.Match[str]) -> GoFrame:
    function, file = (found[at].rpartition("/")[2] for at in (1, 2))
    return GoFrame(function, file, int(found[3]))


def listing(text: str, groups: int = 3) -> str:
    """How many goroutines, then a line for each of the largest `groups`: count and inner calls."""
    read = read_debug1(text)
    return "\n".join([f"total {read.total}", *(str(group) for group in read.groups[:groups])])


def excerpt(text: str, blocks: int = 1, skip: int = 0) -> str:
    """Some blocks of a profile, debug=1 or 2, for a narrow page.

    The path of the API server's packages is left out, tabs become spaces, and the last line says
    what was left out. ValueError if there are no such blocks.
    """
    every = [block for block in text.strip().split("\n\n") if block.strip()]
    shown = every[skip : skip + blocks]
    if not shown:
        raise ValueError(f"blocks {skip + 1} to {skip + blocks} asked for, of {len(every)}")
    lines = [_narrow(line) for block in shown for line in [*block.strip().split("\n"), ""]]
    rest = len(every) - len(shown)
    if not rest:
        return "\n".join(lines[:-1])
    return "\n".join([*lines, f"(and {rest} more {'block' if rest == 1 else 'blocks'})"])


def _narrow(line: str) -> str:
    indent = "    " if line.startswith("\t") else ""
    return indent + re.sub(r"\t+", " ", LONG_PATH.sub("", line.strip()))
