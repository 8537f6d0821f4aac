"""From a file's bytes to dumps, whichever form it has and whatever a log put around it."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import replace

from leaklab.dumps import counted, framings, packed, refusals, traces
from leaklab.dumps.values import DEADLOCK, GOLEAK, LEAK_CHECK, PANIC, Dump, Group

UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
SHOWN = 5  # lines that a remark names
FRAME_BEFORE = re.compile(r"^\S.*\)\n[ \t]+\S.*:\d+ \+|\A\s*/\S+:\d+ \+0x", re.MULTILINE)


def read(data: bytes, name: str = "-") -> Dump:
    """The dump in a file's bytes: the largest, where there are several.

    Raises ValueError that says what was given, and how to get a dump, where there is none.
    """
    return max(read_all(data, name), key=lambda dump: dump.total)


def read_all(data: bytes, name: str = "-") -> tuple[Dump, ...]:
    """All dumps in a file's bytes, in their order, at least one; a log may hold several.

    Nothing is passed over in silence: a Dump's `notes` say what is missing or was not read.
    Raises ValueError as `read` does.
    """
    if packed.looks_packed(data):
        message = packed.unpacked(data)
        if data[:2] != packed.GZIP or not _is_text(message):
            return (packed.read_packed(message, name),)
        data = message
    text = _decoded(data)
    dumps = tuple(dump for stream in framings.streams(text) for dump in _in_stream(stream, name))
    if not dumps:
        raise ValueError(refusals.why_not(data, text))
    return dumps


def read_series(data: bytes, name: str = "-") -> tuple[Dump, ...]:
    """The dumps in a file that can be compared: those in the form of the largest.

    A comment in an issue holds a profile and, for an example, one stack in another form. What is
    left aside is said in the largest one's notes. Raises ValueError as `read` does.
    """
    every = read_all(data, name)
    largest = max(every, key=lambda dump: dump.total)
    kept = [dump for dump in every if dump.form == largest.form]
    aside = len(every) - len(kept)
    if aside:
        note = (
            f"{aside} more {_plural(aside, 'dump')} of another form "
            f"{'stands' if aside == 1 else 'stand'} in the same text, and "
            f"{'is' if aside == 1 else 'are'} left aside"
        )
        at = kept.index(largest)
        kept[at] = replace(largest, notes=(*largest.notes, note))
    return tuple(kept)


def _is_text(message: bytes) -> bool:
    return b"goroutine" in message[: 1 << 20] and b"\x00" not in message[:4096]


def _decoded(data: bytes) -> str:
    if data.startswith(UTF_16):
        return data.decode("utf-16", errors="replace")
    if data[1:2] == b"\x00" and data[3:4] == b"\x00":
        return data.decode("utf-16-le", errors="replace")
    return data.decode("utf-8", errors="replace")


def _in_stream(stream: framings.Stream, name: str) -> Iterator[Dump]:
    found = [*_counted(stream, name), *_traces(stream, name)]
    for _, dump in sorted(found, key=lambda each: each[0]):
        yield dump


def _counted(stream: framings.Stream, name: str) -> Iterator[tuple[int, Dump]]:
    for profile in counted.profiles(stream.text):
        if profile.kind not in counted.GOROUTINES:
            continue
        notes = [
            *_missing(sum(group.count for group in profile.groups), profile.stated),
            *_broken_off(profile.cut, stream),
            *_left_out(profile.left_out, stream),
            *_unread(profile.foreign, stream),
        ]
        cut = bool(profile.cut or profile.left_out or profile.stated is None)
        taken = stream.taken
        yield (
            profile.line,
            Dump(name, "debug=1", profile.groups, profile.stated, tuple(notes), taken, cut),
        )


def _traces(stream: framings.Stream, name: str) -> Iterator[tuple[int, Dump]]:
    if not re.search(r"oroutine \d|instances of:", stream.text):
        return
    for section in traces.sections(stream.text):
        begun_before = tuple(_begun_before(section.before))
        notes = [
            *begun_before,
            *_broken_off(section.cut, stream),
            *_elided(section.groups),
            *_left_out(section.left_out, stream),
            *_unread(tuple(at for at in section.foreign if at != section.cut), stream),
            *_heads_alone(section.groups),
            *_tests(section.before),
        ]
        form = _form(section.before)
        cut = bool(begun_before or section.cut or section.left_out)
        yield section.line, Dump(name, form, section.groups, None, tuple(notes), stream.taken, cut)


FORMS = (
    (re.compile(r"SIGQUIT: quit|SIGABRT: abort"), "SIGQUIT"),
    (re.compile(r"found unexpected goroutines|Goroutine \d+ in state .*of the stack:"), GOLEAK),
    (re.compile(r"fatal error: all goroutines are asleep - deadlock!"), DEADLOCK),
    (re.compile(r"panic: test timed out"), "testing"),
    (
        re.compile(r"^Too many goroutines running after|instances of:$|[Ll]eaked goroutine", re.M),
        LEAK_CHECK,
    ),
    (re.compile(r"^\s*(?:panic: |fatal error: |\[signal )", re.MULTILINE), PANIC),
)


def _form(before: str) -> str:
    return next((form for shows, form in FORMS if shows.search(before)), "debug=2")


def _missing(read: int, stated: int | None) -> Iterator[str]:
    if stated is None:
        yield "the first line, with the total, is missing: there may have been more"
    elif read < stated:
        yield f"{read} of {stated} goroutines were read; {stated - read} are missing"
    elif read > stated:
        yield f"{read} goroutines were read, and the first line says {stated}"


def _broken_off(line: int, stream: framings.Stream) -> Iterator[str]:
    if line:
        yield f"the text breaks off in the middle of a stack, on line {line}{_of(stream)}"


def _begun_before(before: str) -> Iterator[str]:
    if FRAME_BEFORE.search(before):
        yield "the text begins in the middle of a stack: what came before is missing"


def _elided(groups: tuple[Group, ...]) -> Iterator[str]:
    count = sum(group.count for group in groups if group.elided)
    if count:
        yield f"Go left frames out of the middle of {count} deep {_plural(count, 'stack')}"


def _heads_alone(groups: tuple[Group, ...]) -> Iterator[str]:
    if not any(group.frames or group.created_by for group in groups):
        yield "only first lines of goroutines are here, and no stack: give the whole text"


def _tests(before: str) -> Iterator[str]:
    """Which tests were running, where go test says so."""
    if found := re.search(r"running tests:\n((?:[ \t]+\S[^\n]*\n)+)", before):
        names = [line.strip() for line in found[1].splitlines()]
        yield f"running {_plural(len(names), 'test')}: {', '.join(names)}"


def _left_out(lines: tuple[int, ...], stream: framings.Stream) -> Iterator[str]:
    if lines:
        yield (
            f"somebody has left something out, with `...` on {_plural(len(lines), 'line')} "
            f"{_shown(lines)}{_of(stream)}: what is counted here is not all"
        )


def _shown(lines: tuple[int, ...]) -> str:
    return ", ".join(map(str, lines[:SHOWN])) + (" and more" if len(lines) > SHOWN else "")


def _unread(lines: tuple[int, ...], stream: framings.Stream) -> Iterator[str]:
    if lines:
        count = len(lines)
        yield (
            f"{count} {_plural(count, 'line')} inside the dump could not be read: "
            f"{_plural(count, 'line')} {_shown(lines)}{_of(stream)}"
        )


def _of(stream: framings.Stream) -> str:
    return f" (counted without what {stream.framing} put around it)" if stream.framing else ""


def _plural(count: int, word: str) -> str:
    return word if count == 1 else f"{word}s"
