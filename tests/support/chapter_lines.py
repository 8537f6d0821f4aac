"""Calls of a chapter's cells, each run after the lines that it leans on, and those alone."""

import ast
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Cell = dict[str, Any]


def code_cells(path: Path) -> list[Cell]:
    """A chapter's code cells; the first installs the package."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in cells if cell["cell_type"] == "code"]


def last_calls(path: Path, wanted: Callable[[Cell], bool]) -> Iterator[tuple[Cell, Any]]:
    """The wanted cells, each with the value of the call that it ends with.

    Lines that no such call leans on are left out: a lab's hundred runs take longer than all else.
    """
    before: list[ast.stmt] = []
    names: dict[str, Any] = {}
    for cell in code_cells(path)[1:]:
        lines = ast.parse("".join(cell["source"])).body
        if not wanted(cell):
            before += lines
            continue
        *own, call = lines
        assert isinstance(call, ast.Expr)
        before += own
        for line in _leans_on(call, before):
            exec(compile(ast.Module([line], []), path.name, "exec"), names)
            before.remove(line)
        yield cell, eval(compile(ast.Expression(call.value), path.name, "eval"), names)


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
