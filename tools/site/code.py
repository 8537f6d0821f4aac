"""Code and printed lines on a page: nothing is cut off, and a diff says where a line differs.

Each line is an element, so that the style sheet can fold a long one under its own indent. A line's
text stays what it was, with its end, so what is copied is what runs.
"""

import html
import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import accumulate, pairwise

from bs4 import BeautifulSoup, Tag

PIECE = re.compile(r"<[^>]*>|&[^;\s]+;|[^<&\n]+|\n")
WORDS = re.compile(r"\w+|\s+|.")
NAME = re.compile(r"</?([\w-]+)")
DEEPEST = 16  # columns: a phone has some 45
ALIKE = 0.75  # two lines that have less in common are two lines
SIGNS = {"-": "gd", "+": "gi"}  # as pygments calls them


def fold(page: BeautifulSoup) -> None:
    """Make an element of each line of each block."""
    for block in page.select("pre"):
        inside = block.find("code", recursive=False)
        holder = inside if isinstance(inside, Tag) else block
        lines = list(_lines(holder.decode_contents()))
        texts = [_text(line) for line in lines]
        if _is_diff(block, texts):
            lines = _marked(lines, texts)
        folded = "".join(map(_element, lines, texts))
        parsed = BeautifulSoup(f"<pre>{folded}</pre>", "html.parser").pre  # keeps white space
        assert parsed is not None
        holder.clear()
        holder.extend(list(parsed.contents))


def _lines(markup: str) -> Iterator[str]:
    """The lines of some markup, each with its newline, and with the tags around it closed."""
    line, around = "", list[str]()
    for piece in PIECE.findall(markup):
        if piece == "\n":
            closed = "".join(f"</{_name(tag)}>" for tag in reversed(around))
            yield f"{line}\n{closed}"
            line = "".join(around)
            continue
        if piece.startswith("</"):
            around.pop()
        elif piece.startswith("<"):
            around.append(piece)
        line += piece
    if _text(line):
        yield line


def _name(tag: str) -> str:
    found = NAME.match(tag)
    assert found is not None, tag
    return found[1]


def _text(line: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", line))


def _element(line: str, text: str) -> str:
    """A line that knows how deep it is indented."""
    deep = min(len(text) - len(text[1 if text[:1] in SIGNS else 0 :].lstrip()), DEEPEST)
    style = f' style="--in:{deep}"' if text.strip() and deep else ""
    return f'<span class="line"{style}>{line}</span>'


def _is_diff(block: Tag, texts: list[str]) -> bool:
    """Whether a block shows changes: it was coloured as such, or has changed lines alone."""
    said = [text for text in texts if text.strip()]
    plain = block.select_one("span[class]") is None and len(said) > 1
    return block.select_one(".gd, .gi") is not None or (
        plain and {text[0] for text in said} == set(SIGNS)
    )


def _marked(lines: list[str], texts: list[str]) -> list[str]:
    """A diff whose lines have their colours, and marks where two neighbours differ."""
    marked = list(lines)
    for at, (text, line) in enumerate(zip(texts, lines, strict=True)):
        if text[0] in SIGNS and "<" not in line:
            marked[at] = f'<span class="{SIGNS[text[0]]}">{line}</span>'
    for at, (old, new) in enumerate(pairwise(texts)):
        if old[0] == "-" and new[0] == "+" and (spots := _differences(old[1:], new[1:])):
            for row, text, side in ((at, old, 0), (at + 1, new, 1)):
                inside = _with_marks(text, [spot[side] for spot in spots])
                marked[row] = f'<span class="{SIGNS[text[0]]}">{inside}</span>'
    return marked


def _differences(old: str, new: str) -> list[tuple[slice, slice]]:
    """Where two lines that are much alike differ, word by word; nothing where they are not."""
    if SequenceMatcher(None, old, new, autojunk=False).ratio() < ALIKE:
        return []
    old_words, new_words = WORDS.findall(old), WORDS.findall(new)
    compared = SequenceMatcher(None, old_words, new_words, autojunk=False)
    old_at, new_at = _starts(old_words), _starts(new_words)
    return [
        (slice(old_at[a], old_at[b]), slice(new_at[c], new_at[d]))
        for kind, a, b, c, d in compared.get_opcodes()
        if kind != "equal"
    ]


def _starts(words: list[str]) -> list[int]:
    """Where each word begins, and the last one ends, behind the sign."""
    return list(accumulate(map(len, words), initial=1))


def _with_marks(text: str, spots: list[slice]) -> str:
    done, found = 0, ""
    for spot in spots:
        if spot.start < spot.stop:
            changed = html.escape(text[spot], quote=False)
            found += html.escape(text[done : spot.start], quote=False) + f"<mark>{changed}</mark>"
            done = spot.stop
    return found + html.escape(text[done:], quote=False)
