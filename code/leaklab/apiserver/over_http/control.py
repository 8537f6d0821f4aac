"""What this server answers beside Kubernetes' paths: profile, metrics, knobs."""

import hmac
import json
from collections.abc import Callable
from typing import Any

from leaklab.apiserver.over_http import kube, objects
from leaklab.apiserver.over_http.knobs import Knobs
from leaklab.apiserver.over_http.measures import TEXT_TYPE, Measures
from leaklab.apiserver.over_http.wire.exchange import PLAIN, Asked
from leaklab.apiserver.response import Request, Writer
from leaklab.tasks.access import Refused, check_access
from leaklab.tasks.endpoint import ProfileEndpoint

KNOBS = "/leaklab/knobs"


class Control:
    """Wraps the API: answers the server's own paths, and hands on all others."""

    def __init__(
        self,
        api: kube.Api,
        measures: Measures,
        profile: ProfileEndpoint,
        *,
        token: str,
        knobs: Callable[[], Knobs],
        turn: Callable[[Knobs], None],
    ) -> None:
        self._api = api
        self._measures = measures
        self._profile = profile
        self._token = token
        self._knobs = knobs
        self._turn = turn

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
            else:
                await self._api.serve(w, r)
        except Refused as refused:
            for name, value in refused.headers.items():
                w.header()[name.title()] = value
            await kube.reply(w, refused.status, f"{refused}\n".encode(), PLAIN)

    async def _serve_knobs(self, w: Writer, r: Asked) -> None:
        """Show the knobs, or turn some: who asks is on this machine and has the token."""
        check_access(_scope(r), None)
        if "origin" in r.headers:
            raise Refused(403, "no web page may turn the knobs")
        sent = r.headers.get("authorization", "").removeprefix("Bearer ")
        if not hmac.compare_digest(sent.encode("latin-1", "replace"), self._token.encode()):
            raise Refused(
                401, "the token that the server printed is needed", www_authenticate="Bearer"
            )
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

    await app(_scope(r), receive, send)
