"""A room's server, from its first line to Ctrl-C."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from leaklab.book.room import address, app, catalog
from leaklab.book.room.connection import Connection
from leaklab.book.room.room import Room

CONNECTIONS = 700  # 300 listeners, and a hundred browsers that load a page
KEEP_ALIVE_S = 10
LAST_S = 2  # for answers under way when it ends


@dataclass(frozen=True)
class Plan:
    """What the leader asked for. `url` is the participants' address where it is another."""

    folder: Path
    data: Path
    host: str = "127.0.0.1"
    port: int = 8765
    url: str = ""


@dataclass(frozen=True)
class Ready:
    """A server that listens: the address that participants open, and both codes."""

    url: str
    here: str  # the same on this machine
    code: str
    leader: str


class Server(uvicorn.Server):
    """uvicorn's, which leaves the signals to us: it would raise them once more at its end."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """None."""
        yield


def run(plan: Plan, ready: Callable[[Ready], None]) -> None:
    """Serve until SIGINT or SIGTERM; `ready` is called once it listens.

    ValueError for a folder without our book, a file that is no room's; OSError for an address that
    cannot be listened at.
    """
    book = catalog.read(plan.folder)
    with _listening(plan) as line:
        port = line.getsockname()[1]
        url = plan.url or address.url(address.own_address(plan.host), port)
        own = address.is_loopback(plan.host)
        here = plan.host if plan.host not in address.ANYWHERE else "127.0.0.1"
        room = Room(book, plan.data)
        try:
            built = app.build(room, plan.folder, url, loopback=own, given=plan.url)
            ready_now = Ready(url, address.url(here, port), room.code, room.leader)
            asyncio.run(_serve(built, room, line, lambda: ready(ready_now)))
        finally:
            room.keeper.close()


@contextlib.contextmanager
def _listening(plan: Plan) -> Iterator[socket.socket]:
    family = socket.AF_INET6 if ":" in plan.host else socket.AF_INET
    with socket.create_server((plan.host, plan.port), family=family, backlog=512) as line:
        yield line


async def _serve(
    built: ASGIApp, room: Room, line: socket.socket, ready: Callable[[], None]
) -> None:
    config = uvicorn.Config(
        built,
        http=Connection,
        ws="none",
        lifespan="off",
        log_level="critical",
        access_log=False,  # it would hold addresses
        proxy_headers=False,
        server_header=False,
        limit_concurrency=CONNECTIONS,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=LAST_S,
        backlog=512,
    )
    server = Server(config)
    loop = asyncio.get_running_loop()

    def end(*_: object) -> None:
        server.should_exit = True
        loop.call_soon_threadsafe(room.hub.close)

    before = {each: signal.signal(each, end) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        ready()
        await server.serve(sockets=[line])
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
