"""What a dump of goroutines says, whichever form it came in: frames, groups, the dump."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

DEADLOCK = "deadlock"  # the form of a dump that Go prints when nothing can go on
GOLEAK = "goleak"
PANIC = "panic"
LEAK_CHECK = "leak check"  # of net/http's tests, of etcd's, of leaktest
THREADS_OWN = "a thread's own stack"  # goroutine 0: no goroutine of the program


class Frame(NamedTuple):
    """A function on a stack and the line on which it stands, as the dump has them.

    `function` has its package's whole path and its receiver, not its arguments:
    `k8s.io/apiserver/pkg/server/filters.(*timeoutHandler).ServeHTTP.func1`. `file` is the path as
    it was written; "" and line 0 where the dump has none.
    """

    function: str
    file: str = ""
    line: int = 0

    @property
    def place(self) -> str:
        """The file without its folders, and the line: `timeout.go:106`; "" where there is none."""
        name = self.file.replace("\\", "/").rpartition("/")[2]
        return f"{name}:{self.line}" if name else ""


@dataclass(frozen=True, slots=True)
class Group:
    """Goroutines that are alike: the same stack, state, creator and marks."""

    count: int
    frames: tuple[Frame, ...]
    """Innermost first. Empty where the dump hides them all."""
    state: str = ""
    """Go's word for what they wait for, `chan send`; "" where the form does not say."""
    minutes: Mapping[int, int] = field(default_factory=dict)
    """How many have waited for how many whole minutes. Empty where the form does not say: Go
    tells it from one minute on, and only in debug=2 and tracebacks."""
    created_by: Frame | None = None
    labels: Mapping[str, int] = field(default_factory=dict)
    """How many carry which labels, each set of labels as its JSON text."""
    marks: frozenset[str] = frozenset()
    """What else the first line says: `scan`, `leaked`, `locked to thread`, `durable`."""
    elided: int = 0
    """Frames that Go left out of the middle; -1 where it does not say how many."""
    ids: tuple[int, ...] = ()
    """The first few goroutines' numbers, to find them again in the file."""
    line: int = 0
    """The line of the file on which the first of them begins; 0 where there are no lines."""


@dataclass(frozen=True, slots=True)
class Dump:
    """All that could be read of one dump, most goroutines first, and what could not."""

    name: str
    """The file's name, or `-`."""
    form: str
    """`debug=0`, `debug=1`, `debug=2`, `SIGQUIT`, `panic`, `deadlock`, `goleak`, `leak check`,
    `testing`."""
    groups: tuple[Group, ...]
    stated: int | None = None
    """How many goroutines the dump says that there are; None where it does not say."""
    notes: tuple[str, ...] = ()
    """What is missing or could not be read, each a sentence with its line and number."""
    taken: datetime | None = None
    """When, where the log's lines or the profile say so."""
    cut: bool = False
    """Whether it is only a part, as far as is known: it begins or breaks off in the middle, has no
    first line, or somebody left something out."""
    program: str = ""
    """What is known of the program: `kube-apiserver`, `go1.19.8`; "" where nothing is."""

    @property
    def total(self) -> int:
        """How many goroutines were read."""
        return sum(group.count for group in self.groups)

    @property
    def missing(self) -> int:
        """How many the dump counts that were not read; 0 where it does not say."""
        return max(0, (self.stated or 0) - self.total)

    @property
    def counts(self) -> list[int]:
        """How many goroutines each group has, most first."""
        return [group.count for group in self.groups]
