"""The built copy of the book, with the room's script in each of its pages as they are served."""

import hashlib
import os
from functools import lru_cache
from mimetypes import guess_type

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import Scope

from leaklab.book.room import catalog

SCRIPT = b'<script src="/room/participant.js" defer></script>'
WITHOUT = ("lite/", "embed/", "slides/")  # a notebook, a lab in a frame, the leader's slides
HIDDEN = (catalog.PATH.as_posix(),)  # it tells what wins
KEPT_S = 300  # how long a browser need not ask again; pages are asked for each time
PAGES = 64  # kept in memory, 0.2 MB each
# Not guess_type's: on Windows it asks the registry, where any program may have left anything.
TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".ico": "image/x-icon",
    ".ipynb": "application/json",
    ".js": "text/javascript",
    ".json": "application/json",
    ".mjs": "text/javascript",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".whl": "application/zip",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
    ".zip": "application/zip",
}


class BookFiles(StaticFiles):
    """The files of a folder: whole or in ranges, with an ETag, and nothing outside of it."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The answer to a request for `path`."""
        if path.replace(os.sep, "/").casefold() in HIDDEN:
            raise HTTPException(404)
        return await super().get_response(path, scope)

    def file_response(
        self,
        full_path: "str | os.PathLike[str]",
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """The file; a page with the script put in."""
        path = str(full_path)
        below = os.path.relpath(path, os.path.realpath(str(self.directory))).replace(os.sep, "/")
        if path.endswith(".html") and not below.startswith(WITHOUT):
            response = _page(path, stat_result.st_mtime_ns, stat_result.st_size, status_code)
        else:
            kind = TYPES.get(os.path.splitext(path)[1].lower()) or guess_type(path)[0]
            response = FileResponse(
                path,
                status_code,
                {"Cache-Control": f"max-age={KEPT_S}"},
                media_type=kind or "application/octet-stream",
                stat_result=stat_result,
            )
        if self.is_not_modified(response.headers, Headers(scope=scope)):
            return NotModifiedResponse(response.headers)
        return response


def _page(path: str, changed_ns: int, size: int, status: int) -> Response:
    text, etag = _with_script(path, changed_ns, size)
    headers = {"ETag": etag, "Cache-Control": "no-cache"}
    return Response(text, status, headers, "text/html")


@lru_cache(PAGES)
def _with_script(path: str, changed_ns: int, size: int) -> tuple[bytes, str]:
    """The page, and its ETag; read again when the file has changed."""
    with open(path, "rb") as file:
        text = file.read()
    head, end, rest = text.partition(b"</head>")
    whole = head + SCRIPT + end + rest if end else text
    return whole, f'"{hashlib.blake2b(whole, digest_size=12).hexdigest()}"'
