"""`leaklab watch URL`: what grows among a server's goroutines, or a Python service's tasks."""

import contextlib
import signal
import sys
import time
from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import click

from leaklab.cli import fetch
from leaklab.dumps import places
from leaklab.dumps.values import Dump, Frame, Group
from leaklab.tasks.checks import check_number

PATH = "/debug/pprof/goroutine"
LOOKS_DRAWN = 24
BARS = "▁▂▃▄▅▆▇█"
NEEDS_RICH = "leaklab watch draws with rich; pip install 'leaklab[watch]', or use --plain"

Key = tuple[tuple[Frame, ...], str]


@dataclass
class History:
    """What each look has found: totals, and how many stood on each stack."""

    started_s: float
    totals: deque[int] = field(default_factory=lambda: deque(maxlen=LOOKS_DRAWN))
    first: Counter[Key] = field(default_factory=Counter)
    last: Counter[Key] = field(default_factory=Counter)
    groups: dict[Key, Group] = field(default_factory=dict)
    each: dict[Key, deque[int]] = field(default_factory=dict)
    looks: int = 0
    now_s: float = 0.0

    def add(self, dump: Dump, now_s: float) -> None:
        """Note one look."""
        counts: Counter[Key] = Counter()
        for group in dump.groups:
            key = (group.frames, group.state)
            counts[key] += group.count
            self.groups[key] = group
        self.first = self.first if self.looks else counts
        self.last, self.now_s, self.looks = counts, now_s, self.looks + 1
        self.totals.append(dump.total)
        for key in {**self.each, **counts}:
            self.each.setdefault(key, deque(maxlen=LOOKS_DRAWN)).append(counts[key])
        for key in [key for key, drawn in self.each.items() if not any(drawn)]:
            del self.each[key], self.groups[key]  # gone for long: a server that runs for days

    def growth(self, key: Key) -> int:
        """How many more stand there than at the first look."""
        return self.last[key] - self.first[key]

    def per_minute(self, key: Key) -> float | None:
        """That, a minute; None before ten seconds have passed."""
        passed_s = self.now_s - self.started_s
        return None if passed_s < 10 else self.growth(key) / passed_s * 60

    def most(self, top: int) -> list[Key]:
        """The stacks with most growth, then with most goroutines."""
        ordered = sorted(self.last, key=lambda key: (-self.growth(key), -self.last[key], key))
        return ordered[:top]


@click.command("watch")
@click.argument("url")
@click.option("--every", "every_s", type=float, default=5.0, show_default=True, help="Seconds.")
@click.option("--top", type=click.IntRange(1, 200), default=12, show_default=True, help="Stacks.")
@click.option("--debug", type=click.Choice(["1", "2"]), default="1", show_default=True)
@click.option("--token", help="Sent as `Authorization: Bearer TOKEN`.")
@click.option("--looks", type=click.IntRange(1), help="End after so many. [until Ctrl-C]")
@click.option("--plain", is_flag=True, help="A line a look; so it is where nobody watches.")
def watch_command(
    url: str,
    every_s: float,
    top: int,
    debug: str,
    token: str | None,
    looks: int | None,
    plain: bool,
) -> None:
    """Watch a server's goroutines: what grows, since the start and a minute.

    URL is a Go server with net/http/pprof or a Python service with leaklab's endpoint:
    http://127.0.0.1:6060, or the whole address of its /debug/pprof/goroutine. --debug 1 is cheap
    for the server; --debug 2 has states, and stops a Go server while it walks all stacks.
    """
    check_number("--every", every_s, "s", 0.1, 86_400, zero_ok=True)
    address = _address(url, debug)
    with contextlib.suppress(ValueError):  # not in the main thread: then Ctrl-C is not ours
        signal.signal(signal.SIGINT, signal.default_int_handler)
    with contextlib.suppress(KeyboardInterrupt):  # how a watch ends
        if plain or not sys.stdout.isatty():
            _loop(address, token, every_s, looks, _plain)
        else:
            _draw(address, token, every_s, looks, top)


def _draw(address: str, token: str | None, every_s: float, looks: int | None, top: int) -> None:
    """Draw a table anew at each look."""
    try:
        from rich.live import Live
    except ImportError:
        raise ValueError(NEEDS_RICH) from None
    with Live(auto_refresh=False) as live:

        def draw(history: History, note: str) -> None:
            live.update(_table(history, address, note, top), refresh=True)

        _loop(address, token, every_s, looks, draw)


def _address(url: str, debug: str) -> str:
    """The whole address of the profile: its path where `url` names only a server."""
    parts = urlsplit(url if "://" in url else f"http://{url}")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"URL = {url!r} must be like http://127.0.0.1:6060")
    path = parts.path.rstrip("/")
    path = f"{path}/goroutine" if path.endswith("/debug/pprof") else path or PATH
    return urlunsplit((parts.scheme, parts.netloc, path, f"debug={debug}", ""))


def _loop(
    address: str,
    token: str | None,
    every_s: float,
    looks: int | None,
    show: Callable[[History, str], None],
) -> None:
    """Look, show, wait. A server that is away is asked again; one that never was there ends it."""
    from leaklab.dumps.reading import read

    history = History(time.monotonic())
    tried = 0
    while looks is None or tried < looks:
        if tried:
            time.sleep(every_s)
        tried += 1
        note = ""
        try:
            dump = read(fetch.fetch(address, token, max(5.0, every_s)), address)
            history.add(dump, time.monotonic())
            note = "; ".join(dump.notes)
        except ValueError as error:
            if not history.looks:
                raise
            note = f"no look: {error}"
        show(history, note)


def _plain(history: History, note: str) -> None:
    """One line a look, for a pipe or a log."""
    total = history.totals[-1]
    parts = [time.strftime("%H:%M:%S"), f"{total} in all"]
    grown = [key for key in history.most(3) if history.growth(key) > 0]
    parts += [f"{history.growth(key):+d} {_where(history.groups[key])}" for key in grown]
    click.echo("  ".join([*parts, *([f"({note})"] if note else [])]))
    sys.stdout.flush()


def _where(group: Group) -> str:
    at = places.telling(group.frames)
    frames = group.frames[at : at + 1]
    names = places.short_names(frames)
    return "".join(names[frame] for frame in frames) or "?"


def _table(history: History, address: str, note: str, top: int) -> Any:
    from rich.table import Table
    from rich.text import Text

    caption = f"{note}\n" if note else ""
    table = Table(
        title=f"{address}   {history.totals[-1]} in all {sparkline(history.totals)}",
        caption=f"{caption}look {history.looks}; Ctrl-C ends",
        expand=True,
    )
    for head in ("now", "since start", "a minute"):
        table.add_column(head, justify="right")
    for head in ("course", "state", "stands at"):
        table.add_column(head, overflow="fold")
    shown = history.most(top)
    frames = [frame for key in shown for frame in _telling(history.groups[key])]
    names = places.short_names(frames)
    for key in shown:
        group, rate = history.groups[key], history.per_minute(key)
        growth = history.growth(key)
        style = "bold" if growth > 0 else ""
        cells = [
            str(history.last[key]),
            f"{growth:+d}" if growth else "0",
            "" if rate is None else f"{rate:+.1f}",
            sparkline(history.each[key]),
            group.state,
            "".join(names[frame] for frame in _telling(group)),
        ]
        table.add_row(*(Text(cell) for cell in cells), style=style)
    return table


def _telling(group: Group) -> tuple[Frame, ...]:
    at = places.telling(group.frames)
    return group.frames[at : at + 1]


def sparkline(numbers: Sequence[int]) -> str:
    """A small picture of a course, from its least to its most: ▁▃▅█."""
    if not numbers:
        return ""
    low, span = min(numbers), max(numbers) - min(numbers) or 1
    return "".join(BARS[(number - low) * (len(BARS) - 1) // span] for number in numbers)
