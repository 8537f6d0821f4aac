"""What an API server answers, as far as the incident needs it: lists, pages, a watch, errors."""

import base64
import binascii
import json
import math
from collections.abc import Callable
from typing import Any

import trio

from leaklab.apiserver.over_http import discovery, objects
from leaklab.apiserver.over_http.discovery import KINDS
from leaklab.apiserver.over_http.knobs import Knobs
from leaklab.apiserver.over_http.wire.exchange import Asked
from leaklab.apiserver.response import Writer

JSON = "application/json"
BOOKMARK_S = 10.0  # between a watch's bookmarks; upstream about a minute, here chosen
VERB_OF = {"POST": "create", "PUT": "update", "PATCH": "patch", "DELETE": "delete"}
TABLE = "as=Table"


class NotServed(Exception):
    """A request that gets a Status object for an answer."""

    def __init__(self, code: int, reason: str, message: str, **details: Any) -> None:
        super().__init__(message)
        self.code = code
        self.body = objects.status(code, reason, message, details)


def describe(r: Asked) -> None:
    """Set what upstream's RequestInfo works out: the verb, and which object is asked for."""
    parts = [part for part in r.path.split("/") if part]
    r.verb = VERB_OF.get(r.method, "get")
    if parts[:2] != ["api", "v1"] or len(parts) < 3:
        return
    rest = parts[2:]
    if rest[0] == "namespaces" and len(rest) > 2:
        r.namespace, rest = rest[1], rest[2:]
    resource, r.name = rest[0], rest[1] if len(rest) > 1 else ""
    r.subresource = rest[2] if len(rest) > 2 else ""
    r.resource = resource
    if r.verb == "get" and not r.name:
        r.verb = "watch" if r.query.get("watch", "0").lower() in ("1", "true") else "list"
    elif r.verb == "delete" and not r.name:
        r.verb = "deletecollection"


class Api:
    """The innermost handler: answers from `count` pods, as slowly as the knobs say."""

    def __init__(self, knobs: Callable[[], Knobs], count: int, version: str) -> None:
        self._knobs = knobs
        self._count = count
        self._version = version
        self.address = ("127.0.0.1", 0)  # where it listens, set once that is known

    async def serve(self, w: Writer, r: Asked) -> None:
        """Answer one request."""
        try:
            await self._serve(w, r)
        except NotServed as error:
            await reply(w, error.code, error.body)

    async def _serve(self, w: Writer, r: Asked) -> None:
        if r.resource:
            nowhere = r.resource != "namespaces" and r.name and not r.namespace
            if r.resource not in KINDS or r.subresource or nowhere:
                raise not_found()
            if r.method not in ("GET", "HEAD"):
                raise NotServed(
                    405,
                    "MethodNotAllowed",
                    "the server does not allow this method on the "
                    "requested resource: nothing can be changed here",
                )
            if r.verb == "watch":
                await self._watch(w, r)
            else:
                await self._read(w, r)
            return
        fixed = discovery.told(r.path.rstrip("/") or "/", self._version)
        if fixed is None:
            raise not_found()
        if isinstance(fixed, str):
            await reply(w, 200, fixed.encode(), "text/plain; charset=utf-8")
        else:
            await reply(w, 200, objects.encode(fixed))

    async def _read(self, w: Writer, r: Asked) -> None:
        """Get or list. Reading takes its time, whoever still waits: such work heeds no context."""
        wanted = name_selected(r)
        begin, limit = page_of(r)
        if r.resource == "pods":
            await trio.sleep(self._knobs().read_s)
        kind, version = KINDS[r.resource], table_version(r)
        if r.name:
            found = self._found(r, r.name)
            if not found:
                raise missing(r.resource, r.name)
            made = self._made(r, found)
            if version:
                await reply(w, 200, objects.table(r.resource, made, version=version))
            else:
                await reply(w, 200, objects.encode(typed(kind, made[0])))
            return
        found = self._found(r, wanted)
        page = found[begin : begin + limit]
        rest = max(0, len(found) - begin - limit)
        go_on = continue_key(begin + limit) if rest else ""
        if version:
            body = objects.table(r.resource, self._made(r, page), rest, go_on, version)
        elif r.resource == "pods":
            every = objects.pods_encoded(self._count)
            items = list(every[page.start : page.stop]) if page else []
            body = objects.listed("PodList", items, rest, go_on)
        else:
            items = [objects.encode(each).rstrip() for each in self._made(r, page)]
            body = objects.listed(f"{kind}List", items, rest, go_on)
        await reply(w, 200, body)

    def _found(self, r: Asked, name: str) -> range:
        """The numbers of the objects that a request is about; with a name, of that one alone."""
        here = r.namespace in ("", "default")
        if r.resource == "namespaces":
            every, number = _among(objects.NAMESPACES, name)
        elif r.resource == "endpoints":
            every, number = _among(objects.ENDPOINTS if here else (), name)
        else:
            every, number = range(self._count if here else 0), objects.pod_number(name)
        if not name:
            return every
        return range(number, number + 1) if number is not None and number in every else range(0)

    def _made(self, r: Asked, numbers: range) -> list[objects.Object]:
        if r.resource == "namespaces":
            return [objects.namespace(objects.NAMESPACES[number]) for number in numbers]
        if r.resource == "endpoints":
            return [objects.endpoints(*self.address) for _ in numbers]
        return [objects.pod(number) for number in numbers]

    async def _watch(self, w: Writer, r: Asked) -> None:
        """Send what there is, if no version is named; then bookmarks, until the client has enough.

        Exempt from the timeout: `timeoutSeconds` and the client end it.
        """
        found = self._found(r, name_selected(r))
        seconds = whole(r, "timeoutSeconds", 0, 86_400) or math.inf
        kind = KINDS[r.resource]
        w.header()["Content-Type"] = JSON
        if r.query.get("resourceVersion", "") in ("", "0"):
            for number in found:
                each = self._made(r, range(number, number + 1))[0]
                await w.write(objects.encode({"type": "ADDED", "object": typed(kind, each)}))
        await w.flush()
        marks = r.query.get("allowWatchBookmarks", "").lower() in ("1", "true")
        until_s = trio.current_time() + seconds
        while trio.current_time() < until_s and not r.context.cancelled:
            with trio.move_on_at(min(until_s, trio.current_time() + BOOKMARK_S)):
                await r.context.done()
            if marks and not r.context.cancelled:
                meta = {"resourceVersion": objects.RESOURCE_VERSION, "creationTimestamp": None}
                mark = typed(kind, {"metadata": meta})
                await w.write(objects.encode({"type": "BOOKMARK", "object": mark}))
                await w.flush()


def typed(kind: str, each: objects.Object) -> objects.Object:
    """An object that stands alone says what it is; in a list, the list does."""
    return {"kind": kind, "apiVersion": "v1", **each}


def _among(names: tuple[str, ...], name: str) -> tuple[range, int | None]:
    return range(len(names)), names.index(name) if name in names else None


async def reply(w: Writer, code: int, body: bytes, kind: str = JSON) -> None:
    """Write a whole answer."""
    w.header()["Content-Type"] = kind
    await w.write_header(code)
    await w.write(body)


def not_found() -> NotServed:
    """Nothing is served at the path that was asked for."""
    return NotServed(404, "NotFound", "the server could not find the requested resource")


def missing(resource: str, name: str) -> NotServed:
    """There is no object of this name."""
    text = f'{resource} "{name}" not found'
    return NotServed(404, "NotFound", text, name=name, kind=resource)


def table_version(r: Asked) -> str:
    """Which version of a Table the client would rather have than objects; "" if it would not."""
    for accepted in r.headers.get("accept", "").split(","):
        options = [part.strip() for part in accepted.split(";")]
        if options[0] in (JSON, "*/*"):
            if TABLE not in options:
                return ""
            version = next((each[2:] for each in options if each.startswith("v=")), "")
            if version in ("v1", "v1beta1"):
                return version
    return ""


def whole(r: Asked, name: str, low: int, high: int) -> int | None:
    """A whole number from the query; None where it is not given."""
    text = r.query.get(name, "")
    if not text:
        return None
    number = int(text) if text.isdecimal() and text.isascii() and len(text) < 12 else -1
    if not low <= number <= high:
        why = f"{name} = {text!r:.40} must be a whole number from {low} to {high}"
        raise NotServed(400, "BadRequest", why)
    return number


def page_of(r: Asked) -> tuple[int, int]:
    """Where a page begins, and how many objects it has at most."""
    limit = whole(r, "limit", 0, 10**9) or 10**9
    text = r.query.get("continue", "")
    if not text:
        return 0, limit
    try:
        where = json.loads(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_"))
        version, begin = str(where["rv"]), where["start"]
        if type(begin) is not int or begin < 0:
            raise ValueError
    except (binascii.Error, ValueError, KeyError, TypeError, RecursionError):
        raise NotServed(400, "BadRequest", "continue key is not valid: not one of ours") from None
    if version != objects.RESOURCE_VERSION:
        raise NotServed(410, "Expired", "The provided continue parameter is too old")
    return begin, limit


def continue_key(begin: int) -> str:
    """The `continue` of a list whose next page begins there."""
    text = json.dumps({"rv": objects.RESOURCE_VERSION, "start": begin}, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def name_selected(r: Asked) -> str:
    """The name that a `fieldSelector` asks for, as `kubectl get pod NAME -w` does; "" without one.

    No other selector is served; an answer as if there were none would be a wrong one.
    """
    if r.query.get("labelSelector"):
        raise NotServed(400, "BadRequest", "labelSelector is not served here: list all")
    selector = r.query.get("fieldSelector", "")
    field, _, name = selector.partition("=")
    name = name.removeprefix("=")  # both = and == are allowed
    if selector and (field != "metadata.name" or not name or "," in name):
        why = "of fieldSelector only metadata.name=NAME is served here"
        raise NotServed(400, "BadRequest", why)
    return name
