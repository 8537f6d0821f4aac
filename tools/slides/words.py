"""Sentences of a paragraph, with their markup: what a slide says of the text that goes with it."""

import copy
import re
from collections.abc import Sequence
from itertools import pairwise

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

SENTENCE = re.compile(r"[.?!:]['\u2019\u201d)]?\s+(?=[\u201c(]?[A-Z\d\u00d7])")
NO_END = re.compile(r"(?:\b(?:e\.g|i\.e|Fig|No|vs|cf)\.|^\d+\.)\s+$")
WHOLE = 110  # words of a slide's notes that stay as they are; of what follows, each first sentence
SHORT = 30  # letters: "None." says little without the sentence after it


def plain(tag: Tag) -> Tag:
    """A copy without what leads away or says what the reader has done: links are words."""
    made = copy.copy(tag)
    for gone in made.select("bet-said, .headerlink, script, sup.footnote-reference"):
        gone.decompose()
    for link in made.select("a"):
        link.unwrap()
    for holder in made.select("[aria-describedby]"):
        del holder["aria-describedby"]
    return made


def sentences(paragraph: Tag) -> list[str]:
    """The HTML of each sentence. One ends only where no markup is open."""
    found, now = [], ""
    for child in plain(paragraph).children:
        if type(child) is not NavigableString:
            now += str(child)
            continue
        for piece in _pieces(str(child)):
            now += _escaped(piece)
            if SENTENCE.search(f"{piece}X") and not NO_END.search(piece):
                found.append(now.strip())
                now = ""
    if now.strip():
        found.append(now.strip())
    return found


def _pieces(text: str) -> list[str]:
    ends = [match.end() for match in SENTENCE.finditer(text)]
    if re.search(r"[.?!:]\s+$", text):
        ends.append(len(text))
    bounds = [0, *dict.fromkeys(ends), len(text)]
    return [text[a:b] for a, b in pairwise(bounds) if a < b]


def _escaped(text: str) -> str:
    return NavigableString(text).output_ready()


def length(html: str) -> int:
    """How many letters are seen."""
    return len(" ".join(BeautifulSoup(html, "html.parser").get_text().split()))


def lead(paragraph: Tag, most: int = 200) -> str:
    """The first sentence; more of them where it is short and they are, up to `most` letters."""
    first, *rest = sentences(paragraph) or [""]
    for each in rest:
        if length(first) >= SHORT or length(first) + length(each) > most:
            break
        first += f" {each}"
    return first


def tail(paragraph: Tag, most: int = 200) -> str:
    """The last sentence, and those before it that fit into `most` letters."""
    *before, last = sentences(paragraph) or [""]
    for each in reversed(before):
        if length(last) + length(each) > most:
            break
        last = f"{each} {last}"
    return last


def notes(paragraphs: Sequence[Tag]) -> list[str]:
    """Paragraphs as a speaker's notes: `WHOLE` words, then the first sentence of each."""
    told: list[str] = []
    words = 0
    for each in paragraphs:
        whole = f"<p>{plain(each).decode_contents().strip()}</p>"
        words += len(each.get_text().split())
        told.append(whole if words <= WHOLE or not told else f"<p>{lead(each)}</p>")
    return told
