"""Chapters 4 to 7. The timeout filter in Go, in small, to lie beside our port of it.

A file a filter, named as its handler is. All are ours: the shape and the names are those of our
port, and no HTTP is needed. `stage.go` sends requests through one of them; tests build and run
all, and find what the port does.
"""

import difflib
import html
from pathlib import Path

from pygments.lexer import Lexer
from pygments.lexers import DiffLexer, GoLexer

from leaklab.book.page import Page
from leaklab.book.source import highlighted

FOLDER = Path(__file__).parent
AT_TAG = "https://github.com/kubernetes/apiserver/blob/kubernetes-{}/pkg/server/filters/timeout.go"
REVIEW = ("the review of #83333", "https://github.com/kubernetes/kubernetes/pull/83333")
REAL = {  # the handler: what its filter is made after, and where that is
    "k8s-1.11": ("timeout.go at 1.11.3", AT_TAG.format("1.11.3")),
    "k8s-1.12": ("timeout.go at 1.12.4", AT_TAG.format("1.12.4")),
    "k8s-1.17": ("timeout.go at 1.17.0", AT_TAG.format("1.17.0")),
    "draft-1": REVIEW,
    "draft-2": REVIEW,
}
NAMES = tuple(REAL)
SUMMARY = "The same in Go, ours"
OURS = "This Go is our own, in small: no HTTP, and a panic without its stack. Made after "


def path(name: str) -> Path:
    """The file of a handler's filter. ValueError for a handler that has none here."""
    if name not in NAMES:
        raise ValueError(f"handler = {name!r} has no Go here; those that have are {NAMES}")
    return FOLDER / f"{name.replace('-', '_').replace('.', '_')}.go"


def source(name: str) -> str:
    """The filter, without its package and what is said above it. ValueError as above."""
    text = path(name).read_text(encoding="utf-8")
    return text[text.index("\nfunc ") + 1 :].replace("\t", "    ")


def changes(old: str, new: str, around: int = 2) -> str:
    """What turns one into another, with so many lines around each place. ValueError as above."""
    lines = difflib.unified_diff(
        source(old).splitlines(), source(new).splitlines(), n=around, lineterm=""
    )
    places = "\n".join(list(lines)[3:]).splitlines()  # without the header
    return "\n".join(" ..." if line.startswith("@@") else line for line in places) + "\n"


def look(name: str) -> Page:
    """The filter, folded, with what it is made after. ValueError as above."""
    return _folded(source(name), GoLexer(), name)


def look_changes(old: str, new: str, around: int = 2) -> Page:
    """What turns one into another, folded, with what they are made after. ValueError as above."""
    return _folded(changes(old, new, around), DiffLexer(), old, new)


def _folded(text: str, lexer: Lexer, *names: str) -> Page:
    made_after = dict.fromkeys(REAL[name] for name in names)
    said = " and ".join(f"{what} ({url})" for what, url in made_after)
    linked = " and ".join(
        f'<a class="reference external" href="{url}">{html.escape(what)}</a>'
        for what, url in made_after
    )
    shown = f"<p>{OURS}{linked}.</p>{highlighted(text, lexer)}"
    return Page(
        f"{SUMMARY}. {OURS}{said}.\n\n{text}",
        f"<details><summary>{SUMMARY}</summary>{shown}</details>",
    )
