"""Serving a folder: on loopback unless asked, these files and no other, with their right types."""

import ast
import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.places import ROOT
from tools import serve
from tools.ports import free_port

SECRET = "not for the room"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workshop's folder, with files beside it that nobody may read."""
    (tmp_path / "outside.txt").write_text(SECRET)
    made = tmp_path / "made"
    for name in ("site", "key", ".git"):
        (made / name).mkdir(parents=True)
        (made / name / "index.html").write_text(SECRET if name != "site" else "<p>the book")
    (made / "START-HERE.html").write_text("<p>two doors")
    (made / "site" / "big.js").write_text("let a = 1;\n" * 1000)
    (made / "site" / "empty").mkdir()
    for suffix in (".wasm", ".mjs", ".whl", ".js", ".pdf", ".unheard-of"):
        (made / f"file{suffix}").write_bytes(b"x")
    (made / "link.txt").symlink_to(tmp_path / "outside.txt")
    return made


@contextlib.contextmanager
def served(folder: Path, *, pack: bool = False) -> Iterator[http.client.HTTPConnection]:
    handler = type("Bound", (serve.Handler,), {"folder": folder.resolve(), "pack": pack})
    with serve.Server("127.0.0.1", 0, handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=20)
        finally:
            server.shutdown()
            thread.join()


def asked(
    client: http.client.HTTPConnection, path: str, method: str = "GET", **fields: str
) -> tuple[http.client.HTTPResponse, bytes]:
    client.request(method, path, headers={k.replace("_", "-"): v for k, v in fields.items()})
    response = client.getresponse()
    return response, response.read()


def test_the_root_is_the_page_with_the_doors_and_a_folder_its_index(folder):
    with served(folder) as client:
        assert asked(client, "/")[1] == b"<p>two doors"
        assert asked(client, "/site/")[1] == b"<p>the book"
        moved, _ = asked(client, "/site?x=1")
        assert (moved.status, moved.getheader("Location")) == (301, "/site/")


@pytest.mark.parametrize(
    "path",
    [
        "/../outside.txt",
        "/site/../../outside.txt",
        "/%2e%2e/outside.txt",
        "/..%2foutside.txt",
        "/..%5coutside.txt",
        "//../outside.txt",
        "/link.txt",
        "/key/index.html",
        "/KEY/index.html",
        "/key%2Findex.html",
        "/site/%2e%2e/key/index.html",
        "/.git/index.html",
        "/site/empty/",
        "/C:/outside.txt",
        "/a%00b",
        "/" + "long" * 2000,
    ],
)
def test_what_is_outside_kept_back_or_hidden_is_not_found(folder, path):
    with served(folder) as client:
        response, body = asked(client, path)
    assert response.status == 404
    assert SECRET.encode() not in body


@pytest.mark.parametrize(
    ("name", "type"),
    [
        ("file.wasm", "application/wasm"),
        ("file.mjs", "text/javascript; charset=utf-8"),
        ("file.js", "text/javascript; charset=utf-8"),
        ("file.whl", "application/octet-stream"),
        ("file.pdf", "application/pdf"),
        ("file.unheard-of", "application/octet-stream"),
    ],
)
def test_types_are_ours_whatever_the_system_says(folder, monkeypatch, name, type):
    monkeypatch.setattr("mimetypes.guess_type", lambda *_: ("text/plain", None))
    with served(folder) as client:
        assert asked(client, f"/{name}")[0].getheader("Content-Type") == type


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_can_be_written(folder, method):
    with served(folder) as client:
        assert asked(client, "/file.js", method)[0].status == 501


def test_a_browser_that_has_a_file_is_not_sent_it_again(folder):
    with served(folder) as client:
        first, body = asked(client, "/site/big.js")
        again, nothing = asked(client, "/site/big.js", If_None_Match=first.getheader("ETag") or "")
        head, none = asked(client, "/site/big.js", "HEAD")
    assert (first.status, len(body)) == (200, 11_000)
    assert (again.status, nothing) == (304, b"")
    assert (head.getheader("Content-Length"), none) == ("11000", b"")


def test_to_a_network_files_go_packed_where_the_browser_takes_that(folder):
    with served(folder, pack=True) as client:
        packed, body = asked(client, "/site/big.js", Accept_Encoding="gzip, br")
        plain, whole = asked(client, "/site/big.js")
    assert packed.getheader("Content-Encoding") == "gzip"
    assert len(body) < 200
    assert plain.getheader("Content-Encoding") is None
    assert len(whole) == 11_000


def test_more_who_ask_at_once_than_there_are_threads_are_all_answered(folder, monkeypatch):
    monkeypatch.setattr(serve, "THREADS", 2)
    said: list[int] = []
    with served(folder) as client:
        there = (client.host, client.port)
        silent = socket.create_connection(there)  # holds one of the two, and says nothing

        def ask() -> None:
            own = http.client.HTTPConnection(*there, timeout=20)
            said.append(asked(own, "/site/")[0].status)

        threads = [threading.Thread(target=ask) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        silent.close()
    assert said == [200] * 20


def run(folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tools.serve", str(folder), *more]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["65536"], "PORT = '65536' must be a port number from 1 to 65535"),
        (["8000", "--host", "192.0.2.77"], "HOST = '192.0.2.77' is no address of this computer"),
        (["8000", "--host", "no.such.invalid"], "HOST = 'no.such.invalid' is no address of"),
        (["8000", "--hots", "x"], "unrecognized arguments: --hots x; try --help"),
    ],
)
def test_a_slip_is_one_line(folder, more, said):
    done = run(folder, *more)
    assert done.returncode == 1
    assert done.stderr.startswith(said)
    assert done.stderr.count("\n") == 1


def test_a_folder_without_a_book_and_a_port_in_use_are_one_line(folder, tmp_path):
    done = run(tmp_path, "8000")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "holds no index.html" in done.stderr
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = run(folder, port)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert f"port {port} cannot be used" in done.stderr


def test_it_says_who_can_read_what_only_when_a_network_is_asked_for(folder, monkeypatch):
    monkeypatch.setattr(serve, "own_addresses", lambda: ["192.0.2.10", "198.51.100.7"])
    alone = serve.told(folder, "127.0.0.1", 8000)
    assert alone == "The book is at http://127.0.0.1:8000/ (Ctrl-C ends this)"
    everybody = serve.told(folder, "0.0.0.0", 8000)
    assert "http://192.0.2.10:8000/\n    http://198.51.100.7:8000/" in everybody
    assert f"Everybody on that network can read the folder {folder}, without key/" in everybody
    monkeypatch.setattr(serve, "own_addresses", list)
    assert "on no network" in serve.told(folder, "0.0.0.0", 8000)


def test_an_address_of_this_computer_is_none_of_loopback():
    assert all(not address.startswith("127.") for address in serve.own_addresses())


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for another process")
def test_as_serve_py_in_its_folder_it_serves_that_folder_until_ctrl_c(folder):
    shutil.copy(ROOT / "tools" / "serve.py", folder)
    port = free_port()
    command = [sys.executable, "serve.py", str(port)]
    with subprocess.Popen(command, cwd=folder, stdout=-1, stderr=-1, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        line = process.stdout.readline()
        client = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        assert asked(client, "/")[1] == b"<p>two doors"
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
        assert process.stderr.read() == ""
    assert f"http://127.0.0.1:{port}/" in line


def test_a_laptop_with_an_old_python_can_read_it():
    text = (ROOT / "tools" / "serve.py").read_text(encoding="utf-8")
    tree = ast.parse(text, feature_version=(3, 9))
    imported = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {
        alias.name for node in imported if isinstance(node, ast.Import) for alias in node.names
    }
    names |= {str(node.module) for node in imported if isinstance(node, ast.ImportFrom)}
    assert "from __future__ import annotations" in text
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names
