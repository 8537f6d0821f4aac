"""A dump as logs, pages and chats bring it: each function puts something around every line."""

import html
import json
from collections.abc import Callable, Iterator


def _each(put: Callable[[str, int], str]) -> Callable[[str], str]:
    """Frame every line; `put` gets the line and its number."""
    return lambda text: "\n".join(put(line, at) for at, line in enumerate(text.split("\n")))


def _cri(text: str) -> str:
    return "\n".join(_cri_lines(text))


def _cri_lines(text: str) -> Iterator[str]:
    """Every third line in two parts, and standard output in between."""
    for at, line in enumerate(text.split("\n")):
        head = f"2026-03-04T05:06:07.{at:09d}Z stderr"
        if at % 3 == 2 and len(line) > 10:
            yield f"{head} P {line[:10]}"
            line = line[10:]
        yield f"{head} F {line}"
        if at % 4 == 0:
            yield f"2026-03-04T05:06:07.{at:09d}Z stdout F served request {at}"


def _jsonl(key: str, end: str = "", **others: object) -> Callable[[str], str]:
    return _each(lambda line, at: json.dumps({**others, key: line + end, "n": at}))


def _bytes(text: str) -> str:
    """journalctl -o json writes a line with a tab as a list of bytes."""
    return "\n".join(
        json.dumps({"MESSAGE": list(line.encode()) if "\t" in line else line, "_PID": "42"})
        for line in text.split("\n")
    )


def _export(text: str) -> str:
    return "".join(
        f"__REALTIME_TIMESTAMP=17000000000{at:05d}\n_PID=42\nMESSAGE={line}\n\n"
        for at, line in enumerate(text.split("\n"))
    )


def _interleaved(text: str) -> str:
    """Another process writes into the same journal."""
    return "\n".join(
        f"Mar 04 05:06:{at % 60:02d} host-a api[42]: {line}\n"
        f"Mar 04 05:06:{at % 60:02d} host-a other[77]: tick {at}"
        for at, line in enumerate(text.split("\n"))
    )


FRAMES: dict[str, Callable[[str], str]] = {
    "nothing": lambda text: text,
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "lone CR": lambda text: text.replace("\n", "\r"),
    "BOM": lambda text: "\ufeff" + text,
    "spaces for tabs": lambda text: text.replace("\t", "        "),
    "one space for a tab": lambda text: text.replace("\t", " "),
    "no indent at all": _each(lambda line, at: line.strip()),
    "indented": _each(lambda line, at: "    " + line),
    "trailing spaces": _each(lambda line, at: line + "   "),
    "doubled lines": lambda text: text.replace("\n", "\n\n"),
    "a sentence before and after": lambda text: f"On node b, after lunch:\n\n{text}\n\nAny idea?\n",
    "a fence": lambda text: f"See:\n```\n{text}\n```\n",
    "a quoted mail": _each(lambda line, at: f"> {line}".rstrip()),
    "a mail quoted twice": _each(lambda line, at: f"> > {line}".rstrip()),
    "a diff": _each(lambda line, at: f"+{line}"),
    "grep -n": _each(lambda line, at: f"{at + 1}:{line}"),
    "cat -n": _each(lambda line, at: f"{at + 1:6d}\t{line}"),
    "colours": _each(lambda line, at: f"\x1b[31m{line}\x1b[0m"),
    "journald": _each(lambda line, at: f"Mar 04 05:06:{at % 60:02d} host-a api[4242]: {line}"),
    "journald, ends stripped": _each(
        lambda line, at: f"Mar  4 05:06:{at % 60:02d} host-a api[4242]: {line}".rstrip()
    ),
    "journald, short-iso": _each(
        lambda line, at: f"2026-03-04T05:06:{at % 60:02d}+0100 host-a api[42]: {line}"
    ),
    "journald, short-precise": _each(
        lambda line, at: f"Mar 04 05:06:07.{at:06d} host-a api[42]: {line}"
    ),
    "journald, json": _jsonl("MESSAGE", _PID="42", PRIORITY="6"),
    "journald, json with bytes": _bytes,
    "journald, export": _export,
    "two processes in one journal": _interleaved,
    "dmesg": _each(lambda line, at: f"[ {at:4d}.{at:06d}] {line}"),
    "syslog 5424": _each(
        lambda line, at: f"<13>1 2026-03-04T05:06:07.{at:06d}Z host-a api 42 - - {line}"
    ),
    "CRI": _cri,
    "docker json-file": _jsonl("log", "\n", stream="stderr", time="2026-03-04T05:06:07.1Z"),
    "docker logs -t": _each(lambda line, at: f"2026-03-04T05:06:07.{at:09d}Z {line}"),
    "docker compose": _each(lambda line, at: f"web-1  | {line}"),
    "kubectl logs --prefix": _each(lambda line, at: f"[pod/web-7d9f/app] {line}"),
    "kubectl logs --prefix --timestamps": _each(
        lambda line, at: f"[pod/web-7d9f/app] 2026-03-04T05:06:07.{at:09d}Z {line}"
    ),
    "stern": _each(lambda line, at: f"web-7d9f app {line}"),
    "Heroku": _each(lambda line, at: f"2026-03-04T05:06:07.{at:06d}+00:00 app[web.1]: {line}"),
    "CloudWatch": _each(lambda line, at: f"2026-03-04T05:06:07.123Z\t{line}"),
    "klog on each line": _each(
        lambda line, at: f"E0304 05:06:07.{at:06d}       1 stacks.go:12] {line}"
    ),
    "the log package": _each(lambda line, at: f"2026/03/04 05:06:{at % 60:02d} {line}"),
    "the log package, with a place": _each(
        lambda line, at: f"2026/03/04 05:06:{at % 60:02d} main.go:7: {line}"
    ),
    "zap, a line an object": _jsonl("msg", level="error", ts=1700000000.1),
    "zap, one object": lambda text: json.dumps({"level": "error", "msg": "x", "stacktrace": text}),
    "GCP": lambda text: json.dumps({"jsonPayload": {"message": text}, "severity": "ERROR"}),
    "logrus": lambda text: f'time="2026-03-04T05:06:07Z" level=error msg={json.dumps(text)}',
    "a JSON text": lambda text: json.dumps(text),
    "JSON in a prefix": _each(
        lambda line, at: f"web-1  | {json.dumps({'log': line + chr(10), 'n': at})}"
    ),
    "HTML": lambda text: f"<html><body><pre>{html.escape(text)}</pre></body></html>",
    "no empty lines": lambda text: "\n".join(line for line in text.split("\n") if line.strip()),
    "CI, a time on each line": _each(lambda line, at: f"2026-03-04T05:06:07.{at:07d}Z {line}"),
    "a level and a logger": _each(
        lambda line, at: f"05:06:{at % 60:02d} ERROR [main] app - {line}"
    ),
    "a table's cells": _each(lambda line, at: f"| {line}"),
}
