"""What a room's server gives out of the built copy, and what it does not."""

import os
import socket

import pytest

from tests.support.room import room_server, small_book
from tests.support.serving import PATIENCE_S

TYPES = {
    "a.wasm": "application/wasm",
    "a.mjs": "text/javascript; charset=utf-8",
    "a.js": "text/javascript; charset=utf-8",
    "a.css": "text/css; charset=utf-8",
    "a.json": "application/json",
    "a.svg": "image/svg+xml",
    "a.woff2": "font/woff2",
    "a.ipynb": "application/json",
    "a.bin": "application/octet-stream",
    "a.whl": "application/zip",
}
SECRET = "not of the book"


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    book = small_book(folder)
    for name in TYPES:
        (book / "_static" / name).write_bytes(bytes(range(100)))
    (book / "lite").mkdir()
    (book / "lite" / "index.html").write_text("<html><head></head></html>")
    (folder / "secret.txt").write_text(SECRET)
    os.symlink(folder / "secret.txt", book / "_static" / "link.txt")
    with room_server(book, folder / "room.sqlite") as server:
        yield server


@pytest.mark.parametrize(("name", "kind"), TYPES.items())
def test_each_file_has_the_type_that_browsers_need(room, name, kind):
    with room.client() as anybody:
        answer = anybody.get(f"/_static/{name}")
    assert answer.headers["content-type"] == kind
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_part_of_a_file_is_answered_and_a_wrong_part_refused(room):
    with room.client() as anybody:
        part = anybody.get("/_static/a.bin", headers={"Range": "bytes=10-19"})
        beyond = anybody.get("/_static/a.bin", headers={"Range": "bytes=500-"})
    assert (part.status_code, part.content) == (206, bytes(range(10, 20)))
    assert beyond.status_code == 416


def test_an_unchanged_file_is_not_sent_again(room):
    with room.client() as anybody:
        tag = anybody.get("/_static/a.wasm").headers["etag"]
        assert anybody.get("/_static/a.wasm", headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/_static/..%2f..%2f..%2fsecret.txt",
        "/_static/..\\..\\secret.txt",
        "//etc/passwd",
        "/_static/link.txt",
        "/_static/a.bin%00.html",
        "/../room.sqlite",
    ],
)
def test_nothing_outside_of_the_folder_is_given_out(room, path):
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", room.port), timeout=PATIENCE_S) as line:
        line.sendall(request.encode())
        answer = b"".join(iter(lambda: line.recv(1 << 16), b""))
    assert answer.split()[1] in (b"404", b"400")
    assert SECRET.encode() not in answer
    assert b"root:" not in answer


@pytest.mark.parametrize("name", ["room-catalog.json", "Room-Catalog.JSON", "./room-catalog.json"])
def test_the_catalog_which_tells_what_wins_is_not_given_out(room, name):
    with room.client() as anybody:
        assert anybody.get(f"/_static/{name}").status_code == 404


def test_a_notebook_of_jupyterlite_is_served_as_it_is(room):
    with room.client() as anybody:
        assert "participant" not in anybody.get("/lite/index.html").text
