"""What logs and pages put around a dump, taken off again.

A framing turns a text into the text that the program wrote. Those that are known by their shape
(JSON, HTML, CRI ...) are functions in `FRAMINGS`; any other prefix of lines is found by what stands
before a goroutine's first line, its time apart. They are tried until none finds anything more, for
one comes inside another: a JSON log in `kubectl logs --prefix`.
"""

import html
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import NamedTuple

ROUNDS = 4
# Where a dump shows, in whatever frame: a goroutine's first line, or a debug=1 text's.
# Each pattern begins with plain letters, which are found fast.
SHOWS = (
    re.compile(r"goroutine \d{1,18} (?:\w+=\S{0,40} ){0,3}\["),
    re.compile(r"goroutine(?:leak)? profile: total \d"),
    re.compile(r"Goroutine \d{1,18} in state "),
)
ANSI = re.compile(r"\x1b\[[0-9;]{0,40}[A-Za-z]")
TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,300}>")
TIME = re.compile(
    r"\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z| ?[+-]\d\d:?\d\d| UTC)?"
    r"|(?:[A-Z][a-z]{2},? )?[A-Z][a-z]{2} {1,2}\d{1,2} (?:\d{4} )?\d\d:\d\d:\d\d(?:\.\d{1,9})?"
    r"|\d{1,2}[/ -][A-Z][a-z]{2}[/ -]\d{4}[: ]\d\d:\d\d:\d\d(?: [+-]\d{4})?"
    r"|[IWEFDT]\d{4} \d\d:\d\d:\d\d\.\d{1,9}"
    r"|\d\d:\d\d:\d\d(?:[.,]\d{1,9})?"
    r"|(?<![\d.])\d{10}(?:\.\d{1,9}|\d{3,9})?(?![\d.])"
    r"|^\d{1,9}(?=[:-])|(?<=  )\d{1,9}(?= |$)|\[ {0,9}\d{1,9}\.\d{6}\]"
)
ISO = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,]\d{1,9})?(Z|[+-]\d\d:?\d\d)?")
LONGEST_PREFIX = 400
MOST_PREFIXES = 32
SPACES = re.compile(r"( +)")
PARTS = re.compile(r":\d+(?:[.,]\d+)?|\d+(?:[.,]\d+)?|[A-Za-z]+|\s+|.")
NEAR = 6  # lines after a dump's first line, of which one must have its prefix
HEAD_ENDS = re.compile(r"\](?: ?(?:labels:)? ?\{.*\})?:?$|profile: total \d+$|top of the stack:$")
CRI = re.compile(r"\S{1,40} (stdout|stderr) ([FP])(?: |$)")


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
            ((name, changed) for name, take in FRAMINGS.items() if (changed := take(text))), None
        )
        if found is None:
            break
        names.append(found[0])
        text = tidied(found[1])
    for stream in _by_prefix(text):
        label = " in ".join([*([stream.framing] if stream.framing else []), *reversed(names)])
        yield stream._replace(taken=stream.taken or taken, framing=label)


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


def _shown(text: str) -> list[re.Match[str]]:
    """Where dumps show, in the order of the text."""
    found = [each for pattern in SHOWS for each in pattern.finditer(text)]
    return sorted(found, key=lambda each: each.start())


def _first(text: str) -> re.Match[str] | None:
    """Where the first dump shows."""
    found = [each for pattern in SHOWS if (each := pattern.search(text))]
    return min(found, key=lambda each: each.start(), default=None)


def _line_of(text: str, found: re.Match[str]) -> str:
    """The whole line on which it shows, up to a million characters."""
    start = text.rfind("\n", 0, found.start()) + 1
    end = text.find("\n", found.start())
    return text[start : min(end if end >= 0 else len(text), start + 1_000_000)]


def _when(text: str) -> datetime | None:
    """The time that stands near the first dump, if it has its year and its zone."""
    found = _first(text)
    if found is None:
        return None
    line = text.rfind("\n", 0, found.start()) + 1
    times = list(ISO.finditer(text, max(line, found.start() - LONGEST_PREFIX), found.start()))
    if not times:
        return None
    day, clock, zone = times[0].groups()
    try:
        return datetime.fromisoformat(f"{day}T{clock}{(zone or 'Z').replace('Z', '+00:00')}")
    except ValueError:
        return None


# ---- frames known by their shape: the text without it, or None where it is another


def from_json_lines(text: str) -> str | None:
    """Docker's json-file, journalctl -o json, zap, logrus, slog: one JSON object a line."""
    shown = _first(text)
    if shown is None or _json_object(_line_of(text, shown)) is None:
        return None
    lines = [line for line in text.split("\n") if line.strip()]
    objects = [found for line in lines if (found := _json_object(line)) is not None]
    if not objects or 2 * len(objects) < len(lines):
        return None
    values = [dict(_strings(each)) for each in objects]
    dumps = Counter(key for each in values for key, value in each.items() for _ in _shown(value))
    if not dumps:
        return None
    key = dumps.most_common(1)[0][0]
    kept = [each[key] for each in values if key in each]
    return "".join(value if value.endswith("\n") else f"{value}\n" for value in kept)


def _json_object(line: str) -> dict[str, object] | None:
    start = line.find("{")
    if start < 0 or start > LONGEST_PREFIX or not line.rstrip().endswith("}"):
        return None
    try:
        found = json.loads(line[start:])
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _strings(value: object, path: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    """All texts in a JSON value, each under its path. journald writes some as lists of bytes."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict) and depth < 8:
        for key, inner in value.items():
            yield from _strings(inner, f"{path}.{key}", depth + 1)
    elif isinstance(value, list) and value and all(isinstance(each, int) for each in value):
        yield path, bytes(each for each in value if 0 <= each < 256).decode(errors="replace")
    elif isinstance(value, list) and depth < 8:
        for inner in value:
            yield from _strings(inner, path, depth + 1)


def from_cri(text: str) -> str | None:
    """Kubernetes' container logs: `TIME stderr F line`, a P where a line goes on in the next."""
    shown = _first(text)
    if shown is None or CRI.match(_line_of(text, shown)) is None:
        return None
    lines = text.split("\n")
    found = [CRI.match(line) for line in lines]
    if 2 * sum(each is not None for each in found) < len([line for line in lines if line.strip()]):
        return None
    pieces: dict[str, list[str]] = {"stdout": [], "stderr": []}
    for line, each in zip(lines, found, strict=True):
        if each is not None:
            pieces[each[1]].append(line[each.end() :] + ("" if each[2] == "P" else "\n"))
    texts = {name: "".join(parts) for name, parts in pieces.items()}
    return max(texts.values(), key=lambda text: len(_shown(text)))


def from_html(text: str) -> str | None:
    """A page that was saved: tags out, entities as what they stand for."""
    if not re.search(r"<(?:pre|html|body|code|br)\b|&(?:lt|gt|amp|#34|quot|#39);", text):
        return None
    return html.unescape(TAG.sub("", re.sub(r"<br ?/?>", "\n", text)))


def from_escaped(text: str) -> str | None:
    """A dump written as one string: `goroutine 1 [running]:\\n main.main()\\n\\t/src ...`."""
    if "\\n" not in text:
        return None
    changed, any_changed = [], False
    for line in text.split("\n"):
        found = _first(line)
        if found and "\\n" in line[found.start() :]:
            unescaped = line.replace("\\n", "\n").replace("\\t", "\t").replace('\\"', '"')
            start = _first(unescaped)
            assert start is not None
            head = unescaped[: start.start()].rpartition("\n")
            changed += [*filter(None, [head[0]]), unescaped[start.start() :]]
            any_changed = True
        else:
            changed.append(line)
    return "\n".join(changed) if any_changed else None


FRAMINGS: dict[str, Callable[[str], str | None]] = {
    "JSON lines": from_json_lines,
    "CRI": from_cri,
    "HTML": from_html,
    "a string": from_escaped,
}


# ---- any other prefix, by what stands before a goroutine's first line


def _by_prefix(text: str) -> Iterator[Stream]:
    prefixes = _prefixes(text)
    if not prefixes:
        yield Stream(text)
        return
    lines = text.split("\n")
    if not _go_on(lines, prefixes):
        heads = "\n".join(_without_head_prefix(line) for line in lines)
        yield Stream(heads, framing="prefixed first lines")
        return
    full = sum(bool(line.strip()) for line in lines)
    for prefix in prefixes:
        rests = [line[found.end() :] for line in lines if (found := prefix.match(line))]
        inside = "\n".join(rests) + ("\n" if text.endswith("\n") else "")
        yield Stream(inside, _when(text), "prefixed lines", max(0, full - len(rests)))


def _prefixes(text: str) -> list[re.Pattern[str]]:
    """A pattern for each kind of prefix before a dump's first lines; none if most have none."""
    known: dict[tuple[str, bool], re.Pattern[str]] = {}
    bare = prefixed = line_ends = 0
    for found in _shown(text):
        if found.start() < line_ends:
            continue  # only the first on its line counts
        line_ends = text.find("\n", found.start()) % (len(text) + 1)
        start = text.rfind("\n", 0, found.start()) + 1
        before = text[start : found.start()]
        if len(before) > LONGEST_PREFIX or not _is_head(text, found):
            continue
        if not before.strip(" \t["):
            bare += 1
            continue
        prefixed += 1
        kind = _kind(before.rstrip().removesuffix("[")), before[-1:].isspace()
        if kind not in known and len(known) < MOST_PREFIXES:
            known[kind] = _pattern(*kind)
    return list(known.values()) if prefixed > bare else []


def _is_head(text: str, found: re.Match[str]) -> bool:
    """Whether the line ends as a dump's first line does: not a sentence about a goroutine."""
    end = text.find("\n", found.start(), found.start() + 8000)
    line = text[found.start() : end if end >= 0 else found.start() + 8000].rstrip()
    return HEAD_ENDS.search(line) is not None


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
    after = with_prefix = 0
    for at, line in enumerate(lines):
        if _first(line):
            near = [each for each in lines[at + 1 : at + NEAR] if each.strip()]
            after += bool(near)
            with_prefix += any(prefix.match(each) for prefix in prefixes for each in near)
    return 2 * with_prefix >= after


def _without_head_prefix(line: str) -> str:
    found = _first(line)
    return line[found.start() :] if found and _is_head(line, found) else line
