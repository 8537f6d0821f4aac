"""An in-flight limit moved: around a timeout filter, not inside of it.

When to use: to see what such a limit would bound. Upstream, the chain of the insecure port had this
order up to kubernetes/kubernetes #82206 (2019); that of the secure port has the limit inside.
"""

from functools import partial
from typing import Any, ClassVar

from leaklab.apiserver.filters import with_max_in_flight
from leaklab.apiserver.handlers.base import TimeoutFilter
from leaklab.apiserver.response import Request, Writer


class InFlightOutside(TimeoutFilter):
    """At most `slots` requests of a kind between arrival and answer; 429 for those above it.

    A slot is held by the serving task, from its arrival to its answer: it comes back at the
    timeout, while the worker is still there. `handler` is the filter inside, another base of the
    same class: see `with_limit_outside`.
    """

    slots: ClassVar[int]
    handler: ClassVar[type[TimeoutFilter]]

    def __init__(self, **parts: Any) -> None:
        super().__init__(**parts)
        serve = partial(self.handler.serve_http, self)
        self._limited = with_max_in_flight(serve, self.slots, self.slots)

    async def serve_http(self, w: Writer, r: Request) -> None:
        """Serve `r`, if there is a slot."""
        await self._limited(w, r)


def with_limit_outside(handler: type[TimeoutFilter], slots: int) -> type[TimeoutFilter]:
    """The handler's class with a limit of `slots` around it."""
    fields = {"slots": slots, "handler": handler, "__doc__": InFlightOutside.__doc__}
    return type("LimitOutside", (InFlightOutside, handler), fields)
