"""Go's /debug/pprof/goroutine for a service in production: one ASGI app, for asyncio and trio.

    app.mount("/debug/pprof", ProfileEndpoint())              # Starlette, FastAPI
    app.asgi_app = ProfileEndpoint(app.asgi_app)              # Quart, or around any ASGI app

Then, on the same machine: `go tool pprof http://127.0.0.1:8000/debug/pprof/goroutine`,
`curl '...goroutine?debug=2'`, `leaklab read URL`, `leaklab watch URL`. Paths, forms and headers are
those of Go's net/http/pprof.

It is there only where it is mounted. Without a token it answers requests from the same machine
alone, and no web page. A proxy on that machine makes all requests look like that: behind one give a
token, always, and send it over TLS. curl and
leaklab send it in a header; go tool pprof has no option for that and takes it as a password:
`go tool pprof http://:TOKEN@127.0.0.1:8000/debug/pprof/goroutine`.

Costs nothing while nobody asks; then the event loop stands still while the tasks are walked: 0.3 to
0.7 s for 45,000 of them, by how deep they are, on two slow processors. Where many ask at once they
wait for one another, so that profiles take half of the loop's time at most.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from leaklab.tasks import profile
from leaklab.tasks.access import Refused, check_access, check_token
from leaklab.tasks.loop_share import LoopShare
from leaklab.tasks.profile.collector import gc_paused

if TYPE_CHECKING:
    from leaklab.tasks.profile import Origins, TaskWatch

Scope = Mapping[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
App = Callable[[Any, Any, Any], Awaitable[None]]
Headers = dict[str, str]

PREFIX = "/debug/pprof"
PIECE = 1 << 16  # bytes of an answer sent at once
TEXT = "text/plain; charset=utf-8"
PACKED = {
    "content-type": "application/octet-stream",
    "content-disposition": 'attachment; filename="goroutine"',
}
GO_HAS = (
    "allocs",
    "block",
    "cmdline",
    "heap",
    "mutex",
    "profile",
    "symbol",
    "threadcreate",
    "trace",
)
INDEX = """/debug/pprof/ of a Python program, by leaklab

goroutine            the program's tasks as a gzipped profile.proto, for go tool pprof
goroutine?debug=1    as text: equal stacks counted, most first
goroutine?debug=2    as text: one by one, with their states

Only tasks are profiled here: Go's other profiles are of what Python has not.
"""


class ProfileEndpoint:
    """An ASGI app that answers `/debug/pprof/`, and hands all else to `inner`, if there is one.

    `token` (at least 16 characters) opens it to every address that sends
    `Authorization: Bearer TOKEN`, or the token as a password, and to no request without. `watch` is
    an `Origins` (trio) or a `TaskWatch` (asyncio) that tells how long tasks have waited, and who
    made them. Raises ValueError for a token that is too short.
    """

    def __init__(
        self,
        inner: App | None = None,
        *,
        token: str | None = None,
        watch: "Origins | TaskWatch | None" = None,
    ) -> None:
        self._inner = inner
        self._token = check_token(token)
        self._watch = watch
        self._share = LoopShare()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request, as ASGI asks."""
        name = _name(scope) if scope["type"] == "http" else None
        if name is None and self._inner is not None:
            await self._inner(scope, receive, send)
        elif scope["type"] == "lifespan":
            await _lifespan(receive, send)
        elif scope["type"] == "http":
            await self._respond(scope, name, send)
        else:
            await send({"type": "websocket.close", "code": 1000})

    async def _respond(self, scope: Scope, name: str | None, send: Send) -> None:
        try:
            status, headers, body = 200, *await self._answer(scope, name)
        except Refused as refused:
            status, headers, body = refused.status, refused.headers, f"{refused}\n".encode()
        await _send(send, status, headers, body, has_body=scope["method"] != "HEAD")

    async def _answer(self, scope: Scope, name: str | None) -> tuple[Headers, bytes]:
        if name is None:
            raise Refused(404, "not here: see /debug/pprof/")
        if scope["method"] not in ("GET", "HEAD"):
            raise Refused(405, "only GET and HEAD are answered", allow="GET, HEAD")
        check_access(scope, self._token)
        if name == "":
            return {}, INDEX.encode()
        if name != "goroutine":
            why = "is of what Python has not" if name in GO_HAS else "is unknown"
            raise Refused(404, f"profile {name!r:.60} {why}; there is goroutine")
        debug = _debug(scope)
        stacks = await self._share.do(self._taken)
        return await self._share.do(lambda: self._written(debug, stacks))

    def _taken(self) -> "list[profile.TaskStack]":
        try:
            return profile.collect(self._watch, itself=False)
        except ValueError as error:  # a watch of the other library
            raise Refused(500, str(error)) from None

    @staticmethod
    def _written(debug: int, stacks: "list[profile.TaskStack]") -> tuple[Headers, bytes]:
        with gc_paused():
            if debug == 1:
                return {}, profile.debug1(stacks).encode()
            if debug == 2:
                return {}, profile.debug2(stacks).encode()
            return PACKED, profile.proto(stacks)


def _name(scope: Scope) -> str | None:
    """Which profile a path asks for: `goroutine`, or "" for the index. None: another path."""
    path, root = scope["path"], scope.get("root_path", "").rstrip("/")
    mounted = root.endswith(PREFIX)
    rest = path.removeprefix(root) if root and path.startswith(root) else path
    if rest.startswith(PREFIX):
        rest = rest.removeprefix(PREFIX)
    elif not mounted:
        return None
    return rest.strip("/") if rest[:1] in ("", "/") else None


def _debug(scope: Scope) -> int:
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
    if "seconds" in asked:
        raise Refused(400, "seconds is not served; take two profiles and pprof -diff_base")
    text = asked.get("debug", ["0"])[-1]
    if text not in ("0", "1", "2"):
        raise Refused(400, f"debug = {text!r:.40} is unknown; it must be 0, 1 or 2")
    return int(text)


async def _send(send: Send, status: int, headers: Headers, body: bytes, *, has_body: bool) -> None:
    every = {
        "content-type": TEXT,
        "x-content-type-options": "nosniff",
        "cache-control": "no-store",
        "content-length": str(len(body)),
        **headers,
    }
    coded = [(name.encode(), value.encode("latin-1")) for name, value in every.items()]
    await send({"type": "http.response.start", "status": status, "headers": coded})
    rest = body if has_body else b""
    last = max(0, len(rest) - 1) // PIECE * PIECE
    for at in range(0, last + 1, PIECE):
        piece = {"body": rest[at : at + PIECE], "more_body": at < last}
        await send({"type": "http.response.body", **piece})


async def _lifespan(receive: Receive, send: Send) -> None:
    """Say yes to a server's start and end, where this app stands alone."""
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
