"""The filters since 1.22: what they report, whom they notice, what the worker is given."""

import pytest
import trio

from leaklab.apiserver.golike import ErrAbortHandler
from leaklab.apiserver.handlers import NAMES
from leaklab.apiserver.late_end import LateEnd
from leaklab.apiserver.response import Request, Response, Writer
from tests.support.one_request import SINCE_1_21, Fate, answers_after, panics_after, serve

since_1_21 = pytest.mark.parametrize("name", SINCE_1_21)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        (
            "k8s-1.22",
            'post-timeout activity - time-elapsed: 300ms, GET "/api/v1/pods" result: <nil>',
        ),
        (
            "k8s-1.37",
            '"Post-timeout activity" logger="UnhandledError" timeElapsed="300ms" method="GET" '
            'path="/api/v1/pods" result=null',
        ),
    ],
)
def test_every_late_end_is_reported_in_a_line(name: str, line: str):
    fate = serve(name, answers_after(0.9))
    assert [str(report) for report in fate.reported] == [line]


@since_1_21
def test_a_late_panic_is_the_report_s_result(name: str):
    (report,) = serve(name, panics_after(0.9), request=Request(0, (), "create")).reported
    assert isinstance(report, LateEnd)
    assert str(report.outcome).startswith("ValueError: no such pod\n")
    assert "ValueError: no such pod" in str(report)
    assert report.elapsed_s == pytest.approx(0.3)
    assert "POST" in str(report)


@since_1_21
def test_the_abort_sentinel_passes_as_it_is(name: str):
    early, late = ErrAbortHandler("enough"), ErrAbortHandler("too late")
    assert serve(name, panics_after(0.2, early)).raised is early
    (report,) = serve(name, panics_after(0.9, late)).reported
    assert isinstance(report, LateEnd)
    assert report.outcome is late


def hung_up_at(seconds: float, name: str, inner) -> Fate:
    request = Request(0, ())

    async def with_client(w: Writer, r: Request) -> None:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(hang_up)
            await inner(w, r)

    async def hang_up() -> None:
        await trio.sleep(seconds)
        request.context.cancel()

    return serve(name, with_client, request=request, look_at=(0.5, 0.7))


@pytest.mark.parametrize("name", NAMES)
def test_a_client_that_hangs_up_ends_its_request_since_1_21(name: str):
    fate = hung_up_at(0.3, name, answers_after(0.9))
    assert fate.answered_s == (0.3 if name in SINCE_1_21 else 0.6)
    assert fate.status == 504
    assert fate.timeouts == 1  # counted for nobody


@since_1_21
def test_of_a_client_that_left_worker_and_drainer_stay(name: str):
    fate = hung_up_at(0.3, name, answers_after(0.9))
    assert (fate.tasks[0.5], fate.tasks[0.7], fate.left) == (2, 2, 0)
    (report,) = fate.reported
    assert "lapsed" in str(report)
    assert "600ms" in str(report)


def given_to_the_worker(name: str) -> tuple[Request, Request]:
    request = Request(7, (), "create", path="/api/v1/nodes")
    seen: list[Request] = []

    async def inner(w: Writer, r: Request) -> None:
        seen.append(r)

    serve(name, inner, request=request)
    return request, seen[0]


def test_the_worker_gets_a_clone_since_1_24_with_the_same_context():
    request, seen = given_to_the_worker("k8s-1.22")
    assert seen is request
    request, seen = given_to_the_worker("k8s-1.37")
    assert seen is not request
    assert seen.context is request.context
    assert seen.client is request.client
    assert (seen.index, seen.verb, seen.path) == (7, "create", "/api/v1/nodes")


def headers_after_the_timeout(name: str, *, writes: bool) -> dict[str, str]:
    async def inner(w: Writer, r: Request) -> None:
        w.header()["X-Kind"] = "pods"
        if writes:
            await w.write(b"pods\n")
        await trio.sleep(0.9)
        w.header()["X-Late"] = "1"

    request = Request(0, ())
    response = Response(request)
    serve(name, inner, request=request, response=response)
    return response.header()


def test_the_handler_s_headers_are_its_own_since_1_24_until_its_answer_begins():
    assert headers_after_the_timeout("k8s-1.22", writes=False) == {"X-Kind": "pods"}
    assert headers_after_the_timeout("k8s-1.37", writes=False) == {}
    assert headers_after_the_timeout("k8s-1.37", writes=True) == {"X-Kind": "pods"}
