"""Two or more dumps of one process: what grew, what stayed, what went, by how much a minute."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from leaklab.dumps.values import Dump, Frame, Group

LITTLE_IN_COMMON = 0.2  # a smaller share of equal stacks is hardly one program (chosen)


@dataclass(frozen=True)
class Change:
    """One stack in all dumps: how many stood there each time."""

    counts: tuple[int, ...]
    group: Group
    """As the last dump that has it tells it."""
    per_minute: float | None
    """Growth a minute from the first dump to the last; None where times are not known."""

    @property
    def growth(self) -> int:
        """How many more there are in the last dump than in the first."""
        return self.counts[-1] - self.counts[0]

    @property
    def rises(self) -> bool:
        """Whether no dump has fewer than the one before, and the last has more."""
        return list(self.counts) == sorted(self.counts) and self.growth > 0


@dataclass(frozen=True)
class Growth:
    """All stacks of several dumps: those that changed first, what grew most on top."""

    changes: tuple[Change, ...]
    minutes: float | None
    """Between the first dump and the last."""
    notes: tuple[str, ...]
    """What makes the comparison uncertain."""
    sound: bool = True
    """Whether all dumps are whole: in a part of one, less is no sign that any have ended."""

    @property
    def changed(self) -> tuple[Change, ...]:
        """Those whose number is not the same in all."""
        return tuple(each for each in self.changes if len(set(each.counts)) > 1)


def changes(dumps: Sequence[Dump], times: Sequence[datetime | None] = ()) -> Growth:
    """What changed from dump to dump, in the order given: the oldest first.

    `times` say when each was taken, where the dumps do not. ValueError for fewer than two dumps.
    """
    if len(dumps) < 2:
        raise ValueError(f"{len(dumps)} dump was given; growth needs two or more of one process")
    taken = [dump.taken or given for dump, given in _with(dumps, times)]
    minutes = _minutes(taken)
    counts = [_counts(dump) for dump in dumps]
    last = {group.frames: group for dump in dumps for group in reversed(dump.groups)}
    found = [
        Change(
            tuple(each[frames] for each in counts),
            group,
            (counts[-1][frames] - counts[0][frames]) / minutes if minutes else None,
        )
        for frames, group in last.items()
    ]
    found.sort(key=lambda each: (-each.growth, -each.counts[-1], each.group.frames))
    sound = not any(dump.cut or dump.missing for dump in dumps)
    return Growth(tuple(found), minutes, tuple(_notes(dumps, counts, taken)), sound)


def _with(
    dumps: Sequence[Dump], times: Sequence[datetime | None]
) -> list[tuple[Dump, datetime | None]]:
    return list(zip(dumps, [*times, *[None] * (len(dumps) - len(times))], strict=True))


def _counts(dump: Dump) -> Counter[tuple[Frame, ...]]:
    """How many on each stack. States are left out: a debug=1 text has none to compare with."""
    counts: Counter[tuple[Frame, ...]] = Counter()
    for group in dump.groups:
        counts[group.frames] += group.count
    return counts


def _minutes(taken: Sequence[datetime | None]) -> float | None:
    first, last = taken[0], taken[-1]
    if first is None or last is None or (first.tzinfo is None) != (last.tzinfo is None):
        return None
    minutes = (last - first).total_seconds() / 60
    return minutes if minutes > 0 else None


def _notes(
    dumps: Sequence[Dump],
    counts: Sequence[Counter[tuple[Frame, ...]]],
    taken: Sequence[datetime | None],
) -> list[str]:
    notes = [
        f"{dump.name}: {dump.missing} goroutines are missing, so that a change may be no change"
        for dump in dumps
        if dump.missing
    ]
    notes += [
        f"{dump.name} is not whole, so that a change may be no change"
        for dump in dumps
        if dump.cut and not dump.missing
    ]
    known = [time for time in taken if time is not None]
    if known != sorted(known):
        notes.append("the files are not in the order of their times: give the oldest first")
    for dump, one in zip(dumps[1:], counts[1:], strict=True):
        common = len(counts[0].keys() & one.keys())
        if common < LITTLE_IN_COMMON * min(len(counts[0]), len(one)):
            notes.append(
                f"{dumps[0].name} and {dump.name} have {common} stacks in common: "
                "are they of one process?"
            )
    return notes
