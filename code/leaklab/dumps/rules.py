"""Rules kept as data: `ordinary.toml` and `guide.toml`, and how a group of goroutines meets one."""

import pkgutil
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from leaklab.dumps import places
from leaklab.dumps.values import Frame, Group


@dataclass(frozen=True)
class Match:
    """What a stack must have. Patterns are searched in functions' full names."""

    functions: tuple[re.Pattern[str], ...] = ()
    """Each must be found in a frame, the later ones further out."""
    top: re.Pattern[str] | None = None
    """Must be found in the innermost frame that is not of the package `runtime`."""
    states: tuple[str, ...] = ()
    """Beginnings of the state, of which one must be there. A form without states meets any."""
    creator: re.Pattern[str] | None = None
    """Must be found in the creator, where the form tells it."""
    needs_state: bool = False
    """Whether a form without states is not enough to meet it."""
    outermost: re.Pattern[str] | None = None
    """Must be found in the function that the goroutine was started with."""
    without: re.Pattern[str] | None = None
    """Must be found in no frame."""

    def meets(self, group: Group) -> bool:
        """Whether a group is of this kind."""
        return (
            self._meets_state(group.state)
            and (self.top is None or _found(self.top, _top(group.frames)))
            and _in_order(self.functions, group.frames)
            and (self.outermost is None or _found(self.outermost, _outermost(group.frames)))
            and not (self.without and any(_found(self.without, each) for each in group.frames))
            and (
                self.creator is None
                or group.created_by is None
                or _found(self.creator, group.created_by)
            )
        )

    def _meets_state(self, state: str) -> bool:
        if not state:
            return not self.needs_state
        return not self.states or state.startswith(self.states)


@dataclass(frozen=True)
class Ordinary:
    """What only waits as it should, and up to how many that is so."""

    name: str
    why: str
    most: int
    matches: tuple[Match, ...]


@dataclass(frozen=True)
class Entry:
    """A fingerprint of the field guide."""

    id: str
    title: str
    kind: str
    """`leak`, `suspect`, `cost`, `symptom` or `ordinary`."""
    what: str
    versions: str
    now: str
    later: str
    sources: tuple[str, ...]
    chapter: str
    """The book's page, and its section: `04_one_request.html#the-leak`."""
    matches: tuple[Match, ...]


def _found(pattern: re.Pattern[str], frame: Frame | None) -> bool:
    return frame is not None and pattern.search(frame.function) is not None


def _top(frames: Sequence[Frame]) -> Frame | None:
    plain = (frame for frame in frames if not frame.function.startswith(places.BELOW))
    return next(plain, None)


def _outermost(frames: Sequence[Frame]) -> Frame | None:
    return next((each for each in reversed(frames) if each.function != "runtime.goexit"), None)


def _in_order(patterns: Sequence[re.Pattern[str]], frames: Sequence[Frame]) -> bool:
    rest = iter(frames)
    return all(any(_found(pattern, frame) for frame in rest) for pattern in patterns)


def _match(table: Mapping[str, Any]) -> Match:
    def pattern(name: str) -> re.Pattern[str] | None:
        return re.compile(table[name]) if name in table else None

    return Match(
        tuple(map(re.compile, table.get("functions", ()))),
        pattern("top"),
        tuple(table.get("states", ())),
        pattern("creator"),
        table.get("needs_state", False),
        pattern("outermost"),
        pattern("without"),
    )


def _tables(name: str, key: str) -> list[dict[str, Any]]:
    # Not importlib.resources: the page's Python has none of it.
    data = pkgutil.get_data(__package__, name)
    assert data is not None
    tables: list[dict[str, Any]] = tomllib.loads(data.decode())[key]
    return [{**table, "match": tuple(map(_match, table["match"]))} for table in tables]


TEXTS = ("id", "title", "kind", "what", "versions", "now", "later", "chapter")
# All of both files, in their order: the first that is met counts. Read as this is imported: the
# page's Python keeps what it has in memory, and no files.
ORDINARY = tuple(
    Ordinary(table["name"], table["why"], table.get("most", 1_000_000), table["match"])
    for table in _tables("ordinary.toml", "ordinary")
)
GUIDE = tuple(
    Entry(
        **{name: table.get(name, "") for name in TEXTS},
        sources=tuple(table["sources"]),
        matches=table["match"],
    )
    for table in _tables("guide.toml", "entry")
)


def entry_for(group: Group) -> Entry | None:
    """The guide's entry that this group meets, or None."""
    return next((each for each in GUIDE if any(m.meets(group) for m in each.matches)), None)


def ordinary_for(group: Group) -> Ordinary | None:
    """The rule by which this group waits as it should, or None. Its number is not looked at."""
    return next((each for each in ORDINARY if any(m.meets(group) for m in each.matches)), None)
