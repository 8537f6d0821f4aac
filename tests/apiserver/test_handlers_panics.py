"""What each handler does with a panic: in time, too late, or a polite abort of the connection."""

import pytest

from leaklab.apiserver.golike import ErrAbortHandler, Panic
from leaklab.apiserver.handlers import NAMES
from tests.support.one_request import panics_after, serve

RECOVERING = [name for name in NAMES if name != "k8s-1.11"]  # a panic there ends the process


@pytest.mark.parametrize("name", RECOVERING)
def test_a_panic_in_time_reaches_the_connection_with_its_stack(name: str):
    fate = serve(name, panics_after(0.2))
    value, *stack = str(fate.raised).splitlines()
    assert type(fate.raised) is Panic
    assert value == "ValueError: no such pod"
    assert any("panics_after.<locals>.inner(...)" in line for line in stack)
    assert any(line.startswith("\ttests/support/one_request.py:") for line in stack)
    assert (fate.status, fate.answered_s) == (None, 0.2)
    assert (fate.timeouts, fate.left, fate.reported) == (0, 0, [])


def test_a_panic_in_1_11_ends_the_process():
    with pytest.RaisesGroup(pytest.RaisesExc(ValueError, match="no such pod")):
        serve("k8s-1.11", panics_after(0.2))


# A panic that comes too late.


def test_a_late_panic_parks_the_worker_in_1_12():
    fate = serve("k8s-1.12", panics_after(0.9))
    assert (fate.status, fate.left, fate.reported) == (504, 1, [])


def test_a_late_panic_is_reported_once_with_its_stack_in_1_17():
    fate = serve("k8s-1.17", panics_after(0.9))
    assert (fate.status, fate.left) == (504, 0)
    (panic,) = fate.reported
    value, *stack = str(panic).splitlines()
    assert value == "ValueError: no such pod"
    assert any("panics_after.<locals>.inner(...)" in line for line in stack)


def test_draft_1_reports_a_late_panic_itself():
    fate = serve("draft-1", panics_after(0.9))
    assert (fate.status, fate.left, len(fate.reported)) == (504, 0, 1)


@pytest.mark.parametrize("name", ["buffered", "structured"])
def test_a_late_panic_is_dropped_unseen_elsewhere(name: str):
    fate = serve(name, panics_after(0.9))
    assert (fate.status, fate.left, fate.reported) == (504, 0, [])


# http.ErrAbortHandler: a handler's polite way to cut its connection.


def test_an_abort_passes_as_it_is_in_1_17():
    abort = ErrAbortHandler("cut")
    assert serve("k8s-1.17", panics_after(0.2, abort)).raised is abort
    assert serve("k8s-1.17", panics_after(0.9, abort)).reported == [abort]


def test_an_abort_becomes_text_like_any_panic_in_1_12():
    fate = serve("k8s-1.12", panics_after(0.2, ErrAbortHandler("cut")))
    assert type(fate.raised) is Panic
    assert "inner(...)\n\ttests/support/one_request.py:" in str(fate.raised)
