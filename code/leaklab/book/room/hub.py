"""Who listens to the room, and what they hear: server-sent events, the newest state and no queue.

A change is told at most every quarter of a second, to whom it changes anything. Who reads slowly
hears fewer states, and nothing piles up for them.
"""

import asyncio
import contextlib
import json
from collections import Counter
from collections.abc import AsyncIterator, Callable
from typing import Any

from leaklab.book.room.catalog import Catalog
from leaklab.book.room.keeper import Keeper, NotKept
from leaklab.book.room.views import VIEWS

MOST = 300  # listeners at once
GAP_S = 0.25
QUIET_S = 15  # then a line that says nothing, so that a broken connection is found
GONE = b"event: gone\ndata: {}\n\n"


class TooMany(Exception):
    """As many listen as the server takes."""


class Listener:
    """Somebody's open stream."""

    def __init__(self, role: str, token: str) -> None:
        self.role, self.token = role, token
        self.news = asyncio.Event()
        self.ended = self.erased = False

    def end(self, *, erased: bool = False) -> None:
        """Let the stream come to its end."""
        self.ended, self.erased = True, erased
        self.news.set()


class Hub:
    """All open streams of a room."""

    def __init__(self, keeper: Keeper, catalog: Catalog) -> None:
        self.keeper, self.catalog = keeper, catalog
        self.listeners: set[Listener] = set()
        self._latest: dict[str, bytes] = {}
        self._telling: asyncio.Task[None] | None = None
        self._again = self._closed = False

    def listen(self, role: str, token: str) -> AsyncIterator[bytes]:
        """What a new listener hears. TooMany when there is no room for one."""
        if len(self.listeners) >= MOST or self._closed:
            raise TooMany
        listener = Listener(role, token)
        self.listeners.add(listener)
        self._latest.pop(role, None)  # nobody kept it up to date
        self.changed()
        return self._stream(listener)

    def here(self) -> int:
        """How many participants have a page open, each counted once."""
        return len({each.token for each in self.listeners if each.role == "participant"})

    def by_role(self) -> Counter[str]:
        """How many streams there are, by role."""
        return Counter(each.role for each in self.listeners)

    def changed(self) -> None:
        """Something is new: tell it soon."""
        if self._telling is None and not self._closed:
            self._telling = asyncio.get_running_loop().create_task(self._tell())
        else:
            self._again = True

    def dismiss(self, leave: Callable[[Listener], bool]) -> None:
        """Tell these participants that they were erased, and end their streams."""
        for each in self.listeners:
            if each.role == "participant" and leave(each):
                each.end(erased=True)

    def close(self) -> None:
        """End all streams, and take no more."""
        self._closed = True
        for each in self.listeners:
            each.end()

    async def _tell(self) -> None:
        again = True
        while again:
            self._again = False
            with contextlib.suppress(NotKept):  # the next change says more
                await self._look()
            await asyncio.sleep(GAP_S)
            again = self._again
        self._telling = None

    async def _look(self) -> None:
        here, roles = self.here(), list(self.by_role())
        seen = await self.keeper.do(
            lambda store: {role: VIEWS[role](store, self.catalog, here) for role in roles}
        )
        for role, state in seen.items():
            told = event(state)
            if self._latest.get(role) == told:
                continue
            self._latest[role] = told
            for each in self.listeners:
                if each.role == role:
                    each.news.set()

    async def _stream(self, listener: Listener) -> AsyncIterator[bytes]:
        try:
            yield b": the room\n\n"
            while not listener.ended:
                try:
                    async with asyncio.timeout(QUIET_S):
                        await listener.news.wait()
                except TimeoutError:
                    yield b": still here\n\n"
                    continue
                listener.news.clear()
                if not listener.ended and (told := self._latest.get(listener.role)):
                    yield told
            if listener.erased:
                yield GONE
        finally:
            self.listeners.discard(listener)
            self.changed()


def event(state: dict[str, Any]) -> bytes:
    """A state as an event."""
    return f"data: {json.dumps(state, ensure_ascii=False)}\n\n".encode()
