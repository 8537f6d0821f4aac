"""All chapters. Small programs, each in Go and in trio: shown, run, and held against each other.

A folder of them is a package: a file a program, and its Go version beside it, `rendezvous.py` and
`rendezvous.go`. All are ours. `entries.go` names the Go versions, `stage.go` runs one, and
`recorded.txt` has what they did on Go's own virtual time: `tools/book/record_go.py` makes it, and
the tests hold it against a fresh run where Go is installed.
"""

import difflib
import inspect
import math
from collections.abc import Awaitable, Callable, Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import trio
from pygments.lexer import Lexer
from pygments.lexers import GoLexer, PythonLexer

from leaklab.book.dictionary.stage import HORIZON_S, LEFT, PROCESS, Line, Log
from leaklab.book.page import Page
from leaklab.book.source import highlighted
from leaklab.tasks import profile
from leaklab.tasks.clock import VirtualClock
from leaklab.tasks.trio_internals import SeededTies

DEATHS = (trio.BrokenResourceError, trio.ClosedResourceError)
BESIDE = "display:flex;flex-wrap:wrap;gap:0.75rem 1rem"
HALF = "flex:1 1 28rem;min-width:0"


def side_by_side(sources: Sequence[tuple[str, str, Lexer]]) -> Page:
    """Titles and sources, side by side on a wide page."""
    text = "\n".join(f"{title}:\n\n{source}" for title, source, _ in sources)
    halves = [
        f'<div style="{HALF}"><p><strong>{title}</strong></p>{highlighted(source, lexer)}</div>'
        for title, source, lexer in sources
    ]
    return Page(text, f'<div style="{BESIDE}">{"".join(halves)}</div>')


class Twins:
    """The programs of one package, by name. Each method raises ValueError for an unknown one."""

    def __init__(self, package: str, names: Iterable[str]) -> None:
        self.package, self.names = package, tuple(names)
        self.folder = Path(str(import_module(package).__file__)).parent

    def _find(self, name: str) -> Callable[..., Awaitable[None]]:
        """The program's function. ValueError, with the nearest name, when there is none."""
        if name not in self.names:
            near = difflib.get_close_matches(str(name), self.names, n=1, cutoff=0.3)
            meant = f"did you mean {near[0]!r}? " if near else ""
            known = ", ".join(self.names)
            raise ValueError(f"entry = {name!r} is unknown; {meant}known are {known}")
        module = import_module(f"{self.package}.{name}")
        function: Callable[..., Awaitable[None]] = getattr(module, name)
        return function

    def source(self, name: str) -> str:
        """Our trio version of a program, without its imports."""
        return inspect.getsource(self._find(name))

    def go_source(self, name: str) -> str | None:
        """Our Go version, without its package and imports; None where Go has none."""
        self._find(name)
        path = self.folder / f"{name}.go"
        if not path.exists():
            return None
        text = path.read_text(encoding="utf-8")
        return text[text.index("\n//") + 1 :].replace("\t", "    ")

    def look(self, name: str) -> Page:
        """A program's two sources, side by side on a wide page."""
        sources: list[tuple[str, str, Lexer]] = [("trio", self.source(name), PythonLexer())]
        go = self.go_source(name)
        if go is not None:
            sources.insert(0, ("Go (ours)", go, GoLexer()))
        return side_by_side(sources)

    def run(self, name: str, **changes: Any) -> Log:
        """Run a program's trio side on virtual time, and return who did what when.

        `changes` replace its own numbers, such as `run("rendezvous", send_s=5)`. Tasks that are
        still there an hour after its end are named in the last lines, with what they wait at. An
        error of a channel that nobody catches is the last line: it ends the program. Raises
        TypeError for a number that it does not have, and trio.TooSlowError if its first task has
        not ended within a virtual hour.
        """
        entry = self._find(name)
        lines: list[Line] = []

        def say(who: str, what: str) -> None:
            lines.append(Line(round(trio.current_time(), 9), who, what))

        async def main() -> None:
            try:
                with trio.fail_after(HORIZON_S) as limit:
                    async with trio.open_nursery() as nursery:
                        given = {"nursery": nursery} if "nursery" in parameters else {}
                        await entry(**given, say=say, **changes)
                        limit.deadline = math.inf
                        await trio.sleep(HORIZON_S)  # until all that can end has ended
                        left = profile.collect(tasks=nursery.child_tasks)
                        for state in sorted(task.state for task in left):
                            say(LEFT, f"at {state}")
                        nursery.cancel_scope.cancel()
            except* DEATHS as errors:
                say(PROCESS, f"dies: {type(errors.exceptions[0]).__name__}")

        parameters = inspect.signature(entry).parameters
        inspect.signature(entry).bind_partial(**changes)  # TypeError here, not inside a nursery
        with SeededTies(0):
            trio.run(main, clock=VirtualClock())
        return Log(lines)

    def go_log(self, name: str, rows: str | None = None) -> Log | None:
        """What the Go version did when it was recorded, from `rows` if given; None if Go has none.

        Its last lines are those of `run`, in Go's words.
        """
        if self.go_source(name) is None:
            return None
        if rows is None:
            rows = (self.folder / "recorded.txt").read_text(encoding="utf-8")
        split = (row.split("\t") for row in rows.splitlines())
        return Log(Line(float(t_s), who, what) for entry, t_s, who, what in split if entry == name)

    def same_as_go(self, name: str) -> bool:
        """Whether the trio side, run now, does what its Go version did, at the same times.

        Of what a program dies each language says in its own words: that is not compared.
        """
        recorded = self.go_log(name)
        return recorded is not None and _deaths_alike(self.run(name)) == _deaths_alike(recorded)


def _deaths_alike(log: Log) -> list[Line]:
    return [line._replace(what="dies") if line.who == PROCESS else line for line in log.by_task()]
