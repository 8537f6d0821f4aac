"""Log lines as each release writes them: klog's head, and what is said of a cut answer."""

import re

import pytest

from leaklab.apiserver.golike import ConnectionKilled, ErrAbortHandler, Panic
from leaklab.apiserver.over_http.klog import Log
from leaklab.apiserver.over_http.wire.exchange import Asked

HEAD = re.compile(r"[IE]\d{4} \d\d:\d\d:\d\d\.\d{6} +\d+ ([a-z]+\.go:\d+)\] (.*)")


def request(agent="somebody/1.0"):
    asked = Asked(0, "GET", "/api/v1/pods", {}, {"user-agent": agent}, b"", "127.0.0.1:5")
    asked.target = "/api/v1/pods?limit=5"
    asked.verb = "list"
    return asked


def logged(handler, write):
    """The messages, without klog's head; `write` makes a log write."""
    lines = []
    write(Log(handler, lines.append))
    found = [HEAD.fullmatch(line) for line in lines]
    assert all(found), lines
    return [each[2] for each in found]


# Panic values as each release's HandleCrash shows them, and the filters' own lines.
KILLED = "killing connection/stream because serving request timed out and response had been started"
CUT = {
    "k8s-1.12": [
        f'Observed a panic: &errors.errorString{{s:"{KILLED}"}} ({KILLED})',
        f"apiserver panic'd on GET /api/v1/pods?limit=5: {KILLED}",
    ],
    "k8s-1.17": [
        f'Observed a panic: &errors.errorString{{s:"{KILLED}"}} ({KILLED})',
        "apiserver panic'd on GET /api/v1/pods?limit=5",
    ],
    "k8s-1.22": [
        'timeout or abort while handling: method=GET URI="/api/v1/pods?limit=5" audit-ID=""'
    ],
    "k8s-1.37": [
        '"Timeout or abort while handling" logger="UnhandledError" method="GET"'
        ' URI="/api/v1/pods?limit=5" auditID=""'
    ],
}


@pytest.mark.parametrize("handler", CUT)
def test_what_is_said_of_an_answer_that_the_timeout_cut_off(handler):
    new = handler in ("k8s-1.22", "k8s-1.37")  # since 1.20: #95002
    panic = ErrAbortHandler("abort") if new else ConnectionKilled("killed")
    assert logged(handler, lambda log: log.cut_off(request(), panic)) == CUT[handler]


@pytest.mark.parametrize("handler", CUT)
def test_a_handlers_own_panic_is_told_and_not_taken_for_a_timeout(handler):
    said = logged(handler, lambda log: log.cut_off(request(), Panic("out of pods")))
    assert "apiserver panic'd" in said[-1]
    assert "out of pods" in "".join(said)
    assert "abort while" not in "".join(said)


@pytest.mark.parametrize("handler", CUT)
def test_a_timed_out_request_is_told_with_its_client(handler):
    (said,) = logged(handler, lambda log: log.timed_out(request(), 0.6004))
    assert "504" in said
    assert "600.4ms" in said
    assert "somebody/1.0" in said
    assert "127.0.0.1:5" in said


@pytest.mark.parametrize("handler", CUT)
def test_a_client_cannot_write_lines_of_its_own(handler):
    evil = request('x"\n\x1b[31mE0101 forged')
    (said,) = logged(handler, lambda log: log.timed_out(evil, 0.6))
    assert "\\x0a\\x1b[31mE0101 forged" in said
