"""What logs and pages put around a dump, taken off again.

A framing turns a text into the text that the program wrote: those known by their shape are in
`shapes`, any other prefix of lines is found by `prefixes`. They are tried until none finds anything
more, for one comes inside another: a JSON log in `kubectl logs --prefix`.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from leaklab.dumps import prefixes, shapes, shows

ROUNDS = 4
ANSI = re.compile(r"\x1b\[[0-9;]{0,40}[A-Za-z]")
ISO = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,]\d{1,9})?(Z|[+-]\d\d:?\d\d)?")


class Stream(NamedTuple):
    """One program's lines, without their frame."""

    text: str
    taken: datetime | None = None
    """When, where a line with a dump says so, with its year."""
    framing: str = ""
    """What was taken off, by name; "" for nothing."""
    left_out: int = 0
    """Lines that were not of this stream."""


def streams(text: str) -> Iterator[Stream]:
    """Each program's text in a log. One, unchanged, where there is no frame."""
    text = tidied(text)
    if _is_bare(text):
        yield Stream(text)
        return
    taken = _when(text)
    names: list[str] = []
    for _ in range(ROUNDS):
        found = next(
            ((name, changed) for name, take in shapes.FRAMINGS.items() if (changed := take(text))),
            None,
        )
        if found is None:
            break
        names.append(found[0])
        text = tidied(found[1])
    inside = list(prefixes.without(text)) or [prefixes.Inside(text, "", 0)]
    for part in inside:
        label = " in ".join([*filter(None, [part.framing]), *reversed(names)])
        yield Stream(part.text, _when(text) or taken, label, part.left_out)


def tidied(text: str) -> str:
    """Plain ends of lines, no colours, no byte that stands for nothing."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\x1b" in text:
        text = ANSI.sub("", text)
    for odd, plain in (("\x00", ""), ("\ufeff", ""), ("\xa0", " "), ("\u2028", "\n")):
        if odd in text:
            text = text.replace(odd, plain)
    return _without_doubled_lines(text)


def _without_doubled_lines(text: str) -> str:
    """Each line of a text whose every second line is empty; the text, if it has no such."""
    sample = text[: 1 << 16].strip("\n").split("\n")
    if len(sample) < 8 or any(line.strip() for line in sample[1::2][:-1]):
        return text
    return "\n".join(text.strip("\n").split("\n")[::2]) + "\n"


def _is_bare(text: str) -> bool:
    """Whether nearly all first lines of a dump begin their line. Quick, for large plain dumps."""
    begins = all_of_them = 0
    for word in ("goroutine ", "[Goroutine "):
        begins += text.startswith(word) + text.count(f"\n{word}")
        all_of_them += text.count(word)
    all_of_them -= text.count(" in goroutine ")
    return begins > 0 and begins >= 0.9 * all_of_them and "\\ngoroutine" not in text


def _when(text: str) -> datetime | None:
    """The time that stands near the first dump, if it has its year and its zone."""
    found = shows.first(text)
    if found is None:
        return None
    line = text.rfind("\n", 0, found.start()) + 1
    times = list(ISO.finditer(text, max(line, found.start() - shows.LONGEST_PREFIX), found.start()))
    if not times:
        return None
    day, clock, zone = times[0].groups()
    try:
        return datetime.fromisoformat(f"{day}T{clock}{(zone or 'Z').replace('Z', '+00:00')}")
    except ValueError:
        return None
