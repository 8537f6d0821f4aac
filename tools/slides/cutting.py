"""A chapter's finished page cut into slides: what is looked at, and what is said to it."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, Tag

from tools.site.slide_types import TYPES
from tools.slides.parts import Part, parts
from tools.slides.words import lead, length, notes, plain, sentences, tail
from tools.teaching.chapters import TAG

LEFT_OUT = ("sources", "your-bets")
KEY_POINTS, EXERCISES = "key-points", "exercises"
BET = "place-bet"
ENOUGH = 2  # sentences, of which the first belong to the slide before


@dataclass
class Slide:
    """What a slide shows and what its speaker says; all of it HTML, but for the heading's text."""

    kind: str
    heading: str
    html: str = ""
    above: str = ""
    below: str = ""
    notes: list[str] = field(default_factory=list)


def title(page: BeautifulSoup) -> str:
    """The chapter's title."""
    heading = page.select_one("article h1")
    assert heading is not None, "a page without a heading"
    return _text(plain(heading))


def cut(page: BeautifulSoup) -> list[Slide]:
    """All slides of a chapter, in the order of its page; the exercises come last."""
    whole = page.select_one("article section")
    assert whole is not None, "a page without text"
    inside = [each for each in _tags(whole) if each.name not in ("section", "h1")]
    first = Slide("title", title(page), notes=_said(inside[1:]))
    made, ends = [first], dict[str, list[Slide]]()
    for section in whole.find_all("section", recursive=False):
        name = str(section.get("id", ""))
        if name == KEY_POINTS:
            ends[name] = [_key_points(section)]
        elif name == EXERCISES:
            ends[name] = [_exercises(section)]
        elif not name.startswith(LEFT_OUT) and "your-bets" not in section.get_attribute_list(
            "class"
        ):
            made += _section(section, _heading(section))
    return [*made, *ends.get(KEY_POINTS, []), *ends.get(EXERCISES, [])]


def _section(section: Tag, heading: str) -> list[Slide]:
    """The slides of a section, and of the sections in it."""
    made: list[Slide] = []
    waiting: list[Tag] = []  # said, with nothing to look at yet
    for element in _flat(section):
        if element.name == "section":
            made += _close(made, waiting, heading) + _section(element, _heading(element))
            waiting = []
            continue
        kind = _type(element)
        found = [] if kind in ("skip", "notes") else parts(element)
        if kind == "skip":
            continue
        if not found:
            waiting.append(element)
            continue
        after_bet = bool(made) and made[-1].kind == BET
        said: list[Tag] = []
        before = waiting
        if made and not after_bet:
            said, before = _divided(waiting)
            _say(made[-1], said)
        made += _shown(found, heading, before, said)
        if kind == "fragment":
            made[-1].html = f'<div class="fragment">{made[-1].html}</div>'
        waiting = []
    return made + _close(made, waiting, heading)


def _close(made: list[Slide], waiting: list[Tag], heading: str) -> list[Slide]:
    """What is said at the end: to the last slide, or on a slide of its own where there is none, or
    where the last one holds a bet, whose result it tells.
    """
    spoken = [each for each in waiting if each.name == "p"]
    if not spoken and not waiting:
        return []
    if made and (made[-1].kind != BET or not spoken):
        _say(made[-1], waiting)
        return []
    if not spoken:
        return []
    return [Slide("text", heading, f"<p>{lead(spoken[0], 320)}</p>", notes=_said(waiting))]


def _divided(waiting: list[Tag]) -> tuple[list[Tag], list[Tag]]:
    """What belongs to the slide before, and what leads to the next one: the last paragraph if its
    end is open (a colon, a question, no full stop), or if it stands between the two with others.
    """
    if not waiting:
        return [], []
    leads = not _text(waiting[-1]).endswith((".", ")")) or len(waiting) > 1
    return (waiting[:-1], waiting[-1:]) if leads else (waiting, [])


def _shown(found: list[Part], heading: str, before: list[Tag], said: list[Tag]) -> list[Slide]:
    """A slide for each part. A small one has room for what leads to it: the end of the paragraph
    before it, also of one that begins with the slide before.
    """
    made = []
    leads = [each for each in before[-1:] if each.name == "p"]
    if not before:
        leads = [each for each in said[-1:] if each.name == "p" and len(sentences(each)) > ENOUGH]
    for at, part in enumerate(found):
        many = f" ({at + 1} of {len(found)})" if len(found) > 1 else ""
        slide = Slide(part.kind, heading + many, part.html)
        if part.small and at == 0 and leads:
            slide.above = tail(leads[-1])
        made.append(slide)
    made[0].notes = _said(before)
    return made


def _say(slide: Slide, said: list[Tag]) -> None:
    """Let the speaker say more to a slide; a small output has room for its first sentence."""
    spoken = [each for each in said if each.name == "p"]
    small = slide.kind in ("code", "table") and slide.html.count('class="line"') <= 8
    first = lead(spoken[0]) if small and spoken and not slide.below else ""
    if first and length(first) <= 200 and _text(BeautifulSoup(first, "html.parser")).endswith("."):
        slide.below = first
    slide.notes += _said(said)


def _said(elements: list[Tag]) -> list[str]:
    """A speaker's notes: paragraphs cut to size, what somebody may ask, what instructors know."""
    spoken = [each for each in elements if each.name == "p" and _text(each)]
    told = notes(spoken)
    for each in elements:
        classes = each.get_attribute_list("class")
        if _type(each) == "notes":
            told.append(f"<pre>{html.escape(_printed(each))}</pre>")
        elif each.name == "details" and "sd-dropdown" in classes:
            told.append(_asked(each))
        elif TAG in classes:
            told.append(f'<div class="{TAG}">{plain(each).decode_contents()}</div>')
        elif "admonition" in classes or each.name in ("ul", "ol"):
            told.append(str(plain(each)))
    return told


def _printed(cell: Tag) -> str:
    return "\n".join(each.get_text() for each in cell.select(".cell_output pre")).strip()


def _asked(dropdown: Tag) -> str:
    summary, body = dropdown.select_one("summary"), dropdown.select_one(".sd-summary-content")
    assert summary is not None
    assert body is not None
    answer = "".join(notes(body.select("p")[:2]))
    return f"<p><strong>If asked: {_text(plain(summary))}</strong></p>{answer}"


def _key_points(section: Tag) -> Slide:
    points = section.select_one("ul")
    assert points is not None, "key points without a list"
    items = [plain(item) for item in points.find_all("li", recursive=False)]
    listed = "".join(f'<li class="fragment">{item.decode_contents()}</li>' for item in items)
    rest = [each for each in _tags(section) if each.name == "p" and not each.get("class")]
    return Slide(KEY_POINTS, "Key points", f"<ul>{listed}</ul>", notes=_said(rest))


def _exercises(section: Tag) -> Slide:
    spoken = [each for each in section.find_all("p", recursive=False) if not each.get("class")]
    asked = [each for each in spoken if re.match(r"\d+\.", _text(each))]
    listed = "".join(f"<li>{_without_number(each)}</li>" for each in asked)
    others = [each for each in _tags(section) if each not in asked]
    return Slide(EXERCISES, "Exercises", f"<ol>{listed}</ol>", notes=_said(others))


def _without_number(paragraph: Tag) -> str:
    made = plain(paragraph)
    number = made.find("strong")
    if isinstance(number, Tag):
        number.decompose()
    return made.decode_contents().strip()


def _flat(section: Tag) -> Iterator[Tag]:
    """A section's elements, those that a bet folds on the page too."""
    for element in _tags(section):
        classes = element.get_attribute_list("class")
        if "after-bet" in classes:
            yield from _flat(element)
        elif element.name not in ("h2", "h3", "h4", "script") and "bet-later" not in classes:
            yield element


def _type(element: Tag) -> str:
    for each in element.get_attribute_list("class"):
        name = str(each).removeprefix("slide-")
        if name != each and name in TYPES:
            return name
    return ""


def _heading(section: Tag) -> str:
    found = section.find(["h2", "h3", "h4"], recursive=False)
    assert isinstance(found, Tag), f"the section {section.get('id')} has no heading"
    return _text(plain(found))


def _tags(element: Tag) -> Iterator[Tag]:
    return (each for each in element.children if isinstance(each, Tag))


def _text(element: Tag) -> str:
    return " ".join(element.get_text().split())
