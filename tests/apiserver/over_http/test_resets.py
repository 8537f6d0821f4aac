"""HTTP/2 against clients that reset, vanish, flood, or shut their windows."""

import time

import h2.events
import psutil
import pytest
from h2.errors import ErrorCodes
from h2.settings import SettingCodes

from tests.support.abuse import unharmed, vanish
from tests.support.http2_client import (
    GET,
    ONE,
    PING,
    POST,
    PREFACE,
    PRIORITY,
    SETTINGS,
    WINDOW,
    Client,
    frame,
)
from tests.support.served import served

pytestmark = pytest.mark.slow
FAST = ("--http2", "--latency", "0", "--objects", "20")
HELD = ("--latency", "3", "--timeout", "60")


@pytest.fixture(params=["k8s-1.17", "k8s-1.37"])
def handler(request):
    return request.param


def statuses(responses):
    return {dict(event.headers)[b":status"] for event in responses}


def reset_many(client, rounds):
    """Ask and take back 99 streams, so many times: fewer than may be open at once."""
    client.until(h2.events.RemoteSettingsChanged)
    for _ in range(rounds):
        for _ in range(99):
            client.http.reset_stream(client.ask())
        client.push()


def test_a_thousand_streams_reset_at_once_leave_no_task_and_the_connection_serves_on(handler):
    with served("--handler", handler, *FAST, *HELD) as server, unharmed(server):
        client = Client(server)
        reset_many(client, 10)
        ended = client.ask(*GET, (":path", "/healthz"))
        client.push()
        assert client.until(h2.events.StreamEnded)[0].stream_id == ended
        client.line.close()


def test_who_resets_faster_than_handlers_end_is_cut_off(handler):
    """The handlers of reset streams run on; their count, and not that of open streams, is held."""
    with served("--handler", handler, *FAST, *HELD) as server, unharmed(server):
        client = Client(server)
        reset_many(client, 11)
        (goodbye,) = client.until(h2.events.ConnectionTerminated)
        assert goodbye.error_code == ErrorCodes.ENHANCE_YOUR_CALM
        client.line.close()


def test_clients_that_vanish_amid_their_answers_leave_nothing(handler):
    options = ("--handler", handler, "--http2", "--latency", "0.05", "--objects", "5000")
    with served(*options, "--timeout", "60") as server, unharmed(server):
        for at in range(40):
            client = Client(server)
            for _ in range(5):
                client.ask()
            client.push()
            if at % 4:
                client.line.recv(200)
            time.sleep(at % 5 * 0.02)
            if at % 2:
                vanish(client.line)
            else:
                client.line.close()


def test_a_client_whose_window_stays_shut_holds_up_no_other_stream():
    options = ("--http2", "--latency", "0", "--objects", "500", "--timeout", "60")
    with served(*options) as server, unharmed(server):
        client = Client(server, {SettingCodes.INITIAL_WINDOW_SIZE: 0})
        for _ in range(100):
            client.ask()
        client.push()
        assert statuses(client.until(h2.events.ResponseReceived, 100)) == {b"200"}
        assert server.ask("/healthz").body == b"ok"
        client.http.update_settings({SettingCodes.INITIAL_WINDOW_SIZE: 1 << 20})
        client.http.increment_flow_control_window(1 << 30)
        client.push()
        client.until(h2.events.StreamEnded, 100)
        client.line.close()


def send_bodies(client, count, size):
    """So many requests with bodies that do not end, as far as the windows let them go."""
    for _ in range(count):
        stream = client.http.get_next_available_stream_id()
        client.http.send_headers(stream, POST)
        for _ in range(size >> 14):
            while client.http.local_flow_control_window(stream) < 1 << 14:
                client.until(h2.events.WindowUpdated)
            client.http.send_data(stream, bytes(1 << 14))
            client.push()


def test_a_body_that_is_too_long_is_refused_before_its_end_and_the_connection_serves_on(handler):
    with served("--handler", handler, *FAST) as server, unharmed(server):
        client = Client(server)
        send_bodies(client, 1, (1 << 20) + (1 << 14))
        assert statuses(client.until(h2.events.ResponseReceived)) == {b"413"}
        client.ask(*GET, (":path", "/healthz"))
        client.push()
        assert statuses(client.until(h2.events.ResponseReceived)) == {b"200"}
        client.line.close()


def test_the_bodies_that_one_connection_holds_open_are_limited(handler):
    with served("--handler", handler, *FAST) as server, unharmed(server):
        client = Client(server)
        send_bodies(client, 8, 1 << 19)
        stream = client.http.get_next_available_stream_id()
        client.http.send_headers(stream, POST)
        client.http.send_data(stream, bytes(1 << 14))
        client.push()
        (goodbye,) = client.until(h2.events.ConnectionTerminated)
        assert goodbye.error_code == ErrorCodes.ENHANCE_YOUR_CALM
        client.line.close()


FLOODS = {
    "pings": frame(PING, 0, 0, b"12345678"),
    "settings": SETTINGS,
    "priorities": frame(PRIORITY, 0, 1, bytes((0, 0, 0, 3, 9))),
    "windows": frame(WINDOW, 0, 0, ONE),
}


@pytest.mark.parametrize("what", FLOODS)
def test_a_flood_whose_answers_nobody_reads_is_held_back_and_others_are_served(what):
    with served(*FAST) as server, unharmed(server), server.raw() as line:
        line.sendall(PREFACE + SETTINGS)
        line.settimeout(0.5)
        memory = psutil.Process(server.process.pid).memory_info
        before = memory().rss
        piece, sent = FLOODS[what] * 1000, 0
        until_s = time.monotonic() + 3
        try:
            while sent < 20_000_000 and time.monotonic() < until_s:
                sent += line.send(piece)
        except (TimeoutError, ConnectionError):
            pass  # it takes no more
        assert server.ask("/healthz").body == b"ok"
        assert memory().rss < before + 20_000_000
        vanish(line)
