"""What is to be looked at in a chapter's page, one such thing a slide; long code in parts."""

import copy
import re
from typing import NamedTuple

from bs4 import Tag

from tools.labs.build import TAGS as LABS
from tools.slides.words import plain

OTHER = ("place-bet", "code-bench", "send-request")
ACTED = ", ".join((*LABS, *OTHER))  # elements that somebody acts with
ROWS, COLUMNS = 17, 76  # of code in letters of 24 px
NARROW_ROWS, HALF = 15, 42  # two listings beside each other
TABLE_HIGH_PX, LINE_PX, PADDING_PX = 500, 34, 16  # of a table, a line of it, a row
TABLE_LETTERS = 78  # that stand in a line of it
PAIR = "div > div:has(> .highlight)"  # two listings, each under its language
CAPTION, CAPTION_ROWS = ".code-block-caption", 2
SMALL = 8  # rows of an output that leave room for a sentence above and one below
LIST_LETTERS = 520
DATE = re.compile(r"\d{4}-\d\d-\d\d")  # broken at its hyphens it cannot be read at a glance


class Part(NamedTuple):
    """One thing to look at: its kind, its HTML, and whether a sentence or two find room with it."""

    kind: str
    html: str
    small: bool = False


def parts(element: Tag) -> list[Part]:
    """The slides that an element of a section gives, none where it is text to be said."""
    classes = element.get_attribute_list("class")
    if "cell" in classes:
        return _of_cell(element)
    if element.name in ("ul", "ol") and len(element.get_text()) <= LIST_LETTERS:
        return [Part("list", str(plain(element)))]
    if element.name == "blockquote":
        return [Part("quote", str(plain(element)))]
    if element.name == "figure":
        return [_figure(element)]
    if "pst-scrollable-table-container" in classes:
        return _tables(element)
    if any(str(each).startswith("highlight-") for each in classes):
        return _code([element])
    if "literal-block-wrapper" in classes:
        return _code([element])
    return []


def _of_cell(cell: Tag) -> list[Part]:
    """A cell: the element to act with, or its figure, or the code that is its topic and what it
    printed, together where they fit.
    """
    acted = cell.select_one(ACTED)
    if acted is not None:
        return [_acted(acted)]
    found: list[Part] = []
    given = cell.select(":scope > .cell_input .highlight")
    printed: list[Tag] = []
    for output in cell.select(":scope > .cell_output > *"):
        if output.name == "figure":
            found.append(_figure(output))
        elif output.select_one(":scope > table"):
            found += _tables(output)
        elif pair := output.select(f":scope > {PAIR}"):
            found += _pair(pair)
        elif folded := output.select(":scope > details"):
            found += [each for fold in folded for each in _folded(fold)]
        elif output.select_one("pre"):
            printed.append(output)
    if cell.select_one(f".output > {PAIR}"):  # that is called for its listings alone
        return found
    if given and found:
        return _code(given) + _code(printed) + found
    listed = printed if found else given + printed
    return _code(listed, small=not given) + found


def _acted(element: Tag) -> Part:
    made = copy.copy(element)
    for gone in made.select(".bet-all, .bet-won"):
        gone.decompose()
    if made.name == "place-bet":  # a bet of its own: what the speaker has bet is not shown
        name = f"slide-{str(made['id']).removeprefix('bet-')}"
        made["id"] = f"bet-{name}"
        for choice in made.select("input[type=radio]"):
            choice["name"] = f"bet-{name}"
    kind = "lab" if made.name in LABS else made.name
    return Part(kind, str(made))


def _figure(figure: Tag) -> Part:
    made = plain(figure)
    for picture in made.select("picture"):
        for source in picture.select("source"):  # a phone's drawing; slides are wide
            source.decompose()
    for image in made.select("img"):
        del image["loading"]
        image["decoding"] = "sync"
    for gone in made.select(".caption-number"):
        gone.decompose()
    return Part("figure", str(made))


def _tables(holder: Tag) -> list[Part]:
    """A table in parts that are not too tall, and about as tall, each with the heading."""
    whole = holder.select_one("table")
    assert whole is not None
    table = plain(whole)
    for cell in table.select("th, td"):
        if DATE.fullmatch(cell.get_text().strip()):
            cell["class"] = "date"
    heights = _heights(table)
    if sum(heights) <= TABLE_HIGH_PX:
        return [Part("table", str(table), sum(heights) <= TABLE_HIGH_PX // 2)]
    count = len(_cut(heights, TABLE_HIGH_PX))
    even = next(px for px in range(1, 1 + TABLE_HIGH_PX) if len(_cut(heights, px)) == count)
    made = []
    for start, stop in _cut(heights, even):
        some = copy.copy(table)
        for at, row in enumerate(_rows_of(some)):
            if not start <= at < stop:
                row.decompose()
        made.append(Part("table", str(some)))
    return made


def _cut(heights: list[int], high_px: int) -> list[tuple[int, int]]:
    """The rows, first and behind the last, of each part of a table that is at most so high."""
    cut, start = [], 0
    for at in range(1, len(heights)):
        if sum(heights[start : at + 1]) > high_px:
            cut.append((start, at))
            start = at
    return [*cut, (start, len(heights))]


def _rows_of(table: Tag) -> list[Tag]:
    return [row for row in table.select("tr") if row.find("td") and not row.find_parent("thead")]


def _heights(table: Tag) -> list[int]:
    """About how high each row is, px, when columns share the width by their longest text."""
    rows = [
        [len(cell.get_text().strip()) for cell in row.select("th, td")] for row in _rows_of(table)
    ]
    columns = max(map(len, rows))
    longest = [max([row[at] for row in rows if at < len(row)] + [4]) for at in range(columns)]
    room = TABLE_LETTERS - 3 * columns
    narrow = [each for each in longest if each <= room // columns]  # these keep their width
    wide = sum(longest) - sum(narrow)
    share = [
        each
        if sum(longest) <= room or each <= room // columns
        else max(8, each * (room - sum(narrow)) // wide)
        for each in longest
    ]
    lines = [max(1, *(-(-each // share[at]) for at, each in enumerate(row))) for row in rows]
    return [each * LINE_PX + PADDING_PX for each in lines]


def _pair(sides: list[Tag]) -> list[Part]:
    """Two listings: beside each other where both fit, else one after the other."""
    made = [plain(side) for side in sides]
    for side in made:
        del side["style"]
    if all(_rows(side, HALF) <= NARROW_ROWS for side in made):
        return [Part("pair", "".join(map(str, made)))]
    found = []
    for side in made:
        title = side.select_one("p")
        name = title.extract() if title else ""
        found += [Part("code", f"{name}{each.html}") for each in _code([side])]
    return found


def _folded(fold: Tag) -> list[Part]:
    """A listing that the page folds: open, under the words that it is folded by."""
    summary, listing = fold.select_one("summary"), fold.select_one(".highlight")
    assert summary is not None
    assert listing is not None
    title = f"<p><strong>{summary.get_text()}</strong></p>"
    return [Part("code", title + html) for html in _in_parts(listing, ROWS - 1)]


def _code(blocks: list[Tag], *, small: bool = False) -> list[Part]:
    """Listings and what they print: together where there is room, else each alone, in parts."""
    if not blocks:
        return []
    rows = [_rows(block, COLUMNS) for block in blocks]
    captions = sum(CAPTION_ROWS for block in blocks if block.select_one(CAPTION))
    if sum(rows) + len(rows) + captions <= ROWS:
        html = "".join(str(plain(block)) for block in blocks)
        return [Part("code", html, small and sum(rows) <= SMALL)]
    return [Part("code", html) for block in blocks for html in _in_parts(block)]


def _in_parts(block: Tag, most: int = ROWS) -> list[str]:
    lines = block.select(".line")
    if block.select_one(CAPTION):
        most -= CAPTION_ROWS
    if _rows(block, COLUMNS) <= most:
        return [str(plain(block))]
    made = []
    for some in _chunks([line.get_text() for line in lines], most):
        part = plain(block)
        for at, line in enumerate(part.select(".line")):
            if at not in some:
                line.decompose()
        made.append(str(part))
    return made


def _chunks(lines: list[str], most: int) -> list[range]:
    """Where to cut into `most` rows: where all the rest fits a part, as early as leaves a third of
    a part before it; else at the last empty line, or before the line that is indented least.
    """
    found, start = [], 0
    while start < len(lines):
        room, stop = most, start
        while stop < len(lines) and (room := room - _wrapped(lines[stop], COLUMNS)) >= 0:
            stop += 1
        stop = max(stop, start + 1)
        if stop < len(lines):
            rests = [
                at
                for at in range(start + most // 3, stop + 1)
                if not lines[at].strip() and _high(lines[at + 1 :]) <= most
            ]
            near = range(stop, max(start + most // 2, start + 1), -1)
            last = min(near, key=lambda at: (_depth(lines[at]), stop - at), default=stop)
            stop = rests[0] if rests else last
        found.append(range(start, stop))
        start = next((at for at in range(stop, len(lines)) if lines[at].strip()), len(lines))
    return found


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip()) if line.strip() else -1


def _rows(block: Tag, columns: int) -> int:
    lines = block.select(".line")
    return _high([line.get_text() for line in lines] or block.get_text().splitlines(), columns)


def _high(texts: list[str], columns: int = COLUMNS) -> int:
    """How many rows these lines have."""
    return sum(_wrapped(text, columns) for text in texts)


def _wrapped(text: str, columns: int) -> int:
    return max(1, -(-len(text.rstrip()) // columns))
