"""The addresses of a room: the book at the root, all of the room's own below /room/."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp

from leaklab.book.room import address, asking, codes, pages
from leaklab.book.room.book_files import BookFiles
from leaklab.book.room.guard import Guard
from leaklab.book.room.keeper import NotKept
from leaklab.book.room.leader import Leader
from leaklab.book.room.participants import Participants
from leaklab.book.room.room import Room
from leaklab.book.room.store import Unknown

STATIC = Path(__file__).parents[2] / "labs" / "static"
SCRIPTS = {
    "participant.js": "text/javascript",
    "room.js": "text/javascript",
    "room.css": "text/css",
}
HERE = "/room/"


def build(room: Room, folder: Path, url: str, *, loopback: bool, given: str = "") -> ASGIApp:
    """The app of `room`, which serves the book in `folder` to who comes to `url`.

    `given` is an address that the leader has named, behind which a proxy may stand.
    FileNotFoundError where the scripts were not bundled.
    """
    routes: list[BaseRoute] = [
        Route("/room", lambda request: RedirectResponse(HERE)),
        _page(HERE, "join"),
        _page("/room/lead", "lead"),
        _page("/room/show", "show"),
        Route("/room/address", _address(room, url)),
        *(_script(name, kind) for name, kind in SCRIPTS.items()),
        *Participants(room).routes(),
        *Leader(room).routes(),
        Route("/room/{rest:path}", _nothing),
        Mount("/", BookFiles(directory=folder, html=True)),
    ]
    app = Starlette(
        routes=routes,
        exception_handlers={HTTPException: _refused, Unknown: _unknown, NotKept: _not_kept},
    )
    return Guard(app, loopback=loopback, url=given)


def _page(path: str, name: str) -> Route:
    text = pages.page(name)
    return Route(path, lambda request: Response(text, media_type="text/html"))


def _script(name: str, kind: str) -> Route:
    text = (STATIC / name).read_bytes()
    return Route(f"/room/{name}", lambda request: Response(text, media_type=kind))


def _address(room: Room, url: str) -> Callable[[Request], Awaitable[Response]]:
    """Where to come in, for the projector and the leader, who show a code for it."""
    joining = address.joining(url, room.code)
    known = {"url": f"{url}/room/", "code": room.code, "qr": address.picture(joining)}

    async def tell(request: Request) -> Response:
        shown = asking.bearer(request)
        if not codes.same(shown, room.leader):
            asking.check_room_code(request, room.limits, shown, room.code)
        return JSONResponse(known)

    return tell


async def _nothing(request: Request) -> Response:
    raise HTTPException(404, "nothing is at this address")


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if request.url.path.startswith(HERE):
        return JSONResponse({"error": error.detail}, error.status_code, error.headers)
    return Response(f"{error.detail}\n", error.status_code, error.headers, "text/plain")


async def _unknown(request: Request, error: Exception) -> Response:
    return JSONResponse({"error": "join the room: it does not know this token"}, 401)


async def _not_kept(request: Request, error: Exception) -> Response:
    return JSONResponse({"error": f"the disk did not take it ({error}): try again"}, 503)
