"""The figures of the chapters as values: each figure's call, run after the lines it leans on."""

import ast
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from leaklab.book.figures.figure import Figure
from tests.support.places import CHAPTERS


class Shown(NamedTuple):
    """A figure of a chapter: its name in the book, the value, and the picture stored with it."""

    name: str
    figure: Figure
    stored: str


def with_figures() -> list[str]:
    """The names of the chapters that store figures."""
    paths = sorted(CHAPTERS.glob("*.ipynb"))
    return [path.stem for path in paths if any(map(_stored, _cells(path)))]


@cache
def figures_of(chapter: str) -> list[Shown]:
    """Every figure that a chapter stores."""
    return list(_run(CHAPTERS / f"{chapter}.ipynb"))


def _cells(path: Path) -> list[dict[str, Any]]:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in cells if cell["cell_type"] == "code"]


def _run(path: Path) -> Iterator[Shown]:
    """Run what leads to figures; other lines, such as a lab's hundred runs, are left out."""
    before: list[ast.stmt] = []
    names: dict[str, Any] = {}
    for cell in _cells(path)[1:]:  # the first installs the package
        lines = ast.parse("".join(cell["source"])).body
        if picture := _stored(cell):
            *own, call = lines
            assert isinstance(call, ast.Expr)
            before += own
            for line in _leans_on(call, before):
                exec(compile(ast.Module([line], []), path.name, "exec"), names)
                before.remove(line)
            figure = eval(compile(ast.Expression(call.value), path.name, "eval"), names)
            yield Shown(cell["metadata"]["mystnb"]["figure"]["name"], figure, picture)
        else:
            before += lines


def _stored(cell: dict[str, Any]) -> str:
    """The SVG among a cell's stored outputs; "" where there is none."""
    data = [output.get("data", {}) for output in cell["outputs"]]
    return "".join(line for each in data for line in each.get("image/svg+xml", []))


def _leans_on(call: ast.stmt, before: list[ast.stmt]) -> list[ast.stmt]:
    """The lines that bind a name which the call, or one of these lines, reads."""
    wanted, found = _names(call, ast.Load), []
    for line in reversed(before):
        if _binds(line) & wanted:
            found.append(line)
            wanted |= _names(line, ast.Load)
    return found[::-1]


def _binds(line: ast.stmt) -> set[str]:
    """The names that a line gives a value, or whose parts it sets."""
    if isinstance(line, ast.Import | ast.ImportFrom):
        return {alias.asname or alias.name for alias in line.names}
    parts = (node for node in ast.walk(line) if isinstance(node, ast.Subscript | ast.Attribute))
    owners = {ast.unparse(node.value) for node in parts if isinstance(node.ctx, ast.Store)}
    return _names(line, ast.Store) | owners


def _names(line: ast.stmt, context: type[ast.expr_context]) -> set[str]:
    nodes = (node for node in ast.walk(line) if isinstance(node, ast.Name))
    return {node.id for node in nodes if isinstance(node.ctx, context)}
