"""What was given in place of a dump of goroutines, and what reads it."""

import re
from typing import NamedTuple


class Other(NamedTuple):
    """Something else that people have in hand: how it shows, what it is, what to do."""

    shows: re.Pattern[str]
    what: str


def _others(*pairs: tuple[str, str]) -> tuple[Other, ...]:
    return tuple(Other(re.compile(shows, re.MULTILINE), what) for shows, what in pairs)


HOW_TO_GET = (
    "a dump of goroutines comes from /debug/pprof/goroutine?debug=2, from `kill -QUIT PID`, "
    "or from a panic"
)
TEXTS = _others(
    (r"^\s*404 page not found", "it is Go's answer 404: the server has no such page; is pprof on?"),
    (r"^\s*(?:Unauthorized|Forbidden)\s*$|\"code\": ?40[13]", "the server refused: 401 or 403"),
    (
        r"^# runtime\.MemStats|^heap profile: ",
        "it is a heap profile; `go tool pprof` reads it, and goroutines are at "
        "/debug/pprof/goroutine",
    ),
    (r"^--- (?:contention|mutex):", "it is a profile of locks; `go tool pprof` reads it"),
    (r"^threadcreate profile: ", "it is a profile of threads that were made; ask for goroutine"),
    (r"^Full thread dump |^\"[^\"\n]{1,200}\" #\d+ ", "it is a thread dump of a Java program"),
    (
        r"^(?:Current thread|Thread) 0x[0-9a-f]+ .*most recent call first|^Fatal Python error",
        "it is Python's faulthandler: threads, not tasks; `leaklab.profile` finds tasks",
    ),
    (r"^Traceback \(most recent call last\):", "it is a Python traceback"),
    (r"^<!doctype html|^<html", "it is a web page without a dump in it"),
    (r"^[0-9a-f]{8,16}-[0-9a-f]{8,16} [r-][w-][x-]", "it is a process's memory map"),
    (r"^# (?:HELP|TYPE) \w+", "it is Prometheus' text; /metrics counts goroutines, it lists none"),
)
BINARIES = (
    (b"\x7fELF", "it is a program or a core file; `dlv core` reads a core of a Go program"),
    (b"MZ", "it is a Windows program"),
    (b"PK\x03\x04", "it is a zip; unpack it first"),
    (b"\xfd7zXZ", "it is packed with xz; unpack it first"),
    (b"\x28\xb5\x2f\xfd", "it is packed with zstd; unpack it first"),
    (b"BZh", "it is packed with bzip2; unpack it first"),
    (b"%PDF", "it is a PDF; copy its text"),
    (b"\x89PNG", "it is a picture; the text is needed"),
    (b"\xff\xd8\xff", "it is a picture; the text is needed"),
    (b"go 1.", "it is an execution trace; `go tool trace` reads it"),
)


def why_not(data: bytes, text: str) -> str:
    """A sentence on what this is, for somebody who gave it as a dump of goroutines."""
    if not data.strip():
        return f"it is empty; {HOW_TO_GET}"
    for begins, what in BINARIES:
        if data.startswith(begins):
            return what
    for shows, what in TEXTS:
        if shows.search(text, 0, 100_000):
            return what
    if data.count(b"\x00") > len(data) // 100:
        return f"it is binary, and no profile; {HOW_TO_GET}"
    return f"there is no goroutine in it; {HOW_TO_GET}"
