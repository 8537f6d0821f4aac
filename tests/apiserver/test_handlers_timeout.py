"""One request through each handler: in time, or too late, and then what happens in which order."""

import pytest
import trio

from leaklab.apiserver.golike import ConnectionKilled, ErrAbortHandler, ErrHandlerTimeout, Panic
from leaklab.apiserver.handlers import NAMES
from leaklab.apiserver.response import Request, Response, Writer
from leaklab.apiserver.timeout_writer import status_body
from tests.support.one_request import SINCE_1_21, answers_after, panics_after, serve

DRAIN = ("k8s-1.17", *SINCE_1_21, "draft-2")


@pytest.mark.parametrize("name", NAMES)
def test_in_time(name: str):
    fate = serve(name, answers_after(0.2))
    assert (fate.status, fate.body, fate.answered_s) == (200, b"pods\n", 0.2)
    assert fate.raised is None
    assert (fate.timeouts, fate.left, fate.reported) == (0, 0, [])


@pytest.mark.parametrize("name", NAMES)
def test_too_late(name: str):
    fate = serve(name, answers_after(0.9), look_at=(0.3, 0.7, 1.0))
    body = status_body(None if name in SINCE_1_21 else 0.6)
    assert (fate.status, fate.body, fate.answered_s) == (504, body, 0.6)
    assert fate.raised is None
    assert fate.timeouts == 1
    assert len(fate.reported) == (1 if name in SINCE_1_21 else 0)
    drains, leaks, cancels = name in DRAIN, name == "k8s-1.12", "structured"
    assert fate.tasks[0.3] == (0 if name == cancels else 1)  # its worker is in its own nursery
    assert fate.tasks[0.7] == (0 if name == cancels else 2 if drains else 1)
    assert fate.tasks[1.0] == fate.left == (1 if leaks else 0)


# What happens at the timeout, and in which order.


async def begins_early(w: Writer, r: Request) -> None:
    await trio.sleep(0.1)
    await w.write(b"half of the ")
    await trio.sleep(0.8)
    await w.write(b"pods\n")


@pytest.mark.parametrize("name", NAMES)
def test_the_post_timeout_function_runs_before_the_timeout_of_the_writer_up_to_1_23(name: str):
    order: list[str] = []

    class Recorder(Response):
        async def write_header(self, status: int) -> None:
            order.append(f"header {status}")
            await super().write_header(status)

    request = Request(0, ())
    serve(
        name,
        answers_after(0.9),
        request=request,
        response=Recorder(request),
        post_timeout=lambda: order.append(f"post-timeout, cancelled: {request.context.cancelled}"),
    )
    expected = ["post-timeout, cancelled: True", "header 504"]
    assert order == (expected[::-1] if name == "k8s-1.37" else expected)


@pytest.mark.parametrize("name", NAMES)
def test_a_response_that_has_begun_is_cut(name: str):
    fate = serve(name, begins_early)
    assert type(fate.raised) is (ErrAbortHandler if name in SINCE_1_21 else ConnectionKilled)
    assert (fate.status, fate.body, fate.answered_s) == (200, b"half of the ", 0.6)
    assert fate.left == (1 if name in ("k8s-1.12", "draft-2") else 0)


@pytest.mark.parametrize("name", NAMES)
def test_the_second_half_is_refused(name: str):
    refusals: list[Exception | None] = []

    async def inner(w: Writer, r: Request) -> None:
        await trio.sleep(0.9)
        refusals.append(await w.write(b"pods\n"))

    serve(name, inner)
    assert refusals == ([] if name == "structured" else [ErrHandlerTimeout])


def failing_post_timeout() -> None:
    raise Panic("the metric is broken")


@pytest.mark.parametrize("name", ["k8s-1.17", "k8s-1.22", "k8s-1.37"])
def test_the_drainer_is_deferred_because_what_precedes_it_may_raise(name: str):
    assert serve(name, begins_early).left == 0
    fate = serve(name, answers_after(0.9), post_timeout=failing_post_timeout)
    assert str(fate.raised) == "the metric is broken"
    assert (fate.status, fate.left) == (504 if name == "k8s-1.37" else None, 0)


def test_in_1_37_the_post_timeout_function_comes_last_but_for_the_drainer():
    assert serve("k8s-1.37", begins_early).left == 0
    assert serve("k8s-1.37", begins_early).timeouts == 1  # although the writer raised


def test_the_drainer_is_not_deferred_in_draft_2():
    assert serve("draft-2", answers_after(0.9)).left == 0
    assert serve("draft-2", begins_early).left == 1
    assert serve("draft-2", answers_after(0.9), post_timeout=failing_post_timeout).left == 1


def test_a_drainer_reports_the_late_panic_of_a_response_that_had_begun():
    async def inner(w: Writer, r: Request) -> None:
        await w.write(b"half of the ")
        await panics_after(0.9)(w, r)

    fate = serve("k8s-1.17", inner)
    assert isinstance(fate.raised, ConnectionKilled)
    assert [str(panic).splitlines()[0] for panic in fate.reported] == ["ValueError: no such pod"]
    assert fate.left == 0


@pytest.mark.parametrize("name", NAMES)
def test_a_handler_that_honours_cancellation_at_once_is_too_late_all_the_same(name: str):
    async def inner(w: Writer, r: Request) -> None:
        await r.context.done()

    fate = serve(name, inner, look_at=(0.61,))
    assert fate.status == 504
    assert fate.left == (1 if name == "k8s-1.12" else 0)


def test_structured_stops_the_work_and_the_others_do_not():
    def stopped_at(name: str) -> float:
        ends: list[float] = []

        async def inner(w: Writer, r: Request) -> None:
            try:
                await trio.sleep(0.9)
            finally:
                ends.append(trio.current_time())

        serve(name, inner)
        return ends[0]

    stops = {name: stopped_at(name) for name in NAMES}
    assert stops.pop("structured") == 0.6
    assert set(stops.values()) == {0.9}
