"""A dump in other forms: a table, JSON, folded stacks, Go's debug=1 again, profile.proto."""

import json
import textwrap
from collections import Counter
from collections.abc import Sequence
from typing import Any

from leaklab.dumps import places
from leaklab.dumps.growth import Change, Growth
from leaklab.dumps.meaning import QUESTIONS, Judged, Verdict, minutes_of
from leaklab.dumps.rules import Entry
from leaklab.dumps.values import Dump, Frame, Group

FORMATS = ("table", "json", "folded", "debug1", "proto")
CALLERS = 2  # of the telling frame, in a table
WIDTH = 96
KINDS = {
    "leak": "A leak whose story is known",
    "suspect": "Worth a look",
    "symptom": "Waits for others",
    "cost": "A cost, which ends",
    "unclear": "Too few to say, or no growth",
    "ordinary": "Waits as it should",
}


def table(judged: Judged, top: int = 10, site: str = "") -> str:
    """The dump for a terminal: what was read, then the groups by what they mean.

    `top` groups are shown of each kind. `site` is the address of the book, for links.
    """
    dump = judged.dump
    names = places.short_names(frame for group in dump.groups for frame in _shown_frames(group))
    lines = [head_line(dump), *(f"  ! {note}" for note in dump.notes)]
    for kind, title in KINDS.items():
        verdicts = judged.of_kind(kind)
        if not verdicts:
            continue
        lines += ["", f"{title}: {judged.count(kind)}"]
        if kind == "ordinary":
            lines += _ordinary(verdicts, top)
            continue
        for verdict in verdicts[:top]:
            lines += _block(verdict, names, site)
        if len(verdicts) > top:
            rest = sum(each.group.count for each in verdicts[top:])
            lines.append(f"  and {len(verdicts) - top} more stacks with {rest}; --top shows more")
    if any(each.entry is None for each in judged.of_kind("suspect")):
        lines += ["", "Four questions for a stack that the guide does not know:"]
        lines += [f"  {at}. {question}" for at, question in enumerate(QUESTIONS, start=1)]
    return "\n".join(lines) + "\n"


def head_line(dump: Dump) -> str:
    """`dump.txt: 45,012 goroutines on 31 stacks (debug=2)`."""
    of = f" of {dump.stated:,}" if dump.missing else ""
    when = f", taken {dump.taken:%Y-%m-%d %H:%M:%S}" if dump.taken else ""
    goroutines = "goroutine" if dump.total == 1 and not dump.missing else "goroutines"
    stacks = "1 stack" if len(dump.groups) == 1 else f"{len(dump.groups)} stacks"
    return f"{dump.name}: {dump.total:,}{of} {goroutines} on {stacks} ({dump.form}{when})"


def _shown_frames(group: Group) -> Sequence[Frame]:
    at = places.telling(group.frames)
    frames = group.frames[max(0, at - 1) : at + 1 + CALLERS]
    return [*frames, *([group.created_by] if group.created_by else [])]


def _block(verdict: Verdict, names: dict[Frame, str], site: str) -> list[str]:
    group = verdict.group
    at = places.telling(group.frames)
    lines = [f"{group.count:>7}  {about(group)}"]
    if at and not group.frames[at - 1].function.startswith("runtime."):
        lines.append(f"         in {names[group.frames[at - 1]]}")
    lines += [
        f"         {'at' if number == 0 else '  called by'} {names[frame]}"
        for number, frame in enumerate(group.frames[at : at + 1 + CALLERS])
        if frame.function != "runtime.goexit"
    ]
    if group.created_by:
        lines.append(f"         started by {names[group.created_by]}")
    for text, count in list(group.labels.items())[:3]:
        lines.append(f"         {count} with {text}")
    if verdict.entry is not None and verdict.kind != "unclear":
        lines += _story(verdict.entry, site)
    return [*lines, *(f"       - {reason}" for reason in verdict.reasons)]


def _story(entry: Entry, site: str) -> list[str]:
    texts = [entry.what, *(f"{title}: {text}" for title, text in _advice(entry) if text)]
    page = f"{site}{entry.chapter}" if site else f"the book's {entry.chapter}"
    wrapped = [line for text in texts for line in textwrap.wrap(text, WIDTH - 9)]
    read = [f"Read: {page}", *(f"      {source}" for source in entry.sources)]
    return [f"       = {entry.title}", *(f"         {line}" for line in [*wrapped, *read])]


def _advice(entry: Entry) -> list[tuple[str, str]]:
    return [("Versions", entry.versions), ("Now", entry.now), ("Later", entry.later)]


def about(group: Group) -> str:
    """State, minutes and marks of a group: `chan send, 3 to 58 minutes (median 20), leaked`."""
    parts = [group.state or "state not in this form"]
    if group.minutes:
        least, middle, most = minutes_of(group)
        parts.append(f"{most} min" if least == most else f"{least} to {most} min (median {middle})")
    if group.elided:
        parts.append("frames left out")
    return ", ".join([*parts, *sorted(group.marks)])


def _ordinary(verdicts: Sequence[Verdict], top: int) -> list[str]:
    counts: Counter[str] = Counter()
    for verdict in verdicts:
        counts[verdict.title] += verdict.group.count
    lines = [f"{count:>7}  {title}" for title, count in counts.most_common(top)]
    return [*lines, *([f"  and {len(counts) - top} more kinds"] if len(counts) > top else [])]


def growth_table(growth: Growth, dumps: Sequence[Dump], top: int = 10) -> str:
    """What changed between dumps, for a terminal: what grew most first."""
    changed = growth.changed
    span = f" in {growth.minutes:.1f} minutes" if growth.minutes else ""
    total = dumps[-1].total - dumps[0].total
    names = places.short_names(frame for each in changed for frame in _shown_frames(each.group)[:3])
    lines = [
        *(head_line(dump) for dump in dumps),
        *(f"  ! {dump.name}: {note}" for dump in dumps for note in dump.notes),
        *(f"  ! {note}" for note in growth.notes),
        "",
        f"Changed: {total:+d}{span}; {len(changed)} stacks of {len(growth.changes)} are not as "
        "they were",
    ]
    for change in changed[:top]:
        lines += _change(change, names)
    if len(changed) > top:
        lines.append(f"  and {len(changed) - top} more; --top shows more")
    return "\n".join(lines) + "\n"


def _change(change: Change, names: dict[Frame, str]) -> list[str]:
    group = change.group
    at = places.telling(group.frames)
    rate = f", {change.per_minute:+.1f} a minute" if change.per_minute is not None else ""
    counts = " to ".join(map(str, change.counts))
    state = f" {group.state}" if group.state else ""
    frames = group.frames[at : at + 1]
    where = " ".join(names.get(frame, frame.function) for frame in frames)
    return [f"{change.growth:>+7} ({counts}{rate}){state}: {where}"]


def json_text(all_judged: Sequence[Judged], growth: Growth | None = None) -> str:
    """All dumps and what grew, as JSON: {dumps: [`json_value`], growth: `growth_value` | null}."""
    value = {
        "dumps": [json_value(each) for each in all_judged],
        "growth": growth_value(growth) if growth else None,
    }
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def json_value(judged: Judged) -> dict[str, Any]:
    """A dump with its verdicts as plain values.

    {name, form, total, stated, missing, taken, program, notes, groups: [{count, state, minutes:
    {least, median, most} | null, frames: [{function, file, line}], telling, created_by, labels,
    marks, elided, ids, line, kind, title, reasons, guide: {id, ...} | null}]}
    """
    dump = judged.dump
    return {
        "name": dump.name,
        "form": dump.form,
        "total": dump.total,
        "stated": dump.stated,
        "missing": dump.missing,
        "taken": dump.taken.isoformat() if dump.taken else None,
        "program": dump.program,
        "notes": list(dump.notes),
        "groups": [_group_value(verdict) for verdict in judged.verdicts],
    }


def _group_value(verdict: Verdict) -> dict[str, Any]:
    group, entry = verdict.group, verdict.entry
    names = ("least", "median", "most")
    return {
        "count": group.count,
        "state": group.state,
        "minutes": dict(zip(names, minutes_of(group), strict=True)) if group.minutes else None,
        "frames": [frame._asdict() for frame in group.frames],
        "telling": places.telling(group.frames),
        "created_by": group.created_by._asdict() if group.created_by else None,
        "labels": dict(group.labels),
        "marks": sorted(group.marks),
        "elided": group.elided,
        "ids": list(group.ids),
        "line": group.line,
        "kind": verdict.kind,
        "title": verdict.title,
        "reasons": list(verdict.reasons),
        "guide": None
        if entry is None
        else {
            name: getattr(entry, name)
            for name in ("id", "title", "what", "versions", "now", "later", "sources", "chapter")
        },
    }


def growth_value(growth: Growth) -> dict[str, Any]:
    """What changed, as plain values for JSON."""
    return {
        "minutes": growth.minutes,
        "notes": list(growth.notes),
        "changes": [
            {
                "counts": list(each.counts),
                "growth": each.growth,
                "per_minute": each.per_minute,
                "rises": each.rises,
                "state": each.group.state,
                "frames": [frame._asdict() for frame in each.group.frames],
                "telling": places.telling(each.group.frames),
            }
            for each in growth.changed
        ],
    }


def folded(dump: Dump) -> str:
    """A line a stack, root first, for flame graphs: `main.main;main.serve;main.put 40`."""
    lines = []
    for group in dump.groups:
        frames = [_folded(frame.function) for frame in reversed(group.frames)]
        state = [f"[{group.state}]"] if group.state else []
        lines.append(f"{';'.join([*frames, *state]) or '?'} {group.count}")
    return "".join(f"{line}\n" for line in lines)


def _folded(function: str) -> str:
    return function.replace(";", ",").replace("\n", " ")


def debug1(dump: Dump) -> str:
    """Go's debug=1 text again, with numbers of our own for addresses."""
    addresses: dict[Frame, int] = {}
    counts: Counter[tuple[tuple[Frame, ...], str]] = Counter()
    for group in dump.groups:  # this form has no states: a stack comes once
        alike = len(group.labels) == 1 and sum(group.labels.values()) == group.count
        counts[group.frames, next(iter(group.labels)) if alike else ""] += group.count
    lines = [f"goroutine profile: total {dump.total}"]
    for (frames, labels), count in counts.most_common():
        at = [addresses.setdefault(frame, 0x1000 + 16 * len(addresses)) for frame in frames]
        lines.append(f"{count} @ {' '.join(f'{each + 1:#x}' for each in at)}".rstrip())
        if labels:
            lines.append(f"# labels: {labels}")
        lines += [
            f"#\t{address:#x}\t{frame.function}+0x0\t{frame.file}:{frame.line}"
            for address, frame in zip(at, frames, strict=True)
        ]
        lines.append("")
    return "\n".join(lines) + "\n"


def proto(dump: Dump) -> bytes:
    """A gzipped profile.proto for `go tool pprof`; states are labels."""
    from leaklab.tasks.profile.frames import Frame as TaskFrame  # late, as in `packed`
    from leaklab.tasks.profile.proto import gzipped, message_of

    counts: Counter[tuple[tuple[TaskFrame, ...], str]] = Counter()
    for group in dump.groups:
        frames = tuple(TaskFrame(each.function, each.file, each.line, 0) for each in group.frames)
        counts[frames, group.state] += group.count
    return gzipped(message_of(dump.program or dump.name, counts))
