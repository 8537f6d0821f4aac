"""What participants, the projector and the leader see of a room: values for JSON, from the store.

Each takes the store inside of a keeper's job. `here` is how many have a page open now.
"""

import json
from typing import Any

from leaklab.book.room.catalog import Bet, Catalog
from leaklab.book.room.store import Store

WITHOUT_A_NAME = "without a name"


def opened(store: Store) -> list[str]:
    """The names of the bets whose results the leader has opened."""
    return list(json.loads(store.setting("opened", "[]")))


def participant(store: Store, catalog: Catalog, here: int) -> dict[str, Any]:
    """What each page of the book hears: nothing of what anybody else said."""
    place = store.setting("link")
    title = catalog.places.get(place)
    return {
        "here": here,
        "paused": store.setting("paused") == "1",
        "opened": opened(store),
        "link": {"href": f"/{place}", "title": title} if title else None,
    }


def show(store: Store, catalog: Catalog, here: int) -> dict[str, Any]:
    """What the projector shows: counts, and no nicknames."""
    bet = catalog.bets.get(store.setting("shown"))
    solved = store.solutions()
    return participant(store, catalog, here) | {
        "joined": store.joined(),
        "shown": spread(store, bet, held=not is_spread(store)) if bet else None,
        "solved": [
            {
                "title": chapter.title,
                "exercises": [
                    {"title": each.title, "count": solved.get(each.id, 0)}
                    for each in chapter.exercises
                ],
            }
            for chapter in catalog.chapters
            if any(solved.get(each.id) for each in chapter.exercises)
        ],
    }


def is_spread(store: Store) -> bool:
    """Whether the leader lets the projector show how the room has bet."""
    return store.setting("spread") == "1"


def spread(store: Store, bet: Bet, *, held: bool = False) -> dict[str, Any]:
    """How the room has bet: while it is `held` back, how many have, so that nobody follows others.

    Which choice the run shows is there once the bet is open.
    """
    counts, late = store.spread(bet.name, len(bet.choices))
    is_open = bet.name in opened(store)
    return {
        "name": bet.name,
        "question": bet.question,
        "choices": bet.choices,
        "counts": None if held and not is_open else counts,
        "votes": sum(counts),
        "late": late,
        "won": bet.won if is_open else None,
    }


def lead(store: Store, catalog: Catalog, here: int) -> dict[str, Any]:
    """What the leader's page shows: the projector's, and who is how far."""
    bet = catalog.bets.get(store.setting("shown"))
    return show(store, catalog, here) | {
        "shown": spread(store, bet) if bet else None,
        "spread": is_spread(store),
        "voted": store.voted(),
        "link_place": store.setting("link"),
        "people": [
            {"nickname": nickname or f"{WITHOUT_A_NAME} ({number})", "bets": bets, "solved": solved}
            for number, nickname, bets, solved in store.people()
        ],
    }


def for_participants(catalog: Catalog) -> dict[str, Any]:
    """What a page needs to name a choice by its number: the choices as browsers keep them."""
    return {name: bet.called for name, bet in catalog.bets.items()}


def for_leader(catalog: Catalog) -> list[dict[str, Any]]:
    """All bets and sections, to choose from."""
    return [
        {
            "page": chapter.page,
            "title": chapter.title,
            "sections": [{"id": id, "title": title} for id, title in chapter.sections],
            "bets": [{"name": bet.name, "question": bet.question} for bet in chapter.bets],
        }
        for chapter in catalog.chapters
    ]


VIEWS = {"participant": participant, "show": show, "lead": lead}
