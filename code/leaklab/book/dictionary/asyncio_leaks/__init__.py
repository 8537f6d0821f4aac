"""Chapter 3. What asyncio lets a program leave behind: four small programs, run on virtual time.

    look("put_to_nobody")    its source
    run("put_to_nobody")     what it does, and what is left an hour after it
    leaks_table()            all of them

A trio program has to go out of its way for each. All are ours.
"""

from collections.abc import Awaitable, Callable
from importlib import import_module
from inspect import getsource

from pygments.lexers import PythonLexer

from leaklab.book.dictionary.asyncio_stage import run_on_asyncio
from leaklab.book.dictionary.stage import LEFT, Log
from leaklab.book.page import Page, Table
from leaklab.book.source import highlighted

LEAKS = {  # program: what it is, what trio does
    "nobody_awaits": ("create_task, and no await", "no task without a nursery"),
    "shielded_away": ("shield under a timeout", "a shield holds its block up"),
    "left_in_a_thread": ("to_thread under a timeout", "the wait holds on, unless told not to"),
    "put_to_nobody": ("put, the consumer gone", "its closed end raises in the sender"),
}


def _program(name: str) -> Callable[..., Awaitable[None]]:
    """The program's function. ValueError when there is none of that name."""
    if name not in LEAKS:
        raise ValueError(f"program = {name!r} is unknown; known are {', '.join(LEAKS)}")
    program: Callable[..., Awaitable[None]] = getattr(import_module(f"{__name__}.{name}"), name)
    return program


def look(name: str) -> Page:
    """A program's source. ValueError for an unknown one."""
    source = getsource(_program(name))
    return Page(source, highlighted(source, PythonLexer()))


def run(name: str) -> Log:
    """Run a program now, and return who did what when. ValueError for an unknown one."""
    return run_on_asyncio(_program(name))


def leaks_table() -> Table:
    """Each program, run now: what is left an hour after its request, and what trio does."""
    heads = ("program", "in asyncio", "left an hour later", "in trio")
    return Table(heads, [(name, what, _left(name), trio) for name, (what, trio) in LEAKS.items()])


def _left(name: str) -> str:
    try:
        lines = [line.what for line in run(name) if line.who == LEFT]
    except RuntimeError as error:  # where there are no threads, as in a browser's Python
        return f"cannot run here: {error}"
    return ", ".join(lines) or "nothing"
