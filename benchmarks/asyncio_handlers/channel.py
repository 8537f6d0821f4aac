"""Go's unbuffered channel, which asyncio does not have: `asyncio.Queue(0)` is without bounds."""

import asyncio
from collections import deque
from typing import Generic, TypeVar

T = TypeVar("T")


class Channel(Generic[T]):
    """A send ends when, and only when, somebody receives."""

    def __init__(self) -> None:
        self._senders: deque[tuple[T, asyncio.Future[None]]] = deque()
        self._receivers: deque[asyncio.Future[T]] = deque()

    async def send(self, value: T) -> None:
        """Hand `value` to a receiver; wait for one, for ever if need be."""
        while self._receivers:
            receiver = self._receivers.popleft()
            if not receiver.done():  # done: it gave up, its timeout cancelled it
                receiver.set_result(value)
                return
        handed_over = asyncio.get_running_loop().create_future()
        self._senders.append((value, handed_over))
        await handed_over

    async def receive(self) -> T:
        """Take the first sender's value; wait for one."""
        while self._senders:
            value, handed_over = self._senders.popleft()
            if not handed_over.done():  # done: its task was cancelled, and hands over nothing
                handed_over.set_result(None)
                return value
        receiver: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._receivers.append(receiver)
        return await receiver
