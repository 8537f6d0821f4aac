"""All kinds of abuse at once, for a while: memory does not grow, and no task is left.

20 s by default; LEAKLAB_ABUSE_S=600 in the environment makes it ten minutes.
"""

import contextlib
import http.client
import os
import random
import threading
import time

import psutil
import pytest

from tests.support.abuse import all_of, unharmed, vanish
from tests.support.http2_client import GET, PREFACE, SETTINGS, Client
from tests.support.http2_nonsense import NONSENSE
from tests.support.served import served

pytestmark = pytest.mark.slow
LASTS_S = float(os.environ.get("LEAKLAB_ABUSE_S", "20"))
WARM = 0.4  # of that time, before memory is first looked at
GROWTH = 1.1  # of resident memory, at most, from then to the end
ABUSERS = 4
LIST = b"GET /api/v1/pods HTTP/1.1\r\nHost: localhost\r\n\r\n"
OPTIONS = ("--http2", "--latency", "0.02", "--timeout", "0.3", "--objects", "100")


def good_requests(server, chance):
    for path in ("/api/v1/pods", "/healthz", "/api/v1/pods?timeout=5ms", "/api/v1/pods?limit=7"):
        assert server.ask(path).status in (200, 504)


def names_never_heard(server, chance):
    """Each would be a line of its own in the metrics."""
    name = f"x{chance.getrandbits(60)}"
    for path in (f"/api/v1/{name}", f"/api/v1/namespaces/{name}/pods/{name}/{name}", f"/{name}"):
        assert server.ask(path, user_agent=name).status in (404, 504)


def half_requests(server, chance):
    for _ in range(10):
        line = server.raw()
        line.sendall(LIST[: chance.randrange(len(LIST))])
        chance.choice((vanish, type(line).close))(line)


def noise(server, chance):
    for _ in range(5):
        with server.raw() as line:
            line.sendall(chance.randbytes(chance.randrange(1, 3000)))


def too_long(server, chance):
    with server.raw() as line:
        line.sendall(LIST[:-2] + b"A: " + b"x" * 200_000)


def sent_ahead(server, chance):
    with server.raw() as line:
        line.sendall(LIST * chance.randrange(1, 30))
        if chance.random() < 0.3:
            line.shutdown(1)
            all_of(line)


def half_read(server, chance):
    lines = [server.raw() for _ in range(5)]
    for line in lines:
        line.sendall(LIST)
    for line in lines:
        line.recv(chance.randrange(1, 5000))
        vanish(line)


def nonsense(server, chance):
    with server.raw() as line:
        line.sendall(PREFACE + SETTINGS + chance.choice(list(NONSENSE.values())))
        line.recv(1 << 16)


def resets(server, chance):
    client = Client(server)
    for _ in range(chance.randrange(1, 99)):
        stream = client.ask(*GET, (":path", chance.choice(("/healthz", "/api/v1/pods"))))
        if chance.random() < 0.8:
            client.http.reset_stream(stream)
    client.push()
    chance.choice((vanish, type(client.line).close))(client.line)


KINDS = (
    good_requests,
    names_never_heard,
    half_requests,
    noise,
    too_long,
    sent_ahead,
    half_read,
    nonsense,
    resets,
)


class Abuser(threading.Thread):
    """Does one thing after another until its time is over; the seed is fixed."""

    def __init__(self, server, seed):
        super().__init__()
        self.server = server
        self.chance = random.Random(seed)
        self.over = False
        self.done = dict.fromkeys(KINDS, 0)
        self.fault = None

    def run(self):
        try:
            while not self.over:
                kind = self.chance.choice(KINDS)
                # it may hang up on abuse, and cut an answer off when its time is over
                with contextlib.suppress(ConnectionError, http.client.IncompleteRead):
                    kind(self.server, self.chance)
                    self.done[kind] += 1
        except Exception as fault:  # of any kind: to be seen by the test
            self.fault = fault


@pytest.mark.parametrize("handler", ["k8s-1.17", "k8s-1.37"])
def test_memory_stays_and_no_task_is_left(handler):
    with served("--handler", handler, *OPTIONS) as server, unharmed(server):
        abusers = [Abuser(server, seed) for seed in range(ABUSERS)]
        memory = psutil.Process(server.process.pid).memory_info
        began_s = time.monotonic()
        held = []
        for abuser in abusers:
            abuser.start()
        try:
            while any(each.is_alive() for each in abusers):
                time.sleep(LASTS_S / 40)
                held.append(memory().rss)
                if time.monotonic() - began_s > LASTS_S:
                    break
        finally:
            for abuser in abusers:
                abuser.over = True
            for abuser in abusers:
                abuser.join()
        done = {kind.__name__: sum(each.done[kind] for each in abusers) for kind in KINDS}
        warm = held[int(len(held) * WARM) :]
        early, late = warm[: len(warm) // 3], warm[-(len(warm) // 3) :]
        print(f"\n{handler}, {LASTS_S:g} s: {done}\nMB: {[round(rss / 1e6) for rss in held]}")
        assert [each.fault for each in abusers] == [None] * ABUSERS
        assert all(count >= 5 for count in done.values()), done
        assert max(late) <= max(early) * GROWTH
