"""All chapters. Source code for the page: read from the package as it runs here, never pasted."""

import difflib
import inspect
from collections.abc import Callable

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import DiffLexer, PythonLexer

from leaklab.apiserver import handlers
from leaklab.book.page import Page


def handler_source(name: str) -> str:
    """The source of a handler's class, without its module's docstring and imports.

    ValueError for an unknown name.
    """
    return inspect.getsource(handlers.find(name))


def show_source(name: str) -> Page:
    """A handler's source, as it runs here. ValueError for an unknown name."""
    text = handler_source(name)
    return Page(text, highlighted(text, PythonLexer()))


def show_code(function: Callable[..., object]) -> Page:
    """The source of one function or class of the package, as it runs here."""
    text = inspect.getsource(function)
    return Page(text, highlighted(text, PythonLexer()))


def show_diff(old: str, new: str) -> Page:
    """What turns one handler into another: `-` lines go, `+` lines come. ValueError as above."""
    lines = difflib.unified_diff(
        handler_source(old).splitlines(),
        handler_source(new).splitlines(),
        old,
        new,
        n=1000,  # all of it: the reader lays the two side by side
        lineterm="",
    )
    text = "\n".join(list(lines)[3:]) + "\n"  # without the three lines of the header
    return Page(text, highlighted(text, DiffLexer()))


def changes(old: str, new: str) -> str:
    """Only the lines that differ, as text: `-` goes, `+` comes."""
    return "\n".join(line for line in repr(show_diff(old, new)).splitlines() if line[:1] in "+-")


def highlighted(text: str, lexer: Lexer) -> str:
    """Source code as HTML."""
    return str(highlight(text, lexer, HtmlFormatter(wrapcode=True)))
