"""Who may ask a service for its profile: its own machine, or whoever has the token."""

import base64
import binascii
import hmac
import ipaddress
import re
from collections.abc import Mapping
from typing import Any

Scope = Mapping[str, Any]

SHORTEST_TOKEN = 16
FORWARDED = frozenset({"forwarded", "via", "x-real-ip", "x-client-ip", "true-client-ip"})
FORWARDED_BEGIN = ("x-forwarded-", "x-envoy-", "cf-")
HOST = re.compile(r"(\[[0-9a-fA-F:.%]+\]|[^:@/\\?#\[\]]*)(:\d{1,5})?")
OWN_SITE = ("none", "same-origin")
NAMES = ("localhost", "localhost.localdomain")


class Refused(Exception):
    """A request that is answered with a status other than 200."""

    def __init__(self, status: int, why: str, **headers: str) -> None:
        super().__init__(why)
        self.status = status
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def check_token(token: str | None) -> str | None:
    """Return `token` if it is None or fit for one; ValueError otherwise."""
    if token is not None and (len(token) < SHORTEST_TOKEN or not _is_plain(token)):
        raise ValueError(
            f"token has {len(token)} characters; it must have at least {SHORTEST_TOKEN}, "
            "all of them ASCII, and no space or end of a line"
        )
    return token


def _is_plain(token: str) -> bool:
    return token.isascii() and token.isprintable() and " " not in token


def check_access(scope: Scope, token: str | None) -> None:
    """Raise Refused unless the request has the token, or needs none and is of this machine."""
    headers = _headers(scope)
    if token is not None:
        given = _token(headers.get("authorization", ""))
        if not hmac.compare_digest(given, token.encode()):
            raise Refused(401, "Authorization: Bearer TOKEN is needed", www_authenticate="Bearer")
        return
    if not _is_loopback((scope.get("client") or [""])[0]):
        raise Refused(403, "only this machine may ask; a token opens it to others")
    if any(name in FORWARDED or name.startswith(FORWARDED_BEGIN) for name in headers):
        raise Refused(403, "this came through a proxy; a token opens it")
    if "origin" in headers or headers.get("sec-fetch-site", "none") not in OWN_SITE:
        raise Refused(403, "a web page may not ask; a token opens it")
    if not is_local_name(headers.get("host", "localhost")):
        raise Refused(403, "Host is no name of this machine; ask 127.0.0.1 or localhost")


def _headers(scope: Scope) -> dict[str, str]:
    return {
        name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]
    }


def _token(authorization: str) -> bytes:
    """The token that was sent: a bearer's, or the password of any user; b"" where there is none."""
    scheme, _, sent = authorization.partition(" ")
    if scheme.lower() == "bearer":
        return sent.strip().encode("latin-1")
    if scheme.lower() != "basic":
        return b""
    try:
        return base64.b64decode(sent, validate=True).partition(b":")[2]
    except (binascii.Error, ValueError):
        return b""


def _is_loopback(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False  # a Unix socket, a test client: who asks there is not known
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)


def is_local_name(host: str) -> bool:
    """Whether a Host header names this machine: a page elsewhere cannot make a browser say so."""
    found = HOST.fullmatch(host)
    if found is None:
        return False
    name = found[1].strip("[]")
    return name.lower().rstrip(".") in NAMES or _is_loopback(name)
