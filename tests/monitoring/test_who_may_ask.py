"""In its container the server listens everywhere: others get the metrics, and nothing to turn."""

import contextlib
import http.client
import socket

import pytest

from tests.support.served import served
from tests.support.serving import PATIENCE_S

pytestmark = pytest.mark.slow
OPEN = ("/metrics", "/api/v1/pods", "/healthz")
OWN_MACHINES = ("/leaklab/knobs", "/debug/pprof/", "/debug/pprof/goroutine?debug=1")


@pytest.fixture(scope="module")
def server():
    with served("--host", "0.0.0.0", "--objects", "5", "--latency", "0") as running:
        yield running


def test_by_a_services_name_metrics_are_open_and_the_rest_is_not(server):
    bearer = f"Bearer {server.token}"
    for path in OPEN:
        assert server.ask(path, host="server:8080").status == 200, path
    for path in OWN_MACHINES:
        refused = server.ask(path, host="server:8080", authorization=bearer)
        assert refused.status == 403, path
        assert server.ask(path, authorization=bearer).status == 200, path


def outer_address():
    """An address of this machine that is not loopback; None where it has none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line, contextlib.suppress(OSError):
        line.connect(("192.0.2.1", 9))  # sends nothing: it asks which address would be used
        return line.getsockname()[0]
    return None


def test_from_another_address_the_token_alone_does_not_help(server):
    address = outer_address()
    if address is None:
        pytest.skip("this machine has no address but loopback")

    def status(path):
        line = http.client.HTTPConnection(address, server.port, timeout=PATIENCE_S)
        with contextlib.closing(line):
            headers = {"Host": "localhost", "Authorization": f"Bearer {server.token}"}
            line.request("GET", path, headers=headers)
            return line.getresponse().status

    assert {path: status(path) for path in OPEN} == dict.fromkeys(OPEN, 200)
    assert {path: status(path) for path in OWN_MACHINES} == dict.fromkeys(OWN_MACHINES, 403)
