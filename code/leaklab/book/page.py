"""Source code and outcomes for the page: taken from the package and from Runs, never pasted."""

import difflib
import html
import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import DiffLexer, PythonLexer

from leaklab.apiserver import handlers
from leaklab.book.tables import TITLES
from leaklab.simulation.run import Run


class Page:
    """Something that a notebook shows as HTML and a terminal as text."""

    def __init__(self, text: str, html_text: str) -> None:
        self._text = text
        self._html = html_text

    def __repr__(self) -> str:
        return self._text

    def _repr_html_(self) -> str:
        return self._html


def handler_source(name: str) -> str:
    """The source of a handler's class, without its module's docstring and imports."""
    return inspect.getsource(handlers.find(name))


def source(name: str) -> Page:
    """A handler's source, as it runs here. ValueError for an unknown name."""
    text = handler_source(name)
    return Page(text, _code(text, PythonLexer()))


def code(function: Callable[..., object]) -> Page:
    """The source of one function of the package, as it runs here."""
    text = inspect.getsource(function)
    return Page(text, _code(text, PythonLexer()))


def diff(old: str, new: str) -> Page:
    """What turns one handler into another: `-` lines go, `+` lines come."""
    lines = difflib.unified_diff(
        handler_source(old).splitlines(),
        handler_source(new).splitlines(),
        old,
        new,
        n=1000,  # all of it: the reader lays the two side by side
        lineterm="",
    )
    text = "\n".join(list(lines)[3:]) + "\n"  # without the three lines of the header
    return Page(text, _code(text, DiffLexer()))


def changes(old: str, new: str) -> str:
    """Only the lines that differ, as text: `-` goes, `+` comes."""
    return "\n".join(line for line in repr(diff(old, new)).splitlines() if line[:1] in "+-")


def _code(text: str, lexer: PythonLexer | DiffLexer) -> str:
    return str(highlight(text, lexer, HtmlFormatter(wrapcode=True)))


def outcomes(runs: Mapping[str, Run]) -> Page:
    """Outcomes side by side, one column a run; rows that are zero everywhere are left out."""
    columns = {
        title: {**asdict(run.outcomes), "tasks_peak": run.tasks_peak, "tasks_left": run.tasks_left}
        for title, run in runs.items()
    }
    names = next(iter(columns.values())).keys()
    titles = {**TITLES, "tasks_peak": "tasks at the peak", "tasks_left": "tasks left at the end"}
    rows = [
        (titles[name], [column[name] for column in columns.values()])
        for name in names
        if name == "tasks_left" or any(column[name] for column in columns.values())
    ]
    return Page(_text_table(list(columns), rows), _html_table(list(columns), rows))


def counts(rows: Mapping[str, Mapping[str, float]]) -> Page:
    """Numbers side by side: `{row: {column: count}}`, each row with the same columns."""
    heads = list(next(iter(rows.values())))
    lines = [(title, [row[head] for head in heads]) for title, row in rows.items()]
    return Page(_text_table(heads, lines), _html_table(heads, lines))


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Page:
    """Words side by side: the first column names the rows."""
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    lines = [
        "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in (heads, *rows)
    ]
    head = "".join(f'<th scope="col">{html.escape(cell)}</th>' for cell in heads)
    body = "".join(
        f'<tr><th scope="row">{html.escape(first)}</th>'
        + "".join(f"<td>{html.escape(cell)}</td>" for cell in rest)
        + "</tr>"
        for first, *rest in rows
    )
    kind = 'class="outcomes words"'
    text = f"<table {kind}><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return Page("\n".join(lines), text)


def _text_table(heads: list[str], rows: Sequence[tuple[str, Sequence[float]]]) -> str:
    width = max(10, *(len(head) + 2 for head in heads))
    lines = [" " * 36 + "".join(f"{head:>{width}}" for head in heads)]
    for title, counts in rows:
        lines.append(f"{title:<36}" + "".join(f"{count:>{width},}" for count in counts))
    return "\n".join(lines)


def _html_table(heads: list[str], rows: Sequence[tuple[str, Sequence[float]]]) -> str:
    head = "".join(f'<th scope="col">{html.escape(each)}</th>' for each in heads)
    body = "".join(
        f'<tr><th scope="row">{html.escape(title)}</th>'
        + "".join(f"<td>{count:,}</td>" for count in counts)
        + "</tr>"
        for title, counts in rows
    )
    return (
        f'<table class="outcomes"><thead><tr><td></td>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )
