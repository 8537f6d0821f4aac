"""A handout's two sheets as HTML: the first to work on, the second to keep."""

import html
from pathlib import Path

from tools.paper import fonts
from tools.paper.handouts import listing
from tools.paper.handouts.parts import Exercise, Parts

STYLE = Path(__file__).parent / "handout.css"
TELLS = "Page 2 tells the results: hand it out at the end."
BOX = '<span class="tick">☐</span>'


def document(parts: Parts) -> str:
    """The handout. What carries `data-drop` goes where room is short, the highest first."""
    number, title = parts.page.number, html.escape(parts.page.title)
    head = f"{number} {title}"
    style = f"{fonts.rules()}\n{STYLE.read_text(encoding='utf-8')}"
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"/>'
        f"<title>{head}: a handout of Parked Forever</title><style>{style}</style></head><body>"
        f'<section class="sheet"><header><h1><span class="number">{number}</span> {title}</h1>'
        f'<p class="who">Name <span class="blank"></span> {parts.minutes} minutes</p></header>'
        f"{_objectives(parts)}{listing.of(parts.page.stem)}"
        f"{_bets(parts)}{_asides(parts)}{_exercises(parts)}{_foot(head, 1)}"
        f'</section><section class="sheet">{_tells(parts)}<h2>To keep</h2>{_key_points(parts)}'
        f'<div class="key">{parts.key}</div>{_terms(parts)}'
        f'<div class="notes"><h2>Notes</h2></div>{_foot(head, 2)}</section></body></html>'
    )


def _objectives(parts: Parts) -> str:
    items = "".join(f"<li>{html.escape(each)}.</li>" for each in parts.objectives)
    return f"<h2>After this chapter you can</h2><ul>{items}</ul>"


def _bets(parts: Parts) -> str:
    """All bets; the first two stay, the last of the others goes first."""
    if not parts.bets:
        return ""
    shown = []
    for at, (question, choices) in enumerate(parts.bets):
        ticks = "".join(f"<li>{choice.replace('☐', BOX, 1)}</li>" for choice in choices)
        drop = f' data-drop="{100 + at}"' if at > 1 else ""
        shown.append(f'<li class="bet"{drop}><p>{question}</p><ul class="ticks">{ticks}</ul></li>')
    return _list("Place your bets before you read on", "bets", shown)


def _exercises(parts: Parts) -> str:
    """All exercises, each with room to work; the last of more than two goes before a bet does."""
    if not parts.exercises:
        return "" if parts.asides else '<div class="work"></div>'
    shown = []
    for at, each in enumerate(parts.exercises):
        drop = f' data-drop="{200 + at}"' if at > 1 else ""
        shown.append(f'<li class="exercise"{drop}>{each.text}{_room(each)}</li>')
    return _list("Exercises", "exercises", shown)


def _room(exercise: Exercise) -> str:
    if exercise.choices:
        ticks = "".join(f"<li>{each.replace('☐', BOX, 1)}</li>" for each in exercise.choices)
        return f'<ul class="ticks">{ticks}</ul><div class="work"></div>'
    unit = html.escape(exercise.unit)
    return (
        f'<div class="work"></div><p class="answer">Answer <span class="blank"></span> {unit}</p>'
    )


def _asides(parts: Parts) -> str:
    """Of a chapter without exercises: its own questions and things to try, with room to write."""
    if parts.exercises or not parts.asides:
        return ""
    shown = [
        f'<li class="exercise" data-drop="{100 + at}"><p>{each}</p><div class="work"></div></li>'
        for at, each in enumerate(parts.asides)
    ]
    return _list("Ask yourself, and try it", "exercises", shown)


def _list(title: str, name: str, shown: list[str]) -> str:
    of = f'<span class="of" data-of="{len(shown)}"></span>'
    return f'<h2>{title} {of}</h2><ol class="{name}">{"".join(shown)}</ol>'


def _tells(parts: Parts) -> str:
    return f'<p class="tells">{TELLS}</p>' if parts.bets else ""


def _key_points(parts: Parts) -> str:
    items = "".join(f"<li>{each}</li>" for each in parts.key_points)
    return f"<h3>Key points</h3><ul>{items}</ul>" if items else ""


def _terms(parts: Parts) -> str:
    """The terms, new ones first, of which the last goes first."""
    items = "".join(
        f'<div class="term" data-drop="{at + 1}"><dt>{html.escape(term)}</dt>'
        f"<dd>{html.escape(meaning)}</dd></div>"
        for at, (term, meaning) in enumerate(parts.terms)
    )
    of = f'<span class="of" data-of="{len(parts.terms)}"></span>'
    return f"<h3>Terms {of}</h3><dl>{items}</dl>" if items else ""


def _foot(head: str, number: int) -> str:
    return (
        f"<footer><span>Parked Forever: {head}</span><span>CC BY 4.0</span>"
        f"<span>{number} of 2</span></footer>"
    )
