"""A small built book, and a room's server for it."""

from pathlib import Path

import pytest

from tests.support.room import room_server, small_book


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_book(tmp_path_factory.mktemp("book"))


@pytest.fixture(scope="module")
def served(book, tmp_path_factory):
    with room_server(book, tmp_path_factory.mktemp("room") / "room.sqlite") as server:
        yield server


@pytest.fixture
def room(served):
    """A room in which nobody has said anything yet."""
    with served.client(served.leader) as leader:
        assert leader.post("/room/lead/erase", json={"everything": True}).status_code == 204
    return served
