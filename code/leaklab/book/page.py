"""All chapters. What a notebook shows as HTML and a terminal as text: pages and tables."""

import html
from collections.abc import Sequence
from dataclasses import dataclass


class Page:
    """One thing in two forms: `text` for a terminal, `html_text` for a notebook."""

    def __init__(self, text: str, html_text: str) -> None:
        self._text = text
        self._html = html_text

    def __repr__(self) -> str:
        return self._text

    def _repr_html_(self) -> str:
        return self._html


class Code(str):
    """A cell that is a name in the code."""

    def _repr_html_(self) -> str:
        return f"<code>{html.escape(self)}</code>"


Cell = str | float


@dataclass(frozen=True, repr=False)
class Table:
    """Rows under heads; the first cell of a row names it, and an empty first head is no head.

    Numbers get a comma for each thousand, and stand on the right. `classes` are those of the
    book's style sheet: `outcomes` for numbers, and with it `words` for texts. ValueError when a
    row has not as many cells as there are heads.
    """

    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    classes: str = "outcomes words"

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.heads):
                raise ValueError(f"row {row[:1]} has {len(row)} cells, not {len(self.heads)}")

    def __repr__(self) -> str:
        columns = list(zip(self.heads, *self.rows, strict=True))
        widths = [max(len(_text(cell)) for cell in column) for column in columns]
        sides = [
            "<" if all(isinstance(cell, str) for cell in column) else ">" for column in columns
        ]
        return "\n".join(
            "  ".join(
                f"{_text(cell):{side}{width}}"
                for cell, side, width in zip(row, sides, widths, strict=True)
            ).rstrip()
            for row in (self.heads, *self.rows)
        )

    def _repr_html_(self) -> str:
        heads = "".join(
            f'<th scope="col">{_html(head)}</th>' if head else "<td></td>" for head in self.heads
        )
        body = "".join(
            f'<tr><th scope="row">{_html(first)}</th>'
            + "".join(f"<td>{_html(cell)}</td>" for cell in rest)
            + "</tr>"
            for first, *rest in self.rows
        )
        start = f'<table class="{self.classes}">' if self.classes else "<table>"
        return f"{start}<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"


def _text(cell: Cell) -> str:
    return cell if isinstance(cell, str) else f"{cell:,}"


def _html(cell: Cell) -> str:
    return cell._repr_html_() if isinstance(cell, Code) else html.escape(_text(cell))
