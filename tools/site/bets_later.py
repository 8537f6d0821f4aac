"""What tells the result of a bet further down its page, folded with it.

A cell, of code or of text without a heading, has the tag `after-bet-NAME`. In its place stands a
line that leads to the bet, as long as that bet is open.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from docutils import nodes

TAG = "after-bet-"
LINES = 10_000  # a notebook's cell of index i begins at line (i + 1) x 10,000, says myst-nb
HERE = "bet-later"


def told(path: Path) -> dict[int, tuple[str, ...]]:
    """The bets' names by the indices of a notebook's tagged cells; none on a page of MyST."""
    if path.suffix != ".ipynb":
        return {}
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    found = {index: _names(cell["metadata"].get("tags", [])) for index, cell in enumerate(cells)}
    return {index: names for index, names in found.items() if names}


def _names(tags: list[str]) -> tuple[str, ...]:
    return tuple(tag.removeprefix(TAG) for tag in tags if tag.startswith(TAG))


def fold(
    tree: nodes.document, tagged: dict[int, tuple[str, ...]], known: set[str], script: str
) -> None:
    """Put each tagged cell into a fold of its bet; cells of one bet side by side share one.

    What several bets must come before is in a fold of each, one in the other. ValueError where a
    name is not `known`, where a cell is not on the page or has a heading in it.
    """
    for index, names in tagged.items():
        if unknown := [name for name in names if name not in known]:
            raise ValueError(f"cell {index}: the tag {TAG}{unknown[0]} names no bet of this page")
        found = list(_nodes(tree, index))
        if not found or any(isinstance(each, nodes.section | nodes.title) for each in found):
            tag = f"{TAG}{names[0]}"
            raise ValueError(f"cell {index}: {tag} wants a cell that is shown, of no heading")
        parent = found[0].parent
        assert isinstance(parent, nodes.Element)
        at = parent.index(found[0])
        for each in found:
            parent.remove(each)
        before = parent[at - 1] if at else None
        if isinstance(before, nodes.container) and before.get("told") == names:
            _innermost(before).extend(found)
            continue
        folds: list[nodes.Element] = found
        for name in reversed(names):
            folds = _folded(folds, name, f"{TAG}{name}-later-{index}", script)
        folds[-1]["told"] = names
        parent.insert(at, folds)


def _folded(inside: list[nodes.Element], name: str, id: str, script: str) -> list[nodes.Element]:
    """A line that leads to the bet, and the fold."""
    link = (
        f'<p class="{HERE}">What stands here tells the result of '
        f'<a href="#bet-{name}">a bet</a>. It is shown once that is placed.</p>'
    )
    container = nodes.container("", classes=["after-bet"], ids=[id])
    container += [nodes.raw("", f"<script>{script}</script>", format="html"), *inside]
    return [nodes.raw("", link, format="html"), container]


def _innermost(fold: nodes.container) -> nodes.container:
    last = fold[-1]
    inside = isinstance(last, nodes.container) and "after-bet" in last.get("classes", ())
    return _innermost(last) if inside else fold


def _nodes(tree: nodes.document, index: int) -> Iterator[nodes.Element]:
    """The outermost nodes of a cell, in their order."""
    inside: set[int] = set()
    for node in tree.findall(nodes.Element):
        if id(node.parent) in inside:
            inside.add(id(node))
        elif (node.line or 0) // LINES == index + 1 and not isinstance(node, nodes.document):
            inside.add(id(node))
            yield node
