"""A hundred participants at once: each listens to the room, and votes as people do."""

import asyncio
import json
import time
from collections.abc import Sequence
from typing import NamedTuple

from tests.support.room import BETS, RoomServer


class Crowd(NamedTuple):
    """What a crowd saw: how long each vote took, s; how many states each listener heard."""

    took_s: Sequence[float]
    heard: Sequence[int]


class Line:
    """A connection that stays open, for one request after another."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def ask(self, method: str, path: str, token: str, body: bytes = b"") -> int:
        """Ask; the status, as soon as the head of the answer is there."""
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
        if body:
            head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        self.writer.write(head.encode() + b"\r\n" + body)
        answer = await self.reader.readuntil(b"\r\n\r\n")
        return int(answer.split()[1])


async def _line(room: RoomServer) -> Line:
    return Line(*await asyncio.open_connection("127.0.0.1", room.port))


async def _one(
    room: RoomServer, token: str, rounds: int, every_s: float, offset_s: float
) -> tuple[list[float], int]:
    """One participant: votes `rounds` times, one each `every_s`; listens all the time."""
    listening, voting = await _line(room), await _line(room)
    assert await listening.ask("GET", "/room/events", token) == 200
    heard = 0

    async def listen() -> None:
        nonlocal heard
        while line := await listening.reader.readline():
            heard += line.startswith(b"data: ")

    ears = asyncio.create_task(listen())
    took_s = []
    await asyncio.sleep(offset_s)
    for turn in range(rounds):
        said = {"bet": BETS[turn % len(BETS)], "choice": turn % 3, "turn": turn + 1}
        began_s = time.perf_counter()
        assert await voting.ask("POST", "/room/said", token, json.dumps(said).encode()) == 204
        took_s.append(time.perf_counter() - began_s)
        await asyncio.sleep(max(0.0, every_s - took_s[-1]))
    ears.cancel()
    for each in (listening, voting):
        each.writer.close()
    return took_s, heard


async def _all(room: RoomServer, tokens: Sequence[str], rounds: int, every_s: float) -> Crowd:
    spread_s = every_s / len(tokens)
    people = (_one(room, token, rounds, every_s, at * spread_s) for at, token in enumerate(tokens))
    found = await asyncio.gather(*people)
    took_s = [each for votes_s, _ in found for each in votes_s]
    return Crowd(took_s, [heard for _, heard in found])


def crowd(room: RoomServer, count: int = 100, rounds: int = 10, every_s: float = 1.0) -> Crowd:
    """So many participants, who vote `rounds` times, each once in `every_s`."""
    tokens = []
    for _ in range(count):
        with room.join() as one:
            tokens.append(one.headers["Authorization"].removeprefix("Bearer "))
    return asyncio.run(_all(room, tokens, rounds, every_s))
