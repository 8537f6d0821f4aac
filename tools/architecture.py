"""`python -m tools.architecture`: draw the rooms and their imports into ARCHITECTURE.md.

The floors are those of import-linter's contract in pyproject.toml, the arrows are the imports, and
what a room is for is the first line of its docstring: nothing here is typed by hand. The picture
and the table beside it come out the same, byte for byte, from the same sources.
"""

import ast
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from html import escape
from typing import NamedTuple

import grimp

from leaklab.roles import GRID, INK, PAPER
from tools.paths import LEAKLAB, ROOT

PAGE, PICTURE = ROOT / "ARCHITECTURE.md", ROOT / "ARCHITECTURE.svg"
BEGIN, END = "<!-- made by python -m tools.architecture -->", "<!-- as far as here -->"

# px. A box reaches far to the left of its column, where its row is empty.
COLUMN, ROW, LEFT, RIGHT, HEIGHT, MARGIN, RADIUS = 70, 54, 92, 34, 34, 12, 13
LEGEND = (
    "From a room to the right, then down:",
    "it uses the room where the arrow ends.",
    "The number: imports, counted by module.",
    "Nothing leads up; make lint keeps it so.",
)
STYLE = f"""
text {{ font: 14px system-ui, sans-serif; fill: {INK}; text-anchor: middle }}
.paper {{ fill: {PAPER} }} .floor {{ fill: #f3f5f7 }} .name {{ font-weight: 600 }}
.legend {{ text-anchor: start }} .count {{ font-size: 13px }}
rect.room, circle {{ fill: {PAPER}; stroke: {INK} }} circle {{ stroke: {GRID} }}
path {{ fill: none; stroke: #57606a; stroke-width: 1.5 }} path.head {{ fill: #57606a }}
@media (prefers-color-scheme: dark) {{
text {{ fill: #e6edf3 }} .paper {{ fill: #0d1117 }} .floor {{ fill: #161b22 }}
rect.room, circle {{ fill: #0d1117; stroke: #e6edf3 }} circle {{ stroke: #444c56 }}
path {{ stroke: #9198a1 }} path.head {{ fill: #9198a1 }}
}}
"""


class House(NamedTuple):
    """The rooms, top floor first, and what leads from one to another."""

    floors: list[list[str]]
    imports: Counter[tuple[str, str]]  # (room, room below): how many modules import how many
    outside: defaultdict[str, set[str]]  # room: packages that are not Python's own
    purpose: dict[str, str]  # room: the first line of its docstring

    @property
    def rooms(self) -> list[str]:
        """All rooms, in the order of the picture."""
        return [room for floor in self.floors for room in floor]


def floors() -> list[list[str]]:
    """The floors of the contract about layers, top floor first."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    [layers] = [each["layers"] for each in contracts if each["type"] == "layers"]
    return [[room.strip(" ()") for room in floor.replace("|", ":").split(":")] for floor in layers]


def survey() -> House:
    """The house as its imports are now. Raises ValueError for an import that leads up."""
    graph = grimp.build_graph("leaklab", include_external_packages=True, cache_dir=None)
    house = House(floors(), Counter(), defaultdict(set), {})
    rooms = house.rooms
    for module in graph.modules:
        room = _room(module)
        if room not in rooms:  # leaklab itself and __main__: the front doors
            continue
        for imported in graph.find_modules_directly_imported_by(module):
            other = _room(imported)
            if other in rooms and imported.startswith("leaklab."):
                house.imports[room, other] += room != other
            elif not imported.startswith("leaklab") and imported not in sys.stdlib_module_names:
                house.outside[room].add(imported)
    for room, other in +house.imports:
        if rooms.index(other) < rooms.index(room):
            raise ValueError(f"{room} imports {other}, which is above it; see make lint")
    house.purpose.update({room: _first_line(room) for room in rooms})
    return house


def _room(module: str) -> str:
    """The room of a module: `leaklab.labs.lab` is in `labs`."""
    return [*module.split("."), ""][1]


def _first_line(room: str) -> str:
    """What a room says of itself."""
    package = LEAKLAB / room / "__init__.py"
    path = package if package.exists() else LEAKLAB / f"{room}.py"
    doc = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return doc.partition("\n")[0]


def picture(house: House) -> str:
    """The SVG: boxes down the diagonal, each floor a band, imports to the right and down."""
    rooms = house.rooms
    width = 2 * MARGIN + LEFT + RIGHT + COLUMN * (len(rooms) - 1)
    height = 2 * MARGIN + ROW * len(rooms)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" aria-labelledby="title">',
        f'<title id="title">{escape(_alternative(house))}</title>',
        f"<style>{STYLE}</style>",
        f'<rect class="paper" width="{width}" height="{height}"/>',
        *_bands(house, width),
        *_arrows(house),
    ]
    for room in rooms:
        x, y = _place(rooms, room)
        parts += [
            f'<rect class="room" x="{x - LEFT}" y="{y - HEIGHT // 2}" width="{LEFT + RIGHT}" '
            f'height="{HEIGHT}" rx="4"/>',
            f'<text class="name" x="{x - (LEFT - RIGHT) // 2}" y="{y + 5}">{escape(room)}</text>',
        ]
    first = height - 2 * MARGIN - 24 * (len(LEGEND) - 1)
    parts += [
        f'<text class="legend" x="{2 * MARGIN}" y="{first + 24 * line}">{escape(text)}</text>'
        for line, text in enumerate(LEGEND)
    ]
    return "\n".join([*parts, "</svg>", ""])


def _place(rooms: list[str], room: str) -> tuple[int, int]:
    """The column of a room, and the middle of its row."""
    number = rooms.index(room)
    return MARGIN + LEFT + COLUMN * number, MARGIN + ROW * number + ROW // 2


def _bands(house: House, width: int) -> Iterator[str]:
    """Every second floor has a ground of its own."""
    top = MARGIN
    for number, floor in enumerate(house.floors):
        if number % 2 == 0:
            yield f'<rect class="floor" y="{top}" width="{width}" height="{ROW * len(floor)}"/>'
        top += ROW * len(floor)


def _arrows(house: House) -> Iterator[str]:
    """A line to the right of each room, one down to each, and a number where the two belong."""
    rooms, pairs = house.rooms, sorted(+house.imports)
    for room in rooms:
        x, y = _place(rooms, room)
        if reached := [_place(rooms, to)[0] for start, to in pairs if start == room]:
            yield f'<path d="M{x + RIGHT} {y}H{max(reached)}"/>'
        if starts := [_place(rooms, start)[1] for start, to in pairs if to == room]:
            end = y - HEIGHT // 2
            yield f'<path d="M{x} {min(starts)}V{end - 5}"/>'
            yield f'<path class="head" d="M{x - 4} {end - 8}h8l-4 7z"/>'
    for start, to in pairs:
        x, y = _place(rooms, to)[0], _place(rooms, start)[1]
        yield f'<circle cx="{x}" cy="{y}" r="{RADIUS}"/>'
        yield f'<text class="count" x="{x}" y="{y + 5}">{house.imports[start, to]}</text>'


def _alternative(house: House) -> str:
    """The picture in a sentence."""
    return (
        f"{len(house.rooms)} rooms on {len(house.floors)} floors, {len(+house.imports)} arrows "
        f"between them, all of which lead down: from {house.rooms[0]} to {house.rooms[-1]}"
    )


def table(house: House) -> str:
    """The same as words: a row for each room, top floor first."""
    rows = ["| room | what is in it | uses (imports) | from outside |", "|---|---|---|---|"]
    for room in house.rooms:
        folder = (LEAKLAB / room).is_dir()
        link = f"[`{room}`](code/leaklab/{room}{'/' if folder else '.py'})"
        uses = [f"{to} {n}" for to in house.rooms if (n := house.imports[room, to])]
        outside = ", ".join(sorted(house.outside[room])) or "nothing"
        row = (link, house.purpose[room], ", ".join(uses) or "nothing", outside)
        rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |")
    return "\n".join(rows)


def page(house: House, text: str) -> str:
    """ARCHITECTURE.md, with the picture and the table of this house in `text`'s."""
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    shown = f"![{_alternative(house)}. The table has the same as words.]({PICTURE.name})"
    return f"{before}{BEGIN}\n\n{shown}\n\n{table(house)}\n\n{END}{after}"


def main() -> None:
    """Write both."""
    house = survey()
    PICTURE.write_text(picture(house), encoding="utf-8")
    PAGE.write_text(page(house, PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
