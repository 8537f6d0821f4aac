"""The third of the three servers of chapter 11."""

from leaklab.filters import too_many_requests
from leaklab.handlers.k8s_1_17 import TimeoutHandler
from leaklab.response import Request, Writer

SLOTS = 30


class Cedar(TimeoutHandler):
    """1.17 with a limit of its own."""

    taken = 0

    async def serve_http(self, w: Writer, r: Request) -> None:
        """Serve `r` as 1.17 does, if one of 30 slots is free."""
        if self.taken == SLOTS:
            return await too_many_requests(w)
        self.taken += 1
        await super().serve_http(w, r)
        self.taken -= 1
