"""What this server answers beside Kubernetes' paths: profile, metrics, knobs."""

import contextlib
import hmac
import json
from collections.abc import Callable
from typing import Any

from leaklab.apiserver.over_http import kube, objects
from leaklab.apiserver.over_http.knobs import Knobs
from leaklab.apiserver.over_http.measures import TEXT_TYPE, Measures
from leaklab.apiserver.over_http.watched import Watched
from leaklab.apiserver.over_http.wire.exchange import PLAIN, Asked
from leaklab.apiserver.response import Request, Writer
from leaklab.tasks.access import Refused, check_access
from leaklab.tasks.endpoint import ProfileEndpoint

KNOBS = "/leaklab/knobs"
LIVE = "/leaklab/live"
HTML = "text/html; charset=utf-8"
PAGES_HEADERS = {  # nothing but what stands in the page, and this server's own answers
    "Content-Security-Policy": "default-src 'none'; connect-src 'self'; "
    "script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


class Control:
    """Wraps the API: answers the server's own paths, and hands on all others."""

    def __init__(
        self,
        api: kube.Api,
        measures: Measures,
        profile: ProfileEndpoint,
        watched: Watched,
        *,
        token: str,
        knobs: Callable[[], Knobs],
        turn: Callable[[Knobs], None],
        page: Callable[[], str],
    ) -> None:
        self._api = api
        self._measures = measures
        self._profile = profile
        self._token = token
        self._knobs = knobs
        self._turn = turn
        self._watched = watched
        self._page = page

    async def serve(self, w: Writer, r: Request) -> None:
        """Answer one request."""
        assert isinstance(r, Asked)
        try:
            if r.path.startswith("/debug/pprof"):
                await _asgi(self._profile, w, r)
            elif r.path == "/metrics":
                await kube.reply(w, 200, self._measures.text(), TEXT_TYPE)
            elif r.path == KNOBS:
                await self._serve_knobs(w, r)
            elif r.path == LIVE:
                await self._serve_live(w, r)
            elif r.path == "/" and "text/html" in r.headers.get("accept", ""):
                w.header().update(PAGES_HEADERS)
                await kube.reply(w, 200, self._page().encode(), HTML)
            else:
                await self._api.serve(w, r)
        except Refused as refused:
            for name, value in refused.headers.items():
                w.header()[name.title()] = value
            await kube.reply(w, refused.status, f"{refused}\n".encode(), PLAIN)

    async def _serve_knobs(self, w: Writer, r: Asked) -> None:
        """Show the knobs, or turn some: who asks is on this machine and has the token."""
        scope = _scope(r)
        if _is_own_page(r):
            scope["headers"] = [pair for pair in scope["headers"] if pair[0] != b"origin"]
        check_access(scope, None)
        sent = r.headers.get("authorization", "").removeprefix("Bearer ")
        if not hmac.compare_digest(sent.encode("latin-1", "replace"), self._token.encode()):
            why = "this is not the token that" if sent else "the token is needed that"
            raise Refused(401, f"{why} this server printed", www_authenticate="Bearer")
        if r.method == "POST":
            try:
                given = json.loads(r.body)
                if not isinstance(given, dict):
                    raise ValueError('the body must be an object such as {"factor": 3}')
                self._turn(self._knobs().turned(given))
            except (ValueError, RecursionError) as error:  # the latter: brackets in brackets
                raise Refused(400, str(error)) from None
        elif r.method not in ("GET", "HEAD"):
            raise Refused(405, "GET shows the knobs, POST turns them", allow="GET, HEAD, POST")
        await kube.reply(w, 200, objects.encode(self._knobs().as_given()))

    async def _serve_live(self, w: Writer, r: Asked) -> None:
        """What goes on, as server-sent events, until the client has enough."""
        if r.method != "GET":
            raise Refused(405, "GET follows what goes on", allow="GET")
        w.header().update({"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        async with contextlib.aclosing(self._watched.frames()) as frames:
            async for frame in frames:
                knobs = self._knobs().as_given()
                event = b"data: " + objects.encode({**frame, "knobs": knobs}) + b"\n"
                gone = await w.write(event)
                await w.flush()
                if gone or r.context.cancelled:
                    return


def _is_own_page(r: Asked) -> bool:
    """Whether the page at `/` asks; check_access looks whether Host is this machine's."""
    host = r.headers.get("host", "")
    return r.headers.get("origin") in (f"http://{host}", f"https://{host}")


def _scope(r: Asked) -> dict[str, Any]:
    """The request as ASGI describes it."""
    return {
        "type": "http",
        "method": r.method,
        "path": r.path,
        "query_string": r.target.partition("?")[2].encode("latin-1", "replace"),
        "headers": [
            (name.encode("latin-1"), value.encode("latin-1", "replace"))
            for name, value in r.headers.items()
        ],
        "client": (r.peer, 0),
    }


async def _asgi(app: ProfileEndpoint, w: Writer, r: Asked) -> None:
    """Have an ASGI app answer."""

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            for name, value in message["headers"]:
                if name != b"content-length":  # given by who sends
                    w.header()[name.decode().title()] = value.decode("latin-1")
            await w.write_header(message["status"])
        elif message.get("body"):
            await w.write(message["body"])

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b""}

    scope = _scope(r)
    if r.method == "HEAD":
        scope["method"] = "GET"  # who sends leaves the body out, and tells its length
    await app(scope, receive, send)
