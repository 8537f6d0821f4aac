"""Chapter 10. The chapter's test in Go, on the virtual time of Go's testing/synctest.

`bubble_test.go` is ours, two filters in small. `bubble.txt` has what `go test` said of each of
its tests: `tools/book/record_bubble.py` makes it, and our tests hold it against a fresh run where
there is a Go of 1.25 or later.
"""

from pathlib import Path
from typing import NamedTuple

from pygments.lexers import GoLexer

from leaklab.book.page import Page, Table
from leaklab.book.source import highlighted

SOURCE = Path(__file__).with_name("bubble_test.go")
RECORDED = Path(__file__).with_name("bubble.txt")
FILTERS = {"Nothing": "nothing, as in 1.12", "Drain": "a drainer, as in 1.17"}
WAITS = {"0s": "it ends at once", "16s": "it sleeps 16 s first"}


class Said(NamedTuple):
    """What `go test` said of one test: did it pass, and in which states was what it named left."""

    test: str
    passed: bool
    left: tuple[str, ...]


def look() -> Page:
    """The test's source, without its package and imports."""
    text = SOURCE.read_text(encoding="utf-8")
    text = text[text.index("\ntype ") + 1 : text.index("\nfunc Test")].replace("\t", "    ")
    return Page(text, highlighted(text, GoLexer()))


def version() -> str:
    """The Go that the tests were recorded with, such as go1.27.3."""
    return RECORDED.read_text(encoding="utf-8").splitlines()[0]


def recorded() -> dict[str, Said]:
    """What was recorded, by the test's name."""
    rows = [row.split("\t") for row in RECORDED.read_text(encoding="utf-8").splitlines()[1:]]
    said = [Said(test, word == "passes", tuple(left)) for test, word, *left in rows]
    return {each.test: each for each in said}


def results_table() -> Table:
    """Both filters, tested by a test that ends at once and by one that sleeps first."""
    said = recorded()
    rows = [
        [words, *(_cell(said[f"Test{name}{wait}"]) for wait in WAITS)]
        for name, words in FILTERS.items()
    ]
    return Table(["after the timeout", *WAITS.values()], rows)


def _cell(said: Said) -> str:
    return "passes" if said.passed else f"fails: {', '.join(said.left)}"
