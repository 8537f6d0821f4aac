"""Chapter 2. Go's recorded profiles, read and shown on a narrow page.

For a dump of your own see `leaklab.dumps`, and `leaklab read` on the command line.
"""

import re
from dataclasses import dataclass

from leaklab.dumps.framings import tidied
from leaklab.dumps.reading import read
from leaklab.dumps.values import Frame

LONG_PATH = re.compile(r"k8s\.io/apiserver/pkg/server/(filters/)?")


@dataclass(frozen=True)
class GoGroup:
    """Goroutines on the same stack: how many, and its frames, innermost first."""

    count: int
    frames: tuple[Frame, ...]

    @property
    def stack(self) -> str:
        """All frames, a line each, innermost first."""
        return "\n".join(f"  {_short(frame)}" for frame in self.frames)

    def __str__(self) -> str:
        return f"{self.count:>5}  " + " < ".join(map(_short, self.frames[:2]))


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
        """How many goroutines have their innermost frame at `place`: `timeout.go:106`."""
        return sum(group.count for group in self.groups if group.frames[0].place == place)


def _short(frame: Frame) -> str:
    """Function without package path and receiver, and place: `time.Sleep time.go:195`."""
    function = frame.function.rpartition("/")[2].rpartition(").")[2]
    return f"{function} {frame.place}"


def read_debug1(text: str) -> GoProfile:
    """The profile in a debug=1 text. ValueError for any other text."""
    dump = read(text.encode())
    if dump.form != "debug=1":
        raise ValueError(f"this is {dump.form}, not debug=1; `leaklab read` reads either")
    total = dump.total if dump.stated is None else dump.stated
    return GoProfile(total, tuple(GoGroup(each.count, each.frames) for each in dump.groups))


def listing(text: str, groups: int = 3) -> str:
    """How many goroutines, then a line for each of the largest `groups`: count and inner calls."""
    profile = read_debug1(text)
    return "\n".join([f"total {profile.total}", *map(str, profile.groups[:groups])])


def excerpt(text: str, blocks: int = 1, skip: int = 0) -> str:
    """Some blocks of a profile, debug=1 or 2, for a narrow page.

    The path of the API server's packages is left out, tabs become spaces, and the last line says
    what was left out. ValueError if there are no such blocks.
    """
    parts = re.split(r"\n[ \t]*\n", tidied(text).strip())
    every = [block for block in parts if block.strip()]
    shown = every[skip : skip + blocks]
    if not shown:
        raise ValueError(f"blocks {skip + 1} to {skip + blocks} asked for, of {len(every)}")
    lines = [_narrow(line) for block in shown for line in [*block.strip().split("\n"), ""]]
    rest = len(every) - len(shown)
    if not rest:
        return "\n".join(lines[:-1])
    return "\n".join([*lines, f"(and {rest} more {'block' if rest == 1 else 'blocks'})"])


def _narrow(line: str) -> str:
    indent = "    " if re.match(r"\t| {4}", line) else ""
    return indent + re.sub(r"\t+", " ", LONG_PATH.sub("", line.strip()))
