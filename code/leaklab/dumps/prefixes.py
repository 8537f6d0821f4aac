"""Any prefix of lines that is not known by its shape: found before a goroutine's first line.

What stands there, its time apart, is a kind of prefix, and one program's; lines with another are
another's.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from leaklab.dumps import shows

TIME = re.compile(
    r"\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z| ?[+-]\d\d:?\d\d| UTC)?"
    r"|(?:[A-Z][a-z]{2},? )?[A-Z][a-z]{2} {1,2}\d{1,2} (?:\d{4} )?\d\d:\d\d:\d\d(?:\.\d{1,9})?"
    r"|\d{1,2}[/ -][A-Z][a-z]{2}[/ -]\d{4}[: ]\d\d:\d\d:\d\d(?: [+-]\d{4})?"
    r"|[IWEFDT]\d{4} \d\d:\d\d:\d\d\.\d{1,9}"
    r"|\d\d:\d\d:\d\d(?:[.,]\d{1,9})?"
    r"|(?<![\d.])\d{10}(?:\.\d{1,9}|\d{3,9})?(?![\d.])"
    r"|^\d{1,9}(?=[:-])"
    r"|^ {0,9}\d{1,9}(?= +(?:\d{4}[-/]\d\d|\d\d:\d\d:|[A-Z][a-z]{2} ))"
    r"|(?<=  )\d{1,9}(?= |$)|\[ {0,9}\d{1,9}\.\d{6}\]"
)
MOST_PREFIXES = 32
SPACES = re.compile(r"( +)")
PARTS = re.compile(r":\d+(?:[.,]\d+)?|\d+(?:[.,]\d+)?|[A-Za-z]+|\s+|.")
NEAR = 6  # lines after a dump's first line, of which one must have its prefix


class Inside(NamedTuple):
    """A program's lines without their prefix."""

    text: str
    framing: str
    left_out: int
    """Lines that have another prefix, or none."""


def without(text: str) -> Iterator[Inside]:
    """Each program's lines; none where most dumps begin their line."""
    prefixes = _prefixes(text)
    if not prefixes:
        return
    lines = text.split("\n")
    if not _go_on(lines, prefixes):
        heads = "\n".join(_without_head_prefix(line) for line in lines)
        yield Inside(heads, "prefixed first lines", 0)
        return
    full = sum(bool(line.strip()) for line in lines)
    for prefix in prefixes:
        rests = [line[found.end() :] for line in lines if (found := prefix.match(line))]
        inside = "\n".join(rests) + ("\n" if text.endswith("\n") else "")
        yield Inside(inside, "prefixed lines", max(0, full - len(rests)))


def _prefixes(text: str) -> list[re.Pattern[str]]:
    """A pattern for each kind of prefix before a dump's first lines; none if most have none."""
    known: dict[tuple[str, bool], re.Pattern[str]] = {}
    bare = prefixed = line_ends = 0
    for found in shows.shown(text):
        if found.start() < line_ends:
            continue  # only the first on its line counts
        line_ends = text.find("\n", found.start()) % (len(text) + 1)
        start = text.rfind("\n", 0, found.start()) + 1
        before = text[start : found.start()]
        if len(before) > shows.LONGEST_PREFIX or not shows.is_head(text, found):
            continue
        if not before.strip(" \t["):
            bare += 1
            continue
        prefixed += 1
        kind = _kind(before.rstrip().removesuffix("[")), before[-1:].isspace()
        if kind not in known and len(known) < MOST_PREFIXES:
            known[kind] = _pattern(*kind)
    return list(known.values()) if prefixed > bare else []


def _kind(prefix: str) -> str:
    """A pattern for prefixes like this one, with another time or number of a line."""
    parts, end = [], 0
    for found in TIME.finditer(prefix):
        parts += [_plain(prefix[end : found.start()]), _like(found[0])]
        end = found.end()
    return "".join([*parts, _plain(prefix[end:])])


def _plain(text: str) -> str:
    return "".join(" {1,40}" if part.isspace() else re.escape(part) for part in SPACES.split(text))


def _like(time: str) -> str:
    """A pattern for times of the same shape, with or without a fraction of a second."""
    return "".join(map(_like_part, PARTS.findall(time)))


def _like_part(part: str) -> str:
    if part[0] == ":":
        return r":\d{1,2}(?:[.,]\d{1,12})?"
    if part[0].isdigit():
        return r"\d{1,12}(?:[.,]\d{1,12})?"
    if part.isspace():
        return " {0,40}"
    return "[A-Za-z]{1,9}" if part.isalpha() else re.escape(part)


def _pattern(kind: str, spaced: bool) -> re.Pattern[str]:
    """The prefix on any line: a space or an end where a space was."""
    return re.compile(kind + (r"(?: |(?=\t)|\s*$)" if spaced else ""))


def _go_on(lines: list[str], prefixes: list[re.Pattern[str]]) -> bool:
    """Whether the lines after a dump's first lines have the prefix too, others' lines between."""
    any_prefix = re.compile("|".join(f"(?:{prefix.pattern})" for prefix in prefixes))
    after = with_prefix = 0
    for at, line in enumerate(lines):
        if shows.first(line):
            near = [each for each in lines[at + 1 : at + NEAR] if each.strip()]
            after += bool(near)
            with_prefix += any(map(any_prefix.match, near))
    return 2 * with_prefix >= after


def _without_head_prefix(line: str) -> str:
    found = shows.first(line)
    return line[found.start() :] if found and shows.is_head(line, found) else line
