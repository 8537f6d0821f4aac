"""What the leader asks of the room: to show, open, pause, link, export, erase; all with a code."""

import csv
import io
import json
from collections.abc import Callable, Iterable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from leaklab.book.room import asking, views
from leaklab.book.room.catalog import Catalog
from leaklab.book.room.room import Room
from leaklab.book.room.store import Line, Store

FORMULAS = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would work out


class Leader:
    """The addresses of the leader."""

    def __init__(self, room: Room) -> None:
        self.room = room

    def routes(self) -> list[BaseRoute]:
        """Where they are."""
        return [
            Route("/room/lead/book", self.book),
            Route("/room/lead/do", self.do, methods=["POST"]),
            Route("/room/lead/erase", self.erase, methods=["POST"]),
            Route("/room/lead/export.{kind:str}", self.export),
        ]

    def _check(self, request: Request) -> None:
        asking.check_leader(request, self.room.limits, self.room.leader)

    async def book(self, request: Request) -> Response:
        """All bets and sections, to choose from, and the code that participants need."""
        self._check(request)
        book = views.for_leader(self.room.catalog)
        return JSONResponse({"code": self.room.code, "chapters": book})

    async def do(self, request: Request) -> Response:
        """Set what the body names: `shown`, `spread`, `link`, `paused`, `open` or `close`. 204."""
        self._check(request)
        job = self._job(await asking.body(request))
        await self.room.keeper.do(job)
        self.room.hub.changed()
        return Response(status_code=204)

    def _job(self, given: dict[str, Any]) -> Callable[[Store], None]:
        """The one thing that the body asks for."""
        catalog = self.room.catalog
        for setting in ("paused", "spread"):
            if setting in given:
                value = "1" if asking.truth(given, setting) else ""
                return _setter(setting, value)
        for setting, names in (("shown", catalog.bets), ("link", catalog.places)):
            if setting in given:
                value = "" if given[setting] is None else asking.known(given, setting, names)
                return _setter(setting, value)
        opening = "open" in given
        name = asking.known(given, "open" if opening else "close", catalog.bets)

        def turn(store: Store) -> None:
            others = [each for each in views.opened(store) if each != name]
            store.set("opened", json.dumps([*others, name] if opening else others))

        return turn

    async def erase(self, request: Request) -> Response:
        """Erase everybody. The body says so once more: {"everything": true}."""
        self._check(request)
        if asking.truth(await asking.body(request), "everything"):
            await self.room.keeper.do(lambda store: store.erase_all())
            self.room.hub.dismiss(lambda each: True)
            self.room.hub.changed()
        return Response(status_code=204)

    async def export(self, request: Request) -> Response:
        """All that was said, as CSV or JSON."""
        self._check(request)
        kind = request.path_params["kind"]
        rows = list(
            table(await self.room.keeper.do(lambda store: store.lines()), self.room.catalog)
        )
        name = {"Content-Disposition": f'attachment; filename="room.{kind}"'}
        if kind == "json":
            return JSONResponse(rows, headers=name)
        if kind != "csv":
            return Response("export.csv and export.json are there\n", 404)
        return Response(as_csv(rows), headers=name, media_type="text/csv")


def _setter(setting: str, value: str) -> Callable[[Store], None]:
    def turn(store: Store) -> None:
        store.set(setting, value)
        if setting == "shown":  # another bet: nobody shall see what others said before betting
            store.set("spread", "")

    return turn


def table(lines: Iterable[Line], catalog: Catalog) -> Iterable[dict[str, Any]]:
    """Each line with the words of what it is about."""
    titles = {each.id: each.title for chapter in catalog.chapters for each in chapter.exercises}
    for line in lines:
        bet = catalog.bets.get(line.name) if line.kind == "bet" else None
        known = bet is not None and line.choice is not None and line.choice < len(bet.choices)
        yield {
            "person": line.person,
            "nickname": line.nickname or "",
            "kind": line.kind,
            "name": line.name,
            "title": bet.question if bet else titles.get(line.name, ""),
            "choice": "" if line.choice is None else line.choice + 1,
            "words": bet.choices[line.choice] if bet and known and line.choice is not None else "",
            "won": bet.won == line.choice if bet else "",
            "after_opening": line.late,
        }


def as_csv(rows: list[dict[str, Any]]) -> str:
    """The rows as CSV; a cell that a spreadsheet would take for a formula begins with '."""
    out = io.StringIO()
    fields = [
        "person",
        "nickname",
        "kind",
        "name",
        "title",
        "choice",
        "words",
        "won",
        "after_opening",
    ]
    writer = csv.DictWriter(out, fields)
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _cell(value) for name, value in row.items()})
    return out.getvalue()


def _cell(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULAS) else value
