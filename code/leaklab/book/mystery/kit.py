"""Chapter 12. What the unlabelled servers are made of, for those who fix one in a cell."""

from typing import Any

import trio

from leaklab.apiserver.golike import Panic, recovered
from leaklab.apiserver.handlers.base import TimeoutFilter
from leaklab.apiserver.response import Request, Response, Writer
from leaklab.apiserver.timeout_writer import TimeoutWriter

__all__ = [
    "Answer",
    "Any",
    "News",
    "Panic",
    "Reply",
    "Request",
    "TimeoutFilter",
    "TimeoutWriter",
    "Writer",
    "recovered",
    "trio",
]


class Reply(Response):
    """A backend's answer, kept until somebody passes it on. A `Writer` for an inner handler."""

    __slots__ = ()

    async def pass_on(self, w: Writer) -> None:
        """Write all of it to `w`; nothing, if nothing has been answered."""
        if self.status is None:
            return
        w.header().update(self.header())
        await w.write_header(self.status)
        await w.write(self.body)


Answer = tuple[Reply, Panic | None]  # a backend's reply, and its panic if it had one
News = tuple[str, Panic | None]  # what has happened, and with which panic
