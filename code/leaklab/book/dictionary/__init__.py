"""Chapter 3. Go's words, trio's and asyncio's, each in a program of a few lines that can be run.

    look("rendezvous")         its sources: Go and trio side by side, asyncio folded below
    run("rendezvous")          what its trio side does, and when; run now
    run_asyncio("rendezvous")  the same for its asyncio side
    go_log("rendezvous")       what its Go side did, recorded

One file an entry, its Go version beside it, its asyncio version in `in_asyncio`. All are ours; see
`twins`. What asyncio lets a program leave behind is in `asyncio_leaks`.
"""

import inspect
from importlib import import_module
from typing import Any

from pygments.lexers import PythonLexer

from leaklab.book.dictionary.stage import Log
from leaklab.book.dictionary.twins import Twins
from leaklab.book.page import Page, Table
from leaklab.book.source import highlighted

ENTRY_HEADS = ("entry", "in Go", "in trio", "in asyncio", "to remember")
TWIN_HEADS = ("entry", "its twin in Go", "its twin in asyncio", "what asyncio's does")
ROWS = {  # entry: in Go, in trio, in asyncio, to remember
    "start_a_task": (
        "go f(): a goroutine",
        "start_soon(f): a task",
        "create_task(f())",
        "the starter goes on at once",
    ),
    "rendezvous": (
        "make(chan T)",
        "memory channel, capacity 0",
        "nothing: Queue(0) has no limit",
        "whoever comes first waits",
    ),
    "room_for_one": (
        "make(chan T, 1)",
        "memory channel, capacity 1",
        "Queue(1)",
        "a send waits only when full",
    ),
    "first_of_two": (
        "select, with a timer",
        "move_on_after",
        "timeout, which raises",
        "the other side is not told",
    ),
    "panic_and_recover": (
        "panic, recover",
        "raise, except",
        "raise, except",
        "unwinds until it is stopped",
    ),
    "clean_up": ("defer", "finally", "finally", "runs in any case"),
    "close_the_sender": (
        "close(c)",
        "send_channel.close()",
        "an agreed last value",
        "the sender's last word",
    ),
    "hang_up": ("nothing", "receive_channel.close()", "nothing", "the receiver's last word"),
    "task_outlives": (
        "every goroutine",
        "a task in another's nursery",
        "every create_task",
        "it outlives its starter",
    ),
    "block_waits": ("WaitGroup, by hand", "a nursery of one's own", "TaskGroup", "the block waits"),
    "block_cancels": (
        "a context, if looked at",
        "cancel_scope.cancel()",
        "task.cancel()",
        "the block is cut short",
    ),
    "stubborn_task": (
        "a context, not looked at",
        "a shielded task",
        "shield",
        "exercise 3 asks",
    ),
}
ELSEWHERE = {  # what differs in asyncio, for the table; the logs say when
    "rendezvous": "no put waits",
    "hang_up": "the sender learns nothing",
    "stubborn_task": "its worker ends alone",
}
NAMES = tuple(ROWS)
TWINS = Twins(__name__, NAMES)
run, same_as_go = TWINS.run, TWINS.same_as_go
go_source, go_log = TWINS.go_source, TWINS.go_log


def look(name: str) -> Page:
    """An entry's sources: Go and trio side by side on a wide page, asyncio folded below them."""
    pair, source = TWINS.look(name), asyncio_source(name)
    shown = highlighted(source, PythonLexer())
    folded = f"<details><summary>The same in asyncio</summary>{shown}</details>"
    return Page(f"{pair!r}\n\nasyncio:\n\n{source}", pair._repr_html_() + folded)


def asyncio_source(name: str) -> str:
    """Our asyncio version of an entry, without its imports. ValueError for an unknown one."""
    return inspect.getsource(_in_asyncio(name))


def run_asyncio(name: str, **changes: Any) -> Log:
    """Run an entry's asyncio side on virtual time; as `run`, with the same `changes`.

    Raises ValueError for an unknown entry, TypeError for a number that it does not have.
    """
    from leaklab.book.dictionary.asyncio_stage import run_on_asyncio  # not in the page's engine

    return run_on_asyncio(_in_asyncio(name), **changes)


def same_in_asyncio(name: str) -> bool:
    """Whether asyncio's side does what trio's does, at the same times; both are run now."""
    return run_asyncio(name).by_task() == run(name).by_task()


def dictionary_table() -> Table:
    """The whole dictionary in words, a row an entry."""
    return Table(ENTRY_HEADS, [(name, *ROWS[name]) for name in NAMES])


def twins_table() -> Table:
    """What each twin says beside the trio side, which is run now; so is asyncio's.

    Costs the run of all of them, well under a second.
    """
    words = {True: "says the same", False: "says something else"}
    go = {name: words[same_as_go(name)] if go_source(name) else "none" for name in NAMES}
    same = {name: same_in_asyncio(name) for name in NAMES}
    return Table(
        TWIN_HEADS,
        [
            (name, go[name], words[same[name]], "" if same[name] else ELSEWHERE.get(name, ""))
            for name in NAMES
        ],
    )


def _in_asyncio(name: str) -> Any:
    """The asyncio version's function. ValueError, with the nearest name, when there is none."""
    TWINS.source(name)
    return getattr(import_module(f"{__name__}.in_asyncio.{name}"), name)
