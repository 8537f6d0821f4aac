"""Chapter 8. 1.12 with its in-flight limit moved: around the timeout filter, not inside of it.

When to use: to see what such a limit would bound. Upstream, the chain of the insecure port had this
order up to kubernetes/kubernetes #82206 (2019); that of the secure port has the limit inside.
"""

from typing import Any

from leaklab.apiserver.filters import with_max_in_flight
from leaklab.apiserver.handlers.k8s_1_12 import TimeoutHandler
from leaklab.apiserver.response import Request, Writer

SLOTS = 20  # as in the recordings `inflight20`


class LimitOutside(TimeoutHandler):
    """At most 20 requests of a kind between arrival and answer; 429 for those above it.

    A slot is held by the serving task, from its arrival to its answer: it comes back at the
    timeout, while the worker is still there.
    """

    def __init__(self, **parts: Any) -> None:
        super().__init__(**parts)
        self._limited = with_max_in_flight(super().serve_http, SLOTS, SLOTS)

    async def serve_http(self, w: Writer, r: Request) -> None:
        """Serve `r`, if there is a slot."""
        await self._limited(w, r)
