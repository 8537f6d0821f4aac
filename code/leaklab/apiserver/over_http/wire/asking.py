"""From what came over the wire to a request: its target, its headers, and what is refused."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, unquote

from leaklab.apiserver.over_http.wire import limits
from leaklab.apiserver.over_http.wire.exchange import Asked

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Bad(Exception):
    """A request that is refused before any handler sees it, with this status and reason."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


def asked(
    index: int, method: str, target: str, headers: Mapping[str, str], body: bytes, address: str
) -> Asked:
    """The request. Raises Bad for a method, a target or a Host that none can have."""
    if method not in METHODS:
        raise Bad(405, f"method {method!r:.40} is not known here")
    if len(target) > limits.TARGET_CHARACTERS:
        raise Bad(414, f"the target is longer than {limits.TARGET_CHARACTERS:,} characters")
    if not (target.isascii() and target.isprintable()) or " " in target:
        raise Bad(400, "the target has a character in it that none can have")
    host = headers.get("host", "")
    if any(character in host for character in " \t/\\@?#,"):
        raise Bad(400, "Host names no host")
    if target.lower().startswith(("http://", "https://")):  # as to a proxy
        authority, slash, rest = target.partition("://")[2].partition("/")
        if authority != host:
            raise Bad(400, "the target and Host name two hosts")
        target = slash + rest or "/"
    if not target.startswith("/") and (method, target) != ("OPTIONS", "*"):
        raise Bad(400, "the target must begin with a slash")
    raw_path, _, query = target.partition("?")
    path = unquote(raw_path, errors="replace")
    if any(character < " " or character == "\x7f" for character in path):
        raise Bad(400, "the path has a control character in it")
    pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=None)
    values: dict[str, str] = {}
    for name, value in pairs:
        values.setdefault(name, value)  # of several, Go's Get gives the first
    request = Asked(index, method, path, values, headers, body, address)
    request.target = target
    return request
