"""Chapter 3. Go's words and trio's, each pair in a program of a few lines that can be run.

One file an entry, and its Go version beside it: `rendezvous.py`, `rendezvous.go`. All are ours.
`recorded.txt` has what the Go versions did on Go's own virtual time: `tools/book/record_go.py`
makes it, and the tests hold it against a fresh run where Go is installed.
"""

import difflib
import inspect
from collections.abc import Awaitable, Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import trio
from pygments.lexers import GoLexer, PythonLexer

from leaklab.book.dictionary.stage import Line, Log
from leaklab.book.page import Page, Table
from leaklab.book.source import highlighted
from leaklab.tasks.clock import VirtualClock
from leaklab.tasks.trio_internals import SeededTies

ENTRY_HEADS = ("entry", "in Go", "in trio", "to remember", "its twin in Go")
ROWS = {  # entry: in Go, in trio, to remember
    "start_a_task": ("go f(): a goroutine", "start_soon(f): a task", "the starter goes on at once"),
    "rendezvous": ("make(chan T)", "memory channel, capacity 0", "whoever comes first waits"),
    "room_for_one": (
        "make(chan T, 1)",
        "memory channel, capacity 1",
        "a send waits only when full",
    ),
    "first_of_two": ("select, with a timer", "move_on_after", "the other side is not told"),
    "panic_and_recover": ("panic, recover", "raise, except", "unwinds until it is stopped"),
    "clean_up": ("defer", "finally", "runs in any case"),
    "close_the_sender": ("close(c)", "send_channel.close()", "the sender's last word"),
    "hang_up": ("nothing", "receive_channel.close()", "the receiver's last word"),
    "task_outlives": ("every goroutine", "a task in another's nursery", "it outlives its starter"),
    "block_waits": ("WaitGroup, by hand", "a nursery of one's own", "the block waits"),
    "block_cancels": ("a context, if looked at", "cancel_scope.cancel()", "the block is cut short"),
    "stubborn_task": ("a context, not looked at", "a shielded task", "exercise 3 asks"),
}
NAMES = tuple(ROWS)
FOLDER = Path(__file__).parent
HORIZON_S = 3600.0  # an entry whose tasks all wait for one another ends here, by an error
BESIDE = "display:flex;flex-wrap:wrap;gap:0.75rem 1rem"
HALF = "flex:1 1 28rem;min-width:0"


def _find(name: str) -> Callable[..., Awaitable[None]]:
    """The entry's function. ValueError, with the nearest name, when there is none."""
    if name not in NAMES:
        near = difflib.get_close_matches(str(name), NAMES, n=1, cutoff=0.3)
        meant = f"did you mean {near[0]!r}? " if near else ""
        raise ValueError(f"entry = {name!r} is unknown; {meant}known are {', '.join(NAMES)}")
    function: Callable[..., Awaitable[None]] = getattr(
        import_module(f"leaklab.book.dictionary.{name}"), name
    )
    return function


def go_source(name: str) -> str | None:
    """Our Go version of an entry, without its package and imports; None where Go has none."""
    _find(name)
    path = FOLDER / f"{name}.go"
    if not path.exists():
        return None
    text = path.read_text(encoding="utf-8")
    return text[text.index("\n//") + 1 :].replace("\t", "    ")


def look(name: str) -> Page:
    """An entry's two sources, side by side on a wide page. ValueError for an unknown entry."""
    sources = [("trio", inspect.getsource(_find(name)), PythonLexer())]
    go = go_source(name)
    if go is not None:
        sources.insert(0, ("Go (ours)", go, GoLexer()))
    text = "\n".join(f"{title}:\n\n{source}" for title, source, _ in sources)
    halves = [
        f'<div style="{HALF}"><p><strong>{title}</strong></p>{highlighted(source, lexer)}</div>'
        for title, source, lexer in sources
    ]
    return Page(text, f'<div style="{BESIDE}">{"".join(halves)}</div>')


def run(name: str, **changes: Any) -> Log:
    """Run an entry's trio side on virtual time, and return who did what when.

    `changes` replace its own numbers, such as `run("rendezvous", send_s=5)`. Raises ValueError
    for an unknown entry, TypeError for a number that it does not have, and trio.TooSlowError if
    it has not ended within a virtual hour.
    """
    entry = _find(name)
    lines: list[Line] = []

    def say(who: str, what: str) -> None:
        lines.append(Line(round(trio.current_time(), 9), who, what))

    async def main() -> None:
        with trio.fail_after(HORIZON_S):
            async with trio.open_nursery() as nursery:
                given = {"nursery": nursery} if "nursery" in parameters else {}
                await entry(**given, say=say, **changes)

    parameters = inspect.signature(entry).parameters
    inspect.signature(entry).bind_partial(**changes)  # TypeError here, not inside a nursery
    with SeededTies(0):
        trio.run(main, clock=VirtualClock())
    return Log(lines)


def go_log(name: str, rows: str | None = None) -> Log | None:
    """What the Go version did when it was recorded, from `rows` if given; None if Go has none."""
    if go_source(name) is None:
        return None
    if rows is None:
        rows = (FOLDER / "recorded.txt").read_text(encoding="utf-8")
    split = (row.split("\t") for row in rows.splitlines())
    return Log(Line(float(t_s), who, what) for entry, t_s, who, what in split if entry == name)


def same_as_go(name: str) -> bool:
    """Whether an entry's trio side, run now, does what its Go version did, at the same times."""
    recorded = go_log(name)
    return recorded is not None and run(name).by_task() == recorded.by_task()


def dictionary_table() -> Table:
    """The whole dictionary, a row an entry; for its last column, each that Go has too is run.

    Costs the run of all of them, well under a second.
    """
    words = {True: "says the same", False: "says something else"}
    go = {name: words[same_as_go(name)] if go_source(name) else "none" for name in NAMES}
    return Table(ENTRY_HEADS, [(name, *ROWS[name], go[name]) for name in NAMES])
