"""What a handout takes from its chapter: all of it the chapter's own words, and no answers.

Texts are HTML without links; what a handout adds of its own is its headings and the room to write.
"""

import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bs4 import Tag

from tools.paper import pages, unfold
from tools.paths import HTML
from tools.site import terms
from tools.teaching.chapters import promise

KEY = {  # the one picture or table of a chapter to keep; of others the first figure
    "01_two_evenings": "#replay",
    "02_evidence": "#fig-client-over-server",
    "03_go_in_trio": "#fig-outlives",
    "04_one_request": "#fig-lanes-112",
    "05_nobody_is_coming": "#fig-hour-nobody",
    "06_a_reader_for_every_outcome": "#fig-begun-both",
    "07_where_it_came_from": "#fig-releases",
    "08_twice_the_tasks": "#fig-three-intervals",
    "09_limits_and_clients": "#slots",
    "10_never_again": "#fig-slope-alarm",
    "11_today": "#fig-report-queue",
    "12_your_turn": "#fig-mystery-a",
}
ASIDES = ".admonition, [id^=try-it] li"
ANY_KEY = "figure:has(img), .lab"
TOKEN = re.compile(r"(TOKEN=)\S+")  # another one each time
PROMPT = "$ "  # of a chapter without a figure: what it types


@dataclass(frozen=True)
class Exercise:
    """An exercise: what it asks, the choices if it has any, what the answer is counted in."""

    text: str
    choices: tuple[str, ...]
    unit: str


@dataclass(frozen=True)
class Parts:
    """A chapter for its handout. `terms` are pairs of a term and its meaning, new ones first."""

    page: pages.Page
    objectives: tuple[str, ...]
    minutes: int
    key_points: tuple[str, ...]
    key: str
    bets: tuple[tuple[str, tuple[str, ...]], ...]
    exercises: tuple[Exercise, ...]
    terms: tuple[tuple[str, str], ...]
    asides: tuple[str, ...]


def meanings(folder: Path = HTML) -> dict[str, tuple[str, str]]:
    """Each term of the glossary and its meaning, by the end of its address."""
    glossary = pages.parsed((folder / "chapters" / "glossary.html").read_text(encoding="utf-8"))
    said = terms.meanings(glossary)
    named = {}
    for name, meaning in said.items():
        term = glossary.find(id=f"term-{name}")
        assert isinstance(term, Tag), name
        named[name] = (term.get_text().removesuffix("#").strip(), meaning)
    return named


def read(
    stem: str,
    meanings: Mapping[str, tuple[str, str]],
    known: set[str],
    folder: Path = HTML,
) -> Parts:
    """A chapter's parts, of the book built in `folder`; `meanings` are the glossary's.

    `known` are the terms of the chapters before; this one's are added.

    ValueError where the chapter does not say what its reader can do after it.
    """
    page = pages.read(stem, folder=folder)
    article = page.article
    names = _terms(article)
    boxes = [(_title(box), _unit(box)) for box in article.select("answer-box")]
    unfold.unfold(article, lambda lab, name: "")
    for link in article.select("a"):
        link.unwrap()
    for line in article.select(".where, .admonition-title"):
        line.decompose()
    for image in article.select("img"):
        image["src"] = (folder / "chapters" / str(image["src"])).resolve(strict=True).as_uri()
    can, minutes = promise(article.get_text())
    new = [name for name in names if name not in known]
    old = [name for name in names if name in known]
    known.update(names)
    return Parts(
        page,
        can,
        minutes,
        tuple(_html(item) for item in article.select("[id^=key-points] > ul > li")),
        _key(article, stem),
        tuple(_bet(bet) for bet in article.select(".bet")),
        tuple(
            _exercise(box, *known)
            for box, known in zip(article.select(".exercise"), boxes, strict=True)
        ),
        tuple(meanings[name] for name in [*new, *old]),
        tuple(_html(each) for each in article.select(ASIDES) if not each.find_parent("aside")),
    )


def _terms(article: Tag) -> list[str]:
    links = article.select('a[href*="glossary.html#term-"]')
    return list(dict.fromkeys(str(link["href"]).partition("#term-")[2] for link in links))


def _title(box: Tag) -> str:
    script = box.select_one("script")
    return str(json.loads(script.get_text())["title"]) if script else ""


def _unit(box: Tag) -> str:
    says = re.search(r"a whole number of ([\w ]+),", box.get_text())
    return says[1] if says else ""


def _html(tag: Tag) -> str:
    """What is in a tag, as one paragraph's worth."""
    for paragraph in tag.find_all("p"):
        paragraph.unwrap()
    return tag.decode_contents().strip()


def _key(article: Tag, stem: str) -> str:
    found = article.select_one(KEY.get(stem, ANY_KEY)) or article.select_one(ANY_KEY)
    if found is not None:
        for name in found.select(".caption-number"):
            name.decompose()
        return str(found)
    typed = [line for block in article.select("pre") for line in block.get_text().splitlines()]
    lines = dict.fromkeys(TOKEN.sub(r"\1...", line) for line in typed if line.startswith(PROMPT))
    return f"<pre>{html.escape(chr(10).join(lines), quote=False)}</pre>"


def _bet(bet: Tag) -> tuple[str, tuple[str, ...]]:
    question = bet.find("p")
    assert isinstance(question, Tag)
    for bold in question.find_all("strong", string="Place your bet."):
        bold.decompose()
    return _html(question), tuple(_html(choice) for choice in bet.select(".choice"))


def _exercise(box: Tag, title: str, unit: str) -> Exercise:
    cell = box.find_parent("div", class_="cell")
    assert isinstance(cell, Tag)
    told: list[Tag] = []
    for each in cell.find_previous_siblings():
        if each.name in ("h1", "h2", "h3") or each.select_one(".exercise"):
            break
        if each.name in ("p", "ul", "ol"):
            told.insert(0, each)
            first = next(each.children, None)
            if each.name == "p" and isinstance(first, Tag) and first.name == "strong":
                break  # where a question begins, as "1." or "Your diagnosis."
    for start in told[0].select("strong")[:1] if told else []:
        if not start.get_text()[:1].isdigit():
            start.string = f"{title}."  # it stands under no heading here
    choices = tuple(_html(item) for item in box.select("ol > li"))
    text = "".join(f"<p>{_html(each)}</p>" if each.name == "p" else str(each) for each in told)
    return Exercise(text, choices, unit)
