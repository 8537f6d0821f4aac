"""HTTP/2 that makes no sense: it ends its own connection, and nothing else."""

import random
import socket

import pytest

from tests.support.abuse import all_of, unharmed, vanish
from tests.support.http2_client import (
    PREFACE,
    SETTINGS,
    frame,
    goodbye_in,
    header_block,
)
from tests.support.http2_nonsense import NONSENSE
from tests.support.served import served

pytestmark = pytest.mark.slow
FAST = ("--http2", "--latency", "0", "--objects", "20")


@pytest.fixture(params=["k8s-1.17", "k8s-1.37"])
def handler(request):
    return request.param


ENDED_WITH = {  # GOAWAY's code; where a client has said goodbye itself, or made sense, it gets none
    "no frame": 6,
    "a frame longer than allowed": 6,
    "half a frame": None,
    "headers that are no text": None,
    "a body, and goodbye at once": None,
    "a long body, and goodbye at once": None,
    "a whole request, and goodbye at once": None,
    "a short question, and goodbye at once": None,
    "whole requests, and nonsense at once": 6,
    "a body and a reset at once": None,
    "a ping of three bytes": 6,
    "a window that overflows": 3,
    "a stream's window that overflows": None,  # this stream alone is reset
    "wild settings": 3,
    "tens of thousands of settings": None,
    "a header bomb": 11,
}


def test_nonsense_ends_its_own_connection_and_nothing_else(handler):
    with served("--handler", handler, *FAST) as server:
        for what, sent in NONSENSE.items():
            with unharmed(server), server.raw() as line:
                line.sendall(PREFACE + SETTINGS + sent)
                line.shutdown(socket.SHUT_WR)
                assert goodbye_in(all_of(line)) == ENDED_WITH.get(what, 1), what


def test_frames_at_random_do_no_harm(handler):
    """Whole frames of every type with random flags, streams and contents; the seed is fixed."""
    chance = random.Random(handler)
    with served("--handler", handler, *FAST) as server, unharmed(server):
        for _ in range(300):
            frames = [PREFACE, SETTINGS]
            for _ in range(chance.randrange(1, 12)):
                body = chance.choice((header_block(), chance.randbytes(chance.choice((0, 4, 8)))))
                flags = chance.choice((0, 1, 4, 5, chance.randrange(256)))
                stream = chance.choice((0, 1, 1, 3, 5))
                frames.append(frame(chance.randrange(11), flags, stream, body))
            with server.raw() as line:
                line.settimeout(0.02)
                try:
                    line.sendall(b"".join(frames))
                    line.recv(1 << 16)
                except OSError:
                    pass
                if chance.random() < 0.5:
                    vanish(line)
