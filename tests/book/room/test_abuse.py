"""Who has no code, who asks from another site, who sends what no page sends."""

import contextlib
import json
import socket
import time

import pytest

from leaklab.book.room import hub
from leaklab.book.room.asking import BODY_S
from leaklab.book.room.connection import REQUEST_S
from leaklab.book.room.limits import Limits
from leaklab.book.room.serve import KEEP_ALIVE_S
from tests.support.room import room_server
from tests.support.serving import PATIENCE_S

VOTE = {"bet": "slower", "choice": 1, "turn": 1}
ACTIONS = [
    ("GET", "/room/lead/book"),
    ("GET", "/room/lead/export.csv"),
    ("GET", "/room/lead/export.json"),
    ("GET", "/room/events?for=lead"),
    ("POST", "/room/lead/do"),
    ("POST", "/room/lead/erase"),
]


@pytest.mark.slow
@pytest.mark.parametrize("token", ["", "wrong", "participant", "room"])
def test_nobody_leads_without_the_leaders_code(book, tmp_path, token):
    with room_server(book, tmp_path / "room.sqlite") as room:
        with room.join() as one:
            one.post("/room/said", json=VOTE)
            own = one.headers["Authorization"].removeprefix("Bearer ")
        shown = {"participant": own, "room": room.code}.get(token, token)
        with room.client(shown) as client:
            for method, path in ACTIONS:
                body = {"everything": True, "paused": True} if method == "POST" else None
                answer = client.request(method, path, json=body)
                assert answer.status_code == (403 if token else 401)
                assert answer.json()["error"]
            # whoever guesses wrong ones without end keeps nobody else from leading
            tries = {client.get("/room/lead/book").status_code for _ in range(20)}
            assert tries == ({403, 429} if token else {401})
        assert len(room.export()) == 1
        assert room.state("lead", room.leader)["paused"] is False


def test_wrong_codes_are_refused_for_a_while_and_then_the_right_one_too(book, tmp_path):
    with room_server(book, tmp_path / "room.sqlite") as room, room.client() as client:
        burst = Limits().wrong_codes.burst
        tries = [
            client.post("/room/join", json={"code": f"wrong{n}"}).status_code for n in range(burst)
        ]
        assert tries == [403] * burst
        answer = client.post("/room/join", json={"code": room.code})
        assert answer.status_code == 429
        assert 1 <= int(answer.headers["retry-after"]) <= 6


def test_a_token_that_votes_too_often_waits_and_others_do_not(room):
    with room.join() as one, room.join() as other:
        for turn in range(200):
            answer = one.post("/room/said", json={**VOTE, "turn": turn})
            if answer.status_code == 429:
                break
        assert answer.status_code == 429
        assert int(answer.headers["retry-after"]) >= 1
        assert other.post("/room/said", json=VOTE).status_code == 204


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1:1"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Host": "evil.example"}, 421),
        ({"Host": "127.0.0.1.evil.example"}, 421),
        ({"Host": "192.0.2.1"}, 421),  # it listens at loopback alone
        ({"Host": "[::1"}, 421),
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
    ],
)
def test_another_site_cannot_vote(room, headers, status):
    with room.join() as one:
        answer = one.post(
            "/room/said",
            content=json.dumps(VOTE),
            headers={"Content-Type": "application/json", **headers},
        )
    assert answer.status_code == status
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_the_page_itself_can(room):
    with room.join() as one:
        headers = {"Origin": room.url, "Sec-Fetch-Site": "same-origin"}
        assert one.post("/room/said", json=VOTE, headers=headers).status_code == 204


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"bet": "slower"},
        {"bet": "slower", "choice": 1},
        {"bet": "slower", "choice": 3, "turn": 1},
        {"bet": "slower", "choice": -1, "turn": 1},
        {"bet": "slower", "choice": True, "turn": 1},
        {"bet": "slower", "choice": "1", "turn": 1},
        {"bet": "slower", "choice": 1.0, "turn": 1},
        {"bet": "slower", "choice": 1, "turn": 2**60},
        {"bet": "<script>", "choice": 1, "turn": 1},
        {"bet": ["slower"], "choice": 1, "turn": 1},
        {"bet": {"$ne": 1}, "choice": 1, "turn": 1},
        {"exercise": "one/other", "solved": True, "turn": 1},
        {"exercise": "one/mixed", "solved": "yes", "turn": 1},
        [],
        "text",
    ],
)
def test_what_no_page_sends_is_refused_in_one_line(room, said):
    with room.join() as one:
        answer = one.post("/room/said", json=said)
    assert answer.status_code == 400
    assert "\n" not in answer.json()["error"]


@pytest.mark.parametrize("text", ["", "{", "[" * 2000, '{"turn": NaN}', "\xff"])
def test_a_body_that_is_no_object_is_refused(room, text):
    with room.join() as one:
        headers = {"Content-Type": "application/json"}
        answer = one.post("/room/said", content=text.encode("latin-1"), headers=headers)
    assert answer.status_code == 400


def test_a_long_body_is_refused_whatever_it_says_of_its_length(room):
    with room.join() as one:
        assert one.post("/room/said", json={**VOTE, "more": "x" * 3000}).status_code == 413
        pieces = one.post(
            "/room/said",
            content=iter([b"x" * 1000] * 5),
            headers={"Content-Type": "application/json"},
        )
    assert pieces.status_code == 413


@pytest.mark.parametrize("path", ["/room/said", "/room/erase", "/room/events", "/room/choices"])
def test_without_a_token_nobody_votes_listens_or_erases(room, path):
    method = "POST" if path in ("/room/said", "/room/erase") else "GET"
    for token in ("", "x" * 32, "x" * 5000, "' OR 1=1 --"):
        with room.client(token) as client:
            answer = client.request(method, path, json=VOTE if method == "POST" else None)
            assert answer.status_code == 401, token


@pytest.mark.parametrize("path", ["/room/", "/room/show", "/room/lead"])
def test_the_rooms_pages_run_no_script_but_their_own_and_stand_in_no_frame(room, path):
    with room.client() as anybody:
        policy = anybody.get(path).headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy


def test_no_page_of_the_room_has_a_code_in_it(room):
    with room.client() as anybody:
        for path in ("/room/", "/room/show", "/room/lead", "/room/room.js"):
            text = anybody.get(path).text
            assert room.code not in text
            assert room.leader not in text


def test_names_of_html_come_back_as_json_text(room):
    with room.join("<script>alert(1)") as one:
        one.post("/room/said", json=VOTE)
    state = room.state("lead", room.leader)
    assert "<script>alert(1)" in [each["nickname"] for each in state["people"]]


def test_more_listeners_than_it_takes_are_refused_in_words(room):
    with contextlib.ExitStack() as stack:
        token = stack.enter_context(room.join()).headers["Authorization"]
        lines = [stack.enter_context(listening(room, token)) for _ in range(hub.MOST)]
        assert all(line.recv(12) == b"HTTP/1.1 200" for line in lines)
        with listening(room, token) as one_more:
            answer = b""
            while b"\r\n\r\n" not in answer or b"}" not in answer:
                answer += one_more.recv(4096)
        assert answer.startswith(b"HTTP/1.1 503")
        assert b"as many listen as this server takes" in answer
        with room.join() as one:  # and still everybody can vote
            assert one.post("/room/said", json=VOTE).status_code == 204


def listening(room, authorization):
    line = socket.create_connection(("127.0.0.1", room.port), timeout=PATIENCE_S)
    request = f"GET /room/events HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: {authorization}"
    line.sendall(f"{request}\r\n\r\n".encode())
    return line


@pytest.mark.slow
def test_a_request_that_trickles_in_is_ended(room):
    with room.join() as one:
        token = one.headers["Authorization"].encode()
    begun = [
        b"",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ",
        b"POST /room/said HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 50\r\n\r\n{",
        b"POST /room/said HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: "
        + token
        + b"\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{",
    ]
    with contextlib.ExitStack() as stack:
        lines = [
            stack.enter_context(socket.create_connection(("127.0.0.1", room.port), PATIENCE_S))
            for _ in begun
        ]
        for line, said in zip(lines, begun, strict=True):
            line.sendall(said)
        began_s = time.monotonic()
        for line in lines:  # each comes to its end; a line that does not raises TimeoutError
            with contextlib.suppress(ConnectionResetError):
                while line.recv(4096):
                    pass
        assert time.monotonic() - began_s < REQUEST_S + KEEP_ALIVE_S + BODY_S


def test_it_logs_nobody(room):
    with room.join("Ada") as one:
        one.post("/room/said", json=VOTE)
    with socket.create_connection(("127.0.0.1", room.port), timeout=PATIENCE_S) as line:
        line.sendall(b"nonsense\r\n\r\n")
        line.recv(100)
    assert room.said == []
