"""What an API server answers, as far as the incident needs it: discovery, pods, a watch, errors."""

import base64
import binascii
import json
import math
from collections.abc import Callable
from typing import Any

import trio

from leaklab.apiserver.over_http import objects
from leaklab.apiserver.over_http.knobs import Knobs
from leaklab.apiserver.over_http.wire.exchange import Asked
from leaklab.apiserver.response import Writer

JSON = "application/json"
BOOKMARK_S = 10.0  # between a watch's bookmarks; upstream about a minute, here chosen
RESOURCES = ("pods", "namespaces")
VERBS = ["get", "list", "watch"]
VERB_OF = {"POST": "create", "PUT": "update", "PATCH": "patch", "DELETE": "delete"}
TABLE = "as=Table"
SERVED = ("", "v1")


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

    async def serve(self, w: Writer, r: Asked) -> None:
        """Answer one request."""
        try:
            await self._serve(w, r)
        except NotServed as error:
            await reply(w, error.code, error.body)

    async def _serve(self, w: Writer, r: Asked) -> None:
        if r.resource:
            if r.resource not in RESOURCES or r.subresource:
                raise not_found(r.path)
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
        fixed = self._fixed(r.path.rstrip("/") or "/")
        if fixed is None:
            raise not_found(r.path)
        if isinstance(fixed, str):
            await reply(w, 200, fixed.encode(), "text/plain; charset=utf-8")
        else:
            await reply(w, 200, objects.encode(fixed))

    def _fixed(self, path: str) -> dict[str, Any] | str | None:
        if path in ("/healthz", "/readyz", "/livez"):
            return "ok"
        if path == "/version":
            major, minor = self._version.split(".")[:2]
            return {"major": major, "minor": minor, "gitVersion": f"v{self._version}+leaklab"}
        if path == "/api":
            return {"kind": "APIVersions", "versions": ["v1"], "serverAddressByClientCIDRs": []}
        if path == "/apis":
            return {"kind": "APIGroupList", "apiVersion": "v1", "groups": []}
        if path == "/api/v1":
            kinds = [("namespaces", "Namespace", False), ("pods", "Pod", True)]
            return {
                "kind": "APIResourceList",
                "groupVersion": "v1",
                "resources": [
                    {
                        "name": name,
                        "singularName": "",
                        "namespaced": inside,
                        "kind": kind,
                        "verbs": VERBS,
                        "shortNames": [short],
                    }
                    for (name, kind, inside), short in zip(kinds, ("ns", "po"), strict=True)
                ],
            }
        return None

    async def _read(self, w: Writer, r: Asked) -> None:
        """Get or list. Reading takes its time, whoever still waits: such work heeds no context."""
        check_selectors(r)
        begin, limit = page_of(r)
        if r.resource == "namespaces":
            await self._namespaces(w, r)
            return
        await trio.sleep(self._knobs().read_s)
        if r.name:
            await self._one(w, r)
            return
        count = self._count if r.namespace in ("", "default") else 0
        end = min(count, begin + limit)
        go_on = token(end) if end < count else ""
        version = table_version(r)
        if version:
            pods = [objects.pod(number) for number in range(begin, end)]
            body = objects.table(pods, count - end, go_on, version)
        else:
            items = list(objects.pods_encoded(self._count)[begin:end])
            body = objects.listed("PodList", items, count - end, go_on)
        await reply(w, 200, body)

    async def _one(self, w: Writer, r: Asked) -> None:
        digits = r.name.removeprefix("pod-")
        number = int(digits) if digits.isdecimal() and digits.isascii() and len(digits) == 6 else -1
        if not 0 <= number < self._count or r.namespace != "default":
            raise missing("pods", r.name)
        version = table_version(r)
        if version:
            await reply(w, 200, objects.table([objects.pod(number)], version=version))
            return
        await reply(
            w, 200, objects.encode({"kind": "Pod", "apiVersion": "v1", **objects.pod(number)})
        )

    async def _namespaces(self, w: Writer, r: Asked) -> None:
        if r.name:
            if r.name not in objects.NAMESPACES:
                raise missing("namespaces", r.name)
            one = {"kind": "Namespace", "apiVersion": "v1", **objects.namespace(r.name)}
            await reply(w, 200, objects.encode(one))
            return
        items = [objects.encode(objects.namespace(name)).rstrip() for name in objects.NAMESPACES]
        await reply(w, 200, objects.listed("NamespaceList", items))

    async def _watch(self, w: Writer, r: Asked) -> None:
        """Send what there is, if no version is named; then bookmarks, until the client has enough.

        Exempt from the timeout: `timeoutSeconds` and the client end it.
        """
        if r.resource != "pods":
            raise NotServed(405, "MethodNotAllowed", f"{r.resource} cannot be watched here")
        check_selectors(r)
        seconds = whole(r, "timeoutSeconds", 0, 86_400) or math.inf
        w.header()["Content-Type"] = JSON
        if r.query.get("resourceVersion", "") in ("", "0"):
            for number in range(self._count if r.namespace in ("", "default") else 0):
                pod = {"kind": "Pod", "apiVersion": "v1", **objects.pod(number)}
                await w.write(objects.encode({"type": "ADDED", "object": pod}))
        await w.flush()
        marks = r.query.get("allowWatchBookmarks", "").lower() in ("1", "true")
        until_s = trio.current_time() + seconds
        while trio.current_time() < until_s and not r.context.cancelled:
            with trio.move_on_at(min(until_s, trio.current_time() + BOOKMARK_S)):
                await r.context.done()
            if marks and not r.context.cancelled:
                meta = {"resourceVersion": objects.RESOURCE_VERSION, "creationTimestamp": None}
                mark = {"kind": "Pod", "apiVersion": "v1", "metadata": meta}
                await w.write(objects.encode({"type": "BOOKMARK", "object": mark}))
                await w.flush()


async def reply(w: Writer, code: int, body: bytes, kind: str = JSON) -> None:
    """Write a whole answer."""
    w.header()["Content-Type"] = kind
    await w.write_header(code)
    await w.write(body)


def not_found(path: str) -> NotServed:
    """Nothing is served at this path."""
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


def token(begin: int) -> str:
    """The `continue` of a list whose next page begins there."""
    text = json.dumps({"rv": objects.RESOURCE_VERSION, "start": begin}, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def check_selectors(r: Asked) -> None:
    """Selectors are not served; an answer as if there were none would be a wrong one."""
    for name in ("labelSelector", "fieldSelector"):
        if r.query.get(name):
            raise NotServed(400, "BadRequest", f"{name} is not served here: list all")
