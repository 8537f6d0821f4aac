"""What stands before all addresses: to which names the server answers, and from which pages.

A browser can be made to send a room's server something by a page of another site, or by a name
that its owner has pointed at this machine. Both carry a foreign name in Host or in Origin.
"""

import ipaddress
import socket
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

READS = ("GET", "HEAD")
LONGEST = 2048  # bytes of a body
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)


class Guard:
    """The app behind checks of Host, Origin and length. `url` is a further address of the room."""

    def __init__(self, app: ASGIApp, *, loopback: bool, url: str = "") -> None:
        self.app, self.loopback = app, loopback
        self.url = urlsplit(url)
        own = socket.gethostname().lower()
        self.names = {"localhost"} | (set() if loopback else {own, f"{own}.local"})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As ASGI has it."""
        if scope["type"] != "http":
            return
        headers = Headers(scope=scope)
        refusal = self._refusal(scope["method"], headers)
        if refusal:
            await refusal(scope, receive, send)
            return

        async def safe(message: Message) -> None:
            if message["type"] == "http.response.start":
                out = MutableHeaders(scope=message)
                out["X-Content-Type-Options"] = "nosniff"
                out["Referrer-Policy"] = "same-origin"
                if scope["path"].startswith("/room"):
                    out["Content-Security-Policy"] = POLICY
                    out.setdefault("Cache-Control", "no-store")
            await send(message)

        await self.app(scope, receive, safe)

    def _refusal(self, method: str, headers: Headers) -> PlainTextResponse | None:
        host = headers.get("host", "")
        if not self._knows(host):
            return PlainTextResponse("This server does not go by that name.\n", 421)
        if method in READS:
            return None
        if not self._is_own(headers, host):
            return PlainTextResponse("Another site may not write to the room.\n", 403)
        length = headers.get("content-length", "")
        if not length.isdecimal() or int(length) > LONGEST:
            return PlainTextResponse(f"A body of at most {LONGEST} bytes, please.\n", 413)
        return None

    def _knows(self, host: str) -> bool:
        """An address of digits cannot be pointed elsewhere; of names, its own alone."""
        try:
            name = (urlsplit(f"//{host}").hostname or "").rstrip(".")
        except ValueError:
            return False
        if self.url.netloc and host.lower() == self.url.netloc.lower():
            return True
        try:
            address = ipaddress.ip_address(name)
        except ValueError:
            return name in self.names
        return address.is_loopback or not self.loopback

    def _is_own(self, headers: Headers, host: str) -> bool:
        if headers.get("sec-fetch-site", "same-origin") != "same-origin":
            return False
        origin = headers.get("origin")
        if origin is None:  # no browser: it has to show a token all the same
            return True
        own = {f"http://{host}"}
        if self.url.netloc:
            own.add(f"{self.url.scheme}://{self.url.netloc}")
        return origin.lower() in {each.lower() for each in own}
