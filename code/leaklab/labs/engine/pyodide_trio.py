"""Lets trio run in Pyodide: import this before trio. Anywhere else, importing it changes nothing.

When trio is imported it asks the platform for a way to wait for files and sockets, and for a pair
of sockets to wake itself up with. A browser has neither. A run under virtual time has no file to
wait for and never sleeps, so what is left to carry is trio's own wake-up: a bell that is rung by
one end of the pair and heard through the other. trio speaks kqueue where there is no epoll, and
kqueue's vocabulary is the smaller one to stand in for.
"""

import itertools
import select
import socket
import sys
import time
from collections.abc import Sequence
from typing import Any
from weakref import WeakValueDictionary

# Rejected: an I/O manager of our own, for trio picks one by the platform at import and has no door
# for another; a stand-in for epoll, which was tried and failed; a stand-in that does nothing, under
# which trio waits for ever for the wake-up that it sends to itself.
# python-trio/trio#3311 asks for WASM support in trio itself, which would make all of this needless.
ADD, DELETE, ONE_SHOT = 0x1, 0x2, 0x10  # the bits that BSD gives them; any would do
READ, WRITE = -1, -2
_numbers = itertools.count(1_000_000)  # for the ends; real descriptors are small


class Bell:
    """What the two ends of a pair share: whether it was rung since it was last heard."""

    def __init__(self) -> None:
        self.rung = False


_bells: WeakValueDictionary[int, Bell] = WeakValueDictionary()  # by the hearing end's number


class End:
    """One end of a pair, with the methods of a socket that trio calls on it."""

    def __init__(self, bell: Bell, number: int) -> None:
        self.bell = bell
        self._number = number

    def fileno(self) -> int:
        """The end's number. The ringing end says -1, which `signal` takes for "no descriptor"."""
        return self._number

    def send(self, data: bytes) -> int:
        """Ring the bell; the bytes do not matter."""
        self.bell.rung = True
        return len(data)

    def recv(self, size: int) -> bytes:
        """Hear the bell. Raises BlockingIOError when it was not rung."""
        if not self.bell.rung:
            raise BlockingIOError
        self.bell.rung = False
        return b"\x00"

    def setblocking(self, flag: bool) -> None:
        """Nothing here ever blocks."""

    def setsockopt(self, *option: int) -> None:
        """There is no buffer whose size could be set."""

    def close(self) -> None:
        """A closed end is never heard again."""
        self.bell.rung = False


class Event:
    """`select.kevent`: what is waited for, or what has happened."""

    def __init__(self, ident: Any, filter: int = READ, flags: int = ADD) -> None:
        self.ident: int = ident if isinstance(ident, int) else ident.fileno()
        self.bell = _bells.get(self.ident)  # any other number never becomes ready
        self.filter = filter
        self.flags = flags


class Queue:
    """`select.kqueue`: remembers the events waited for, and tells those whose bell was rung."""

    def __init__(self) -> None:
        self._waiting: dict[tuple[int, int], Event] = {}

    def control(
        self, changes: Sequence[Event] | None, most: int, timeout_s: float | None = 0
    ) -> list[Event]:
        """Take the changes, and return up to `most` events.

        With nothing to tell it sleeps for `timeout_s`, deaf: nobody else could ring meanwhile,
        for there is one thread. A virtual clock never asks for a sleep.
        """
        for event in changes or ():
            key = (event.ident, event.filter)
            if event.flags & DELETE:
                self._waiting.pop(key, None)
            else:
                self._waiting[key] = event
        happened = [event for event in self._waiting.values() if event.bell and event.bell.rung]
        for event in happened[:most]:
            if event.flags & ONE_SHOT:
                del self._waiting[event.ident, event.filter]
        if most and timeout_s and not happened:
            time.sleep(timeout_s)
        return happened[:most]

    def close(self) -> None:
        """Forget everything."""
        self._waiting.clear()


def pair() -> tuple[End, End]:
    """`socket.socketpair`: an end that hears and an end that rings."""
    bell, number = Bell(), next(_numbers)
    _bells[number] = bell
    return End(bell, number), End(bell, -1)


def install() -> None:
    """Put the stand-ins where trio looks for them."""
    names = {"KQ_EV_ADD": ADD, "KQ_EV_DELETE": DELETE, "KQ_EV_ONESHOT": ONE_SHOT}
    names |= {"KQ_FILTER_READ": READ, "KQ_FILTER_WRITE": WRITE}
    for name, value in {"kqueue": Queue, "kevent": Event, **names}.items():
        setattr(select, name, value)
    setattr(socket, "socketpair", pair)  # noqa: B010  an assignment would not pass for a socket


if sys.platform == "emscripten" and not hasattr(select, "kqueue"):
    install()
