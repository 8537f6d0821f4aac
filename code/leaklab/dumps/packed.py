"""Go's debug=0: a gzipped profile.proto, as `go tool pprof` reads it."""

import json
import zlib
from collections import Counter
from datetime import UTC, datetime
from typing import Any

from leaklab.dumps.values import Dump, Frame, Group
from leaklab.tasks.profile.proto import profile_class

GZIP = b"\x1f\x8b"
MOST_BYTES = 1 << 30  # of an unpacked profile: a small file may claim to hold any amount
STATE = "state"


def looks_packed(data: bytes) -> bool:
    """Whether this is gzip, or bytes that begin like a profile.proto."""
    return data.startswith(GZIP) or (data[:1] == b"\x0a" and b"\x00" in data[:4096])


def unpacked(data: bytes) -> bytes:
    """What was gzipped, or `data` itself. ValueError where it is broken or larger than 1 GiB."""
    if not data.startswith(GZIP):
        return data
    stream = zlib.decompressobj(wbits=31)
    try:
        plain = stream.decompress(data, MOST_BYTES)
    except zlib.error as error:
        raise ValueError(f"it is gzip, and broken: {error}") from None
    if stream.unconsumed_tail:
        raise ValueError(f"it is gzip, and holds more than {MOST_BYTES >> 20} MiB")
    if not stream.eof:
        raise ValueError("it is gzip, and cut off: fetch it again")
    return plain


def read_packed(message: bytes, name: str) -> Dump:
    """The goroutines in a profile.proto. ValueError for another kind of profile, or none."""
    profile = profile_class()()
    try:
        profile.ParseFromString(message)
        texts = list(profile.string_table)
        kinds = [texts[each.type] for each in profile.sample_type]
    except Exception:
        raise ValueError("it is binary, and no profile that pprof would read") from None
    place = next((at for at, kind in enumerate(kinds) if kind.startswith("goroutine")), None)
    if place is None:
        raise ValueError(
            f"it is a profile of {' and '.join(kinds) or 'nothing'}, not of goroutines; "
            "ask for /debug/pprof/goroutine"
        )
    groups = _Groups(profile, texts, leaked=kinds[place] == "goroutineleak").read(place)
    taken = datetime.fromtimestamp(profile.time_nanos / 1e9, UTC) if profile.time_nanos else None
    program = texts[profile.mapping[0].filename] if profile.mapping else ""
    return Dump(name, "debug=0", groups, taken=taken, program=program.rpartition("/")[2])


class _Groups:
    """Samples with equal stacks put together, most goroutines first."""

    def __init__(self, profile: Any, texts: list[str], *, leaked: bool) -> None:
        self._profile = profile
        self._texts = texts
        self._marks = frozenset({"leaked"} if leaked else ())
        self._functions = {each.id: each for each in profile.function}
        self._frames = {each.id: self._frames_at(each) for each in profile.location}

    def read(self, place: int) -> tuple[Group, ...]:
        counts: Counter[tuple[tuple[Frame, ...], str]] = Counter()
        labels: dict[tuple[tuple[Frame, ...], str], Counter[str]] = {}
        for sample in self._profile.sample:
            frames = tuple(
                frame for each in sample.location_id for frame in self._frames.get(each, ())
            )
            said = {self._text(each.key): self._value(each) for each in sample.label}
            key = (frames, str(said.pop(STATE, "")))
            count = sample.value[place] if place < len(sample.value) else 0
            counts[key] += count
            if said:
                text = json.dumps(said, ensure_ascii=False, sort_keys=True)
                labels.setdefault(key, Counter())[text] += count
        return tuple(
            Group(
                count,
                frames,
                state,
                labels=dict(labels.get((frames, state), Counter()).most_common()),
                marks=self._marks,
            )
            for (frames, state), count in counts.most_common()
            if count > 0
        )

    def _text(self, at: int) -> str:
        return self._texts[at] if 0 <= at < len(self._texts) else "?"

    def _value(self, label: Any) -> str | int:
        return self._text(label.str) if label.str else int(label.num)

    def _frames_at(self, location: Any) -> tuple[Frame, ...]:
        found = [self._frame(line) for line in location.line]
        return tuple(found) or (Frame(f"{location.address:#x}"),)

    def _frame(self, line: Any) -> Frame:
        function = self._functions.get(line.function_id)
        if function is None:
            return Frame("?")
        return Frame(self._text(function.name), self._text(function.filename), line.line)
