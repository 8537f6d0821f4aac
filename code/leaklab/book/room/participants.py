"""What participants ask of the room: to join, to say what they did, to be erased, to listen."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from leaklab.book.room import asking, names, views
from leaklab.book.room.hub import TooMany
from leaklab.book.room.room import Room
from leaklab.book.room.store import Full, Store

STREAM = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}  # a proxy shall not hold it back


class Participants:
    """The addresses of participants, and the stream that the other pages hear too."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self._choices = JSONResponse(views.for_participants(room.catalog)).body

    def routes(self) -> list[BaseRoute]:
        """Where they are."""
        return [
            Route("/room/join", self.join, methods=["POST"]),
            Route("/room/said", self.said, methods=["POST"]),
            Route("/room/erase", self.erase, methods=["POST"]),
            Route("/room/choices", self.choices),
            Route("/room/events", self.events),
        ]

    async def join(self, request: Request) -> Response:
        """Take in who has the room's code: a token, to be shown from then on."""
        room, given = self.room, await asking.body(request)
        code = given.get("code")
        typed = code if isinstance(code, str) else ""
        asking.check_room_code(request, room.limits, typed, room.code)
        try:
            nickname = names.nickname(given.get("nickname"))
        except ValueError as error:
            raise HTTPException(400, str(error)) from None
        asking.check_rate(room.limits.joins.take("all"))
        try:
            token = await room.keeper.do(lambda store: store.join(nickname))
        except Full:
            raise HTTPException(503, "the room is full") from None
        room.hub.changed()
        return JSONResponse({"token": token, "nickname": nickname})

    async def said(self, request: Request) -> Response:
        """A bet placed or taken back, or an exercise solved or no longer. 204 once it is kept."""
        room, token = self.room, asking.bearer(request)
        asking.check_rate(room.limits.votes.take(token))
        given = await asking.body(request)
        turn = asking.whole(given, "turn", asking.TURNS)
        if "bet" in given:
            name = asking.known(given, "bet", room.catalog.bets)
            taken_back = "choice" in given and given["choice"] is None
            many = len(room.catalog.bets[name].choices)
            choice = None if taken_back else asking.whole(given, "choice", many)

            def keep(store: Store) -> None:
                store.vote(token, name, choice, name in views.opened(store), turn)
        else:
            exercise = asking.known(given, "exercise", room.catalog.exercises)
            solved = asking.truth(given, "solved")

            def keep(store: Store) -> None:
                store.solve(token, exercise, solved, turn)

        await room.keeper.do(keep)
        room.hub.changed()
        return Response(status_code=204)

    async def erase(self, request: Request) -> Response:
        """Erase who asks, and all that was said. 204 once it is gone."""
        token = asking.bearer(request)
        await self.room.keeper.do(lambda store: store.erase(token))
        self.room.hub.dismiss(lambda each: each.token == token)
        self.room.hub.changed()
        return Response(status_code=204)

    async def choices(self, request: Request) -> Response:
        """The choices of all bets, as browsers keep them: their order gives the numbers."""
        await self._participant(request)
        return Response(self._choices, media_type="application/json")

    async def events(self, request: Request) -> Response:
        """What is new, as it happens: for the role that the code or token gives."""
        room, shown = self.room, asking.bearer(request)
        role = request.query_params.get("for", "participant")
        if role == "lead":
            asking.check_leader(request, room.limits, room.leader)
        elif role == "show":
            asking.check_room_code(request, room.limits, shown, room.code)
        else:
            role = "participant"
            await self._participant(request)
        try:
            stream = room.hub.listen(role, shown if role == "participant" else "")
        except TooMany:
            headers = {"Retry-After": "10"}
            raise HTTPException(503, "as many listen as this server takes", headers) from None
        return StreamingResponse(stream, media_type="text/event-stream", headers=STREAM)

    async def _participant(self, request: Request) -> int:
        token = asking.bearer(request)
        return await self.room.keeper.do(lambda store: store.person(token))
