"""Frames that are known by their shape: the text without its frame, or None where it is another."""

import html
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator

from leaklab.dumps import shows

TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,300}>")
CRI = re.compile(r"\S{1,40} (stdout|stderr) ([FP])(?: |$)")


def from_json_lines(text: str) -> str | None:
    """Docker's json-file, journalctl -o json, zap, logrus, slog: one JSON object a line."""
    shown = shows.first(text)
    if shown is None or _json_object(shows.line_of(text, shown)) is None:
        return None
    lines = [line for line in text.split("\n") if line.strip()]
    objects = [found for line in lines if (found := _json_object(line)) is not None]
    if not objects or 2 * len(objects) < len(lines):
        return None
    values = [dict(_strings(each)) for each in objects]
    dumps = Counter(
        key for each in values for key, value in each.items() for _ in shows.shown(value)
    )
    if not dumps:
        return None
    key = dumps.most_common(1)[0][0]
    kept = [each[key] for each in values if key in each]
    return "".join(value if value.endswith("\n") else f"{value}\n" for value in kept)


def _json_object(line: str) -> dict[str, object] | None:
    start = line.find("{")
    if start < 0 or start > shows.LONGEST_PREFIX or not line.rstrip().endswith("}"):
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
    shown = shows.first(text)
    if shown is None or CRI.match(shows.line_of(text, shown)) is None:
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
    return max(texts.values(), key=lambda text: len(shows.shown(text)))


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
        found = shows.first(line)
        if found and "\\n" in line[found.start() :]:
            unescaped = line.replace("\\n", "\n").replace("\\t", "\t").replace('\\"', '"')
            start = shows.first(unescaped)
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
