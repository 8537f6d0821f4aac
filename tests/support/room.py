"""`leaklab room` as a leader starts it: a process of its own, a free port, a small book."""

import contextlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

from tests.support.serving import PATIENCE_S
from tests.support.started import Started, started

BETS = ("slower", "left")
EXERCISES = ("one/mixed", "one/begun")
PAGE = "chapters/one.html"
PLACE = f"{PAGE}#the-alarm"


def catalog() -> dict[str, Any]:
    """A catalog of one chapter: two bets of three choices, two exercises."""
    choices = ["*Slower* & <b>", "The same.", "Faster."]
    bet = {"question": "How much <slower>?", "choices": choices, "called": choices, "won": 1}
    chapter = {
        "page": PAGE,
        "title": "One request",
        "sections": [["the-alarm", "The alarm"]],
        "bets": [{"name": name, **bet} for name in BETS],
        "exercises": [{"id": each, "title": each.title()} for each in EXERCISES],
    }
    return {"edition": 1, "chapters": [chapter]}


def small_book(folder: Path) -> Path:
    """A built copy of a book of one page, below `folder`."""
    book = folder / "html"
    (book / "chapters").mkdir(parents=True)
    (book / "_static").mkdir()
    page = "<!DOCTYPE html><html><head><title>{}</title></head><body><h1>{}</h1></body></html>"
    for name in ("index.html", PAGE):
        (book / name).write_text(page.format(name, name), encoding="utf-8")
    (book / "_static" / "room-catalog.json").write_text(json.dumps(catalog()), encoding="utf-8")
    return book


class RoomServer:
    """A running room: its address, its codes, and its process."""

    def __init__(self, running: Started) -> None:
        self.process, self.greeting = running.process, running.greeting
        self.said = running.keep(self.process.stdout)  # on both streams, after the greeting
        found = re.search(r"Lead it: +(\S+)/room/lead#(\S+)", self.greeting)
        code = re.search(r"Its code is (\S+)", self.greeting)
        assert found is not None, self.greeting
        assert code is not None
        self.url, self.leader, self.code = found[1], found[2], code[1]
        self.port = int(self.url.rpartition(":")[2])

    def client(self, token: str = "") -> httpx.Client:
        """A client that shows `token` with each request."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        options: Any = {"timeout": PATIENCE_S, "trust_env": False, "verify": False}  # no TLS here
        return httpx.Client(base_url=self.url, headers=headers, **options)

    def join(self, nickname: str | None = None) -> httpx.Client:
        """A client that has joined."""
        with self.client() as client:
            asked = {"code": self.code, "nickname": nickname}
            answer = client.post("/room/join", json=asked)
        assert answer.status_code == 200, answer.text
        return self.client(answer.json()["token"])

    def lead(self, **what: Any) -> None:
        """One of the leader's actions."""
        with self.client(self.leader) as client:
            answer = client.post("/room/lead/do", json=what)
        assert answer.status_code == 204, answer.text

    def export(self) -> list[dict[str, Any]]:
        """All that was said."""
        with self.client(self.leader) as client:
            rows: list[dict[str, Any]] = client.get("/room/lead/export.json").json()
        return rows

    def state(self, role: str, token: str) -> dict[str, Any]:
        """The first state that a listener of that role hears."""
        with (
            self.client(token) as client,
            client.stream("GET", "/room/events", params={"for": role}) as answer,
        ):
            assert answer.status_code == 200
            for line in answer.iter_lines():
                if line.startswith("data: "):
                    state: dict[str, Any] = json.loads(line.removeprefix("data: "))
                    return state
        raise AssertionError("the stream ended without a word")

    def kill(self) -> None:
        """End it as a crash does, at once."""
        self.process.kill()
        self.process.wait(PATIENCE_S)


@contextlib.contextmanager
def room_server(book: Path, data: Path, *options: str, port: int = 0) -> Iterator[RoomServer]:
    """`leaklab room BOOK --data DATA OPTIONS`, until the block ends."""
    given = ("--no-qr", "--port", str(port), "--data", str(data), *options)
    with started("room", str(book), *given, ready=lambda line: "Ctrl-C ends it" in line) as running:
        yield RoomServer(running)
