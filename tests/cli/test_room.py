"""`leaklab room`: what it says, and what it refuses in one line."""

import re
import socket
import sys

import pytest

from leaklab.book.room.serve import Ready
from leaklab.cli.room import greeting
from tests.support.room import room_server, small_book


@pytest.fixture
def book(tmp_path):
    return small_book(tmp_path)


def refused(leaklab, *arguments):
    said = leaklab("room", *map(str, arguments))
    assert said.status == 2
    assert said.err.count("\n") == 1
    return said.err


def test_a_folder_without_a_book_is_named(leaklab, tmp_path):
    assert f"{tmp_path} holds no index.html" in refused(leaklab, tmp_path)
    assert "holds no index.html" in refused(leaklab, tmp_path / "nowhere")


def test_a_book_built_before_rooms_is_to_be_built_again(leaklab, book):
    path = book / "_static" / "room-catalog.json"
    for text in ("{", "[]", '{"edition": 2, "chapters": []}', '{"edition": 1, "chapters": [1]}'):
        path.write_text(text)
        assert "is not a catalog of edition 1" in refused(leaklab, book)
    path.unlink()
    assert "built before rooms; build it again" in refused(leaklab, book)


@pytest.mark.parametrize("port", ["x", "-1", "65536", "8.5"])
def test_a_bad_port_is_told_with_its_limits(leaklab, book, port):
    assert f"--port {port} must be a port number from 0 to 65535" in refused(
        leaklab, book, f"--port={port}"
    )


def test_a_port_in_use_is_told(leaklab, book, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        told = refused(leaklab, book, "--port", port, "--data", tmp_path / "room.sqlite")
    assert told == f"leaklab: 127.0.0.1:{port} is in use; --port chooses another\n"
    assert not (tmp_path / "room.sqlite").exists()


@pytest.mark.parametrize("host", ["203.0.113.7", "no such host"])
def test_a_host_that_is_not_this_machine_is_told(leaklab, book, host):
    told = refused(leaklab, book, "--host", host)
    assert re.search(rf"--host {host}: .+; it must be an address of this machine", told)


def test_a_bad_url_is_told(leaklab, book):
    assert "must be like http" in refused(leaklab, book, "--url", "ftp://x")


def test_a_file_that_is_no_rooms_is_told_and_kept(leaklab, book, tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("my notes " * 100)
    told = refused(leaklab, book, "--port", "0", "--data", path)
    assert "is not a room's file" in told
    assert path.read_text() == "my notes " * 100
    told = refused(leaklab, book, "--port", "0", "--data", tmp_path / "none" / "room.sqlite")
    assert "No such file or directory" in told


@pytest.mark.slow
def test_a_second_server_on_the_same_file_is_refused(leaklab, book, tmp_path):
    data = tmp_path / "room.sqlite"
    with room_server(book, data):
        assert "in use by another room" in refused(leaklab, book, "--port=0", "--data", data)


def test_what_is_missing_is_told_with_the_way_to_get_it(leaklab, book, monkeypatch):
    monkeypatch.setitem(sys.modules, "leaklab.book.room.serve", None)  # importing it fails
    assert "leaklab room needs packages of its own: " in refused(leaklab, book)


READY = Ready("http://192.0.2.7:8765", "http://127.0.0.1:8765", "ab2cd3", "aaaa-bbbb-cccc-dddd")


def test_on_loopback_it_says_that_only_this_machine_reaches_it(tmp_path):
    said = greeting(READY, "127.0.0.1", tmp_path, qr=False)
    assert "Only this machine reaches it; --host 0.0.0.0 lets the network in." in said


def test_on_the_network_it_says_what_that_exposes_and_shows_a_code(tmp_path):
    said = greeting(READY, "0.0.0.0", tmp_path, qr=True)
    for words in (
        "The room is at http://192.0.2.7:8765/room/",
        "Its code is ab2cd3",
        "Everybody in this network can read the book there",
        "It is HTTP without encryption",
        "No other file of this machine is served.",
        "http://127.0.0.1:8765/room/lead#aaaa-bbbb-cccc-dddd",
        "http://127.0.0.1:8765/room/show#ab2cd3",
        "\u2580",
    ):
        assert words in said
