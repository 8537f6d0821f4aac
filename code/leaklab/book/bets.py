"""All chapters. A bet: a question, choices, and the one that a run shows to be right.

The output of a cell is the bet as readers meet it: on a page and in JupyterLab an element to choose
in, elsewhere text. What won is worked out in the cell, never typed:

    bets.place("left", "How many tasks are left?", {"none": left == 0, "all": left == 200})
"""

import html
import re
from collections.abc import Mapping

from leaklab.book.page import Page

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MARKED = re.compile(r"`([^`]+)`|\*([^*]+)\*")
LEAD = re.compile(r"\*([^*]+?)\.?\*")


def place(
    name: str,
    question: str,
    choices: Mapping[str, object],
    *,
    told_later: bool = False,
) -> Page:
    """The bet of this name: `choices` says of each answer, in words, whether the run shows it.

    `name` is the bet's own in the whole book: lowercase words joined by hyphens. `code` and
    *emphasis* may be marked; an answer that begins with words in *emphasis* is called by them.
    With `told_later` the text below tells which one won, and the bet does not. ValueError for
    another name, for less than two choices, and unless exactly one is right.
    """
    if not NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name for a bet: use words such as still-there")
    if len(choices) < 2:
        raise ValueError(f"the bet {name} has {len(choices)} choices: give at least 2")
    right = [words for words, shown in choices.items() if shown]
    if len(right) != 1:
        found = " and ".join(repr(words) for words in right) or "none"
        raise ValueError(f"the bet {name}: one choice must be right, and the run shows {found}")
    won = "" if told_later else f"The run shows: {_stopped(called(right[0]))}"
    return Page(
        _as_text(question, choices, won),
        _as_html(f"bet-{name}", question, choices, won),
    )


def called(choice: str) -> str:
    """What the choice is called in a sentence: its first words in *emphasis*, or all of it."""
    lead = LEAD.match(choice)
    return _plain(lead[1] if lead else choice)


def _plain(words: str) -> str:
    return MARKED.sub(lambda found: found[1] or found[2], words)


def _stopped(words: str) -> str:
    return words if words.endswith((".", "?")) else f"{words}."


def _marked(words: str) -> str:
    """The words as HTML."""
    return MARKED.sub(
        lambda found: f"<code>{found[1]}</code>" if found[1] else f"<em>{found[2]}</em>",
        html.escape(words),
    )


def _as_text(question: str, choices: Mapping[str, object], won: str) -> str:
    lines = [f"Place your bet. {_plain(question)}", *(f"- {_plain(words)}" for words in choices)]
    return "\n".join([*lines, won] if won else lines)


def _as_html(id: str, question: str, choices: Mapping[str, object], won: str) -> str:
    """The element: readable as it stands, to those too for whom it does not run."""
    items = "".join(
        f'<p><label><input type="radio" name="{id}" value="{html.escape(called(words))}"'
        f"{' data-won' if shown else ''}> <span>{_marked(words)}</span></label></p>"
        for words, shown in choices.items()
    )
    told = f'<p class="bet-won">{html.escape(won)}</p>' if won else ""
    later = "" if won else " data-later"
    return (
        f'<place-bet id="{id}"{later}><fieldset><legend><strong>Place your bet.</strong> '
        f'<span class="bet-question">{_marked(question)}</span></legend>{items}</fieldset>'
        f"{told}</place-bet>"
    )
