"""What serves a request, whichever version of HTTP it came by."""

import itertools

from leaklab.apiserver.over_http.wire.exchange import Answer, Asked, Exchange
from leaklab.apiserver.response import Handler


class Service:
    """Hands each request to the outermost filter, and its answer to where it goes."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self._indexes = itertools.count()

    def next_index(self) -> int:
        """A number for the next request."""
        return next(self._indexes)

    async def serve(self, request: Asked, exchange: Exchange) -> bool:
        """Serve one request. False when its handler panicked: the answer is to be cut off."""
        answer = Answer(request, exchange)
        try:
            await self._handler(answer, request)
        except Exception as panic:  # of any kind: a handler's fault costs its own answer alone
            panic.__traceback__ = None  # it holds this frame, which holds it
            return False
        await answer.finish()
        request.is_served = True
        return True
