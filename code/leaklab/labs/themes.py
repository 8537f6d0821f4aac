"""The labs' colours besides those of the roles, in a light page and in a dark one.

`tools/labs/generate.py` hands them to the JavaScript, which makes them CSS's custom properties.
"""

from typing import NamedTuple

from leaklab.roles import GRID, INK, PAPER


class Theme(NamedTuple):
    """Colours by what they are for.

    `ink` for words, axes and curves, on `paper`; `soft` for buttons and code, `line` for borders,
    `accent` for what is chosen, `grid` for grid lines, `mixed` for what belongs to several roles,
    `shade` for slow hours, `memory` for its curves and `haze` for what lies between them.
    """

    ink: str
    paper: str
    soft: str
    line: str
    accent: str
    grid: str
    mixed: str
    shade: str
    memory: str
    haze: str


THEMES = {
    "light": Theme(
        ink=INK,
        paper=PAPER,
        soft="#f6f8fa",
        line="#8c959f",
        accent="#0550ae",
        grid=GRID,
        mixed="#d8dee4",
        shade="#fdf0d5",
        memory="#6639ba",
        haze="#6639ba33",
    ),
    "dark": Theme(
        ink="#e6e6e6",
        paper="#16191d",
        soft="#22272e",
        line="#768390",
        accent="#79b8ff",
        grid="#48566b",
        mixed="#3d4652",
        shade="#3b3222",
        memory="#b9a3f5",
        haze="#b9a3f555",
    ),
}
