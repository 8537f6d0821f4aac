"""A room's server as participants, the projector and the leader ask it, over real HTTP."""

import csv
import io
import json
import signal

import pytest

from tests.support.room import PAGE, PLACE, room_server

pytestmark = pytest.mark.slow

NASTY = "<img src=x onerror=a()>"


def test_a_vote_is_counted_and_the_projector_hears_it_when_the_leader_shows_it(room):
    with room.join("Ada") as ada, room.join() as other:
        assert ada.post("/room/said", json=vote(0)).status_code == 204
        assert other.post("/room/said", json=vote(1)).status_code == 204
    room.lead(shown="slower")
    held = room.state("show", room.code)["shown"]
    assert (held["counts"], held["votes"], held["won"]) == (None, 2, None)
    room.lead(spread=True)
    shown = room.state("show", room.code)["shown"]
    assert (shown["counts"], shown["votes"], shown["won"]) == ([1, 1, 0], 2, None)
    room.lead(open="slower")
    assert room.state("show", room.code)["shown"]["won"] == 1


def test_the_projector_hears_no_nickname_and_participants_no_votes(room):
    with room.join("Ada") as ada:
        ada.post("/room/said", json=vote(0))
        token = ada.headers["Authorization"].removeprefix("Bearer ")
        room.lead(shown="slower")
        assert "Ada" not in json.dumps(room.state("show", room.code))
        assert room.state("participant", token).keys() == {"here", "paused", "opened", "link"}
    (person,) = room.state("lead", room.leader)["people"]
    assert person == {"nickname": "Ada", "bets": 1, "solved": 0}


def test_a_pause_a_link_and_an_opened_bet_are_heard_by_participants(room):
    with room.join() as one:
        token = one.headers["Authorization"].removeprefix("Bearer ")
    assert room.state("participant", token) == {
        "here": 1,
        "paused": False,
        "opened": [],
        "link": None,
    }
    room.lead(paused=True)
    room.lead(link=PLACE)
    room.lead(open="left")
    state = room.state("participant", token)
    assert (state["paused"], state["opened"]) == (True, ["left"])
    assert state["link"] == {"href": f"/{PLACE}", "title": "One request: The alarm"}
    room.lead(link=None)
    room.lead(close="left")
    assert room.state("participant", token)["opened"] == []


def test_solved_exercises_are_counted_by_chapter(room):
    with room.join() as one, room.join() as other:
        for who in (one, other):
            said = {"exercise": "one/mixed", "solved": True, "turn": 1}
            assert who.post("/room/said", json=said).status_code == 204
    (chapter,) = room.state("show", room.code)["solved"]
    assert [each["count"] for each in chapter["exercises"]] == [2, 0]


def test_a_participant_erases_what_is_own_and_nothing_else(room):
    with room.join("Ada") as ada, room.join("Bob") as bob:
        for who in (ada, bob):
            who.post("/room/said", json=vote(2))
        assert ada.post("/room/erase", json={}).status_code == 204
        refused = ada.post("/room/said", json=vote(1, turn=2))
    assert refused.status_code == 401
    assert [row["nickname"] for row in room.export()] == ["Bob"]


def test_the_leader_erases_all_and_who_listens_is_told(room):
    with room.join("Ada") as ada:
        ada.post("/room/said", json=vote(2))
        with ada.stream("GET", "/room/events") as stream:
            lines = stream.iter_lines()
            assert next(line for line in lines if line.startswith("data: "))
            with room.client(room.leader) as leader:
                assert leader.post("/room/lead/erase", json={"everything": True}).status_code == 204
            assert "event: gone" in list(lines)
    assert room.export() == []
    with room.join("Bob") as bob:  # the code is the same
        assert bob.post("/room/said", json=vote(0)).status_code == 204


def test_the_export_is_a_table_that_no_spreadsheet_takes_for_formulas(room):
    with room.join("=1+2") as one:
        one.post("/room/said", json=vote(1))
    with room.client(room.leader) as leader:
        answer = leader.get("/room/lead/export.csv")
    (row,) = csv.DictReader(io.StringIO(answer.text))
    assert row["nickname"] == "'=1+2"
    assert (row["choice"], row["words"], row["won"]) == ("2", "The same.", "True")
    assert room.export()[0]["nickname"] == "=1+2"


def test_a_late_vote_is_counted_apart(room):
    room.lead(shown="slower")
    room.lead(open="slower")
    with room.join() as one:
        one.post("/room/said", json=vote(1))
    shown = room.state("show", room.code)["shown"]
    assert (shown["counts"], shown["late"]) == ([0, 0, 0], 1)
    assert room.export()[0]["after_opening"] is True


def test_a_killed_server_started_again_knows_everybody_and_their_votes(book, tmp_path):
    data = tmp_path / "room.sqlite"
    with room_server(book, data) as first:
        with first.join("Ada") as ada:
            assert ada.post("/room/said", json=vote(1)).status_code == 204
            token = ada.headers["Authorization"].removeprefix("Bearer ")
        first.lead(paused=True)
        first.kill()
    with room_server(book, data) as again:
        assert (again.code, again.leader) == (first.code, first.leader)
        assert [row["choice"] for row in again.export()] == [2]
        assert again.state("participant", token)["paused"] is True
        with again.client(token) as ada:
            assert ada.post("/room/said", json=vote(2, turn=2)).status_code == 204


def test_ctrl_c_ends_it_though_somebody_listens(book, tmp_path):
    with (
        room_server(book, tmp_path / "room.sqlite") as room,
        room.join() as one,
        one.stream("GET", "/room/events") as stream,
    ):
        lines = stream.iter_lines()
        next(lines)
        room.process.send_signal(signal.SIGINT)
        assert room.process.wait(10) == 0
        list(lines)  # the stream comes to its end, too


def vote(choice, turn=1, bet="slower"):
    return {"bet": bet, "choice": choice, "turn": turn}


@pytest.mark.parametrize("path", ["/", f"/{PAGE}", "/index.html"])
def test_each_page_of_the_book_gets_the_script_and_the_file_is_as_it_was(room, book, path):
    script = '<script src="/room/participant.js" defer></script></head>'
    with room.client() as anybody:
        answer = anybody.get(path)
        assert script in answer.text
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        again = anybody.get(path, headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304
    assert script not in (book / (path.strip("/") or "index.html")).read_text(encoding="utf-8")
