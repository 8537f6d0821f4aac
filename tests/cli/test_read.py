"""`leaklab read`: files, standard input and addresses; what it shows, and what it refuses."""

import io
import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from leaklab.dumps.reading import read
from tests.cli.test_refusals import refused
from tests.support.places import ROOT

FOLDER = ROOT / "tests/data/field-inputs/go"
DUMP, LOG, CUT = (
    str(FOLDER / name) for name in ("dump.debug2.txt", "quit.journal.log", "cut_off.debug1.txt")
)
BEFORE, AFTER = (str(FOLDER / f"{name}.debug1.txt") for name in ("before", "after"))


def test_a_file_is_listed_by_what_its_groups_mean(leaklab):
    said = leaklab("read", LOG)
    text = said.out.decode()
    assert said.status == 0
    assert "A leak whose story is known: 3" in text
    assert "3  chan send, 101 to 103 min (median 102)" in text


def test_two_files_show_what_grew(leaklab):
    text = leaklab("read", BEFORE, AFTER).out.decode()
    assert "Changed: +90" in text
    assert "+95 (10 to 105): main.handOver main.go:50" in text
    assert "-5 (15 to 10): main.serve main.go:30" in text
    assert "main.go:9" not in text.partition("Changed")[2]


def test_standard_input_is_read(leaklab, monkeypatch):
    class Stdin:
        buffer = io.BytesIO((FOLDER / "dump.debug2.txt").read_bytes())

    monkeypatch.setattr(sys, "stdin", Stdin)
    assert leaklab("read", "-").out.decode().startswith("-: 4 goroutines on 3 stacks (debug=2)")


def test_a_part_is_said_on_standard_error_too(leaklab):
    said = leaklab("read", CUT)
    assert said.status == 0
    assert "600 of 1000 goroutines were read; 400 are missing" in said.err
    assert b"600 of 1,000 goroutines" in said.out


@pytest.mark.parametrize("form", ["debug1", "proto"])
def test_what_it_writes_it_reads(leaklab, tmp_path, form):
    path = tmp_path / "again"
    assert leaklab("read", DUMP, "--format", form, "--output", str(path)).status == 0
    assert read(path.read_bytes()).total == 4


def test_json_is_json(leaklab):
    value = json.loads(leaklab("read", BEFORE, AFTER, "--format", "json").out)
    assert [each["total"] for each in value["dumps"]] == [26, 116]
    assert [each["growth"] for each in value["growth"]["changes"]] == [95, -5]


def test_folded_stacks(leaklab):
    assert b"main.handOver;[chan send] 2\n" in leaklab("read", DUMP, "--format", "folded").out


def test_some_of_the_goroutines_by_state_or_text(leaklab):
    by_state = leaklab("read", DUMP, "--state", "chan send")
    assert b"2 goroutines on 1 stack" in by_state.out
    assert "only 2 of 4 goroutines are shown" in by_state.out.decode()
    assert b"1 goroutine on 1 stack" in leaklab("read", DUMP, "--match", "main.go:70").out


def test_a_ticket_in_markdown(leaklab):
    text = leaklab("read", LOG, "--ticket", "--anonymous").out.decode()
    assert text.startswith("## Goroutines: 3\n")
    assert "quit.journal.log" not in text


ANSWERS = {
    "/debug/pprof/goroutine": (200, (FOLDER / "dump.debug2.txt").read_bytes()),
    "/secret": (401, b"Unauthorized\n"),
    "/empty": (200, b""),
}


@pytest.fixture
def server():
    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = ANSWERS.get(self.path.partition("?")[0], (404, b"404 page not found\n"))
            if self.headers.get("Authorization") == "Bearer sesame-sesame-sesame":
                status, body = ANSWERS["/debug/pprof/goroutine"]
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Answers) as listening:
        thread = threading.Thread(target=listening.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{listening.server_port}"
        listening.shutdown()
        thread.join()


def test_an_address_is_asked(leaklab, server):
    said = leaklab("read", f"{server}/debug/pprof/goroutine?debug=2")
    assert b"4 goroutines on 3 stacks (debug=2" in said.out
    with_token = leaklab("read", f"{server}/secret", "--token", "sesame-sesame-sesame")
    assert b"4 goroutines" in with_token.out


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        ("/secret", ["401", "--token"]),
        ("/nothing", ["404", "no such page"]),
        ("/empty", ["it is empty"]),
    ],
)
def test_an_address_without_a_dump_is_refused(leaklab, server, path, parts):
    refused(leaklab("read", server + path), path, *parts)


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (["nothing-there"], ["nothing-there", "No such file"]),
        ([str(FOLDER)], ["it is a folder"]),
        ([str(ROOT / "pyproject.toml")], ["there is no goroutine in it"]),
        (["ftp://127.0.0.1/x"], ["only http"]),
        (["http://127.0.0.1:1/x"], ["refused"]),
        ([DUMP, "--top", "0"], ["--top", "10000"]),
        ([DUMP, "--format", "xml"], ["--format", "json"]),
        ([BEFORE, AFTER, "--format", "folded"], ["one dump", "2 were given"]),
        ([], ["FILE"]),
    ],
)
def test_what_is_no_dump_is_refused_in_a_line(leaklab, arguments, parts):
    refused(leaklab("read", *arguments), *parts)
