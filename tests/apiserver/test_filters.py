"""The filters around the timeout filter, and the order in which the server chains them."""

import re

import pytest
import trio

from leaklab import Scenario, profile, simulate
from leaklab.apiserver.filters import (
    timeout_for_non_long_running,
    with_max_in_flight,
    with_panic_recovery,
    with_request_info,
)
from leaklab.apiserver.golike import ErrAbortHandler, Panic
from leaklab.apiserver.handlers import find
from leaklab.apiserver.plans import parse_plan
from leaklab.apiserver.response import Request, Response, Writer
from leaklab.simulation.server import Server


async def nothing(w: Writer, r: Request) -> None:
    """A handler that does nothing."""


# Panic recovery: log, and raise again.


def test_a_panic_is_logged_and_raised_again(virtual):
    logged: list[Exception] = []

    async def main() -> None:
        panic = Panic("no such pod")

        async def inner(w: Writer, r: Request) -> None:
            raise panic

        with pytest.raises(Panic) as caught:
            await with_panic_recovery(inner, logged.append)(Response(Request(0, ())), None)
        assert caught.value is panic

    virtual(main)
    assert [str(panic) for panic in logged] == ["no such pod"]


def test_an_abort_is_raised_again_without_a_word(virtual):
    logged: list[Exception] = []

    async def inner(w: Writer, r: Request) -> None:
        raise ErrAbortHandler

    async def main() -> None:
        with pytest.raises(ErrAbortHandler):
            await with_panic_recovery(inner, logged.append)(None, None)

    virtual(main)
    assert logged == []


def test_a_cancellation_is_no_panic(virtual):
    logged: list[Exception] = []

    async def inner(w: Writer, r: Request) -> None:
        await trio.sleep_forever()

    async def main() -> None:
        with trio.move_on_after(1):
            await with_panic_recovery(inner, logged.append)(None, None)

    virtual(main)
    assert logged == []


# Request info: who is long-running.


@pytest.mark.parametrize(
    ("what", "long_running"),
    [
        ({"verb": "list"}, False),
        ({"verb": "watch"}, True),
        ({"verb": "proxy"}, True),
        ({"verb": "get", "subresource": "log"}, True),
        ({"verb": "get", "subresource": "status"}, False),
        ({"verb": "get", "path": "/debug/pprof/heap"}, True),
        ({"verb": "get", "path": "/debug/flags"}, False),
    ],
)
def test_what_counts_as_long_running(virtual, what: dict[str, str], long_running: bool):
    request = Request(0, (), **what)

    async def main() -> None:
        await with_request_info(nothing)(Response(request), request)

    virtual(main)
    assert request.long_running is long_running


def test_a_request_is_asked_for_its_timeout():
    counted: list[str] = []
    timeout_for = timeout_for_non_long_running(60, lambda: counted.append("timeout"))
    request = Request(0, ())
    timeout_s, post_timeout = timeout_for(request)
    assert timeout_s == 60
    assert not request.context.cancelled
    post_timeout()
    assert request.context.cancelled
    assert counted == ["timeout"]
    request.long_running = True
    assert timeout_for(request)[0] is None


# Max in flight.


def test_one_too_many_is_told_to_come_back_in_a_second(virtual):
    async def inner(w: Writer, r: Request) -> None:
        await trio.sleep(1)
        await w.write(b"pods\n")

    async def main() -> list[Response]:
        handler = with_max_in_flight(inner, reading=2, mutating=None)
        responses = [Response(Request(index, ())) for index in range(4)]
        async with trio.open_nursery() as nursery:
            for response in responses[:3]:
                nursery.start_soon(handler, response, response.request)
            await trio.sleep(1.5)  # the slots are free again
            nursery.start_soon(handler, responses[3], responses[3].request)
        return responses

    responses = virtual(main)
    assert sorted(response.status for response in responses[:3]) == [200, 200, 429]
    assert responses[3].status == 200
    refused = next(response for response in responses if response.status == 429)
    assert refused.header()["Retry-After"] == "1"
    assert b"Too many requests" in refused.body


def test_readers_and_writers_have_slots_of_their_own(virtual):
    async def inner(w: Writer, r: Request) -> None:
        await trio.sleep(1)
        await w.write_header(200)

    async def main() -> dict[str, int | None]:
        handler = with_max_in_flight(inner, reading=1, mutating=2)
        verbs = ["list", "create", "get", "update", "delete", "watch"]
        requests = {verb: Request(0, (), verb=verb) for verb in verbs}
        requests["watch"].long_running = True
        responses = {verb: Response(request) for verb, request in requests.items()}
        async with trio.open_nursery() as nursery:
            for verb in verbs:
                nursery.start_soon(handler, responses[verb], requests[verb])
                await trio.sleep(0.01)
        return {verb: response.status for verb, response in responses.items()}

    answers = virtual(main)
    assert [verb for verb, status in answers.items() if status == 429] == ["get", "delete"]
    assert set(answers.values()) == {200, 429}


def test_a_slot_is_given_back_after_a_panic(virtual):
    async def inner(w: Writer, r: Request) -> None:
        raise Panic("no such pod")

    async def main() -> None:
        handler = with_max_in_flight(inner, reading=1, mutating=1)
        for _ in range(3):
            response = Response(Request(0, ()))
            with pytest.raises(Panic):
                await handler(response, response.request)
            assert response.status is None

    virtual(main)


def test_a_timed_out_handler_keeps_its_slot_until_it_returns():
    # One slot, one request a second. The first times out at 0.6 s and returns at 2.5 s only: the
    # requests at 1 s and 2 s are refused although nobody waits for the first any more.
    scenario = Scenario(
        rate_per_s=1, duration_s=4, plans="2.5:write", timeout_s=0.6, max_in_flight=1
    )
    outcomes = simulate(scenario, "k8s-1.12").outcomes
    assert (outcomes.timeouts_504, outcomes.rejected_429) == (2, 2)


def test_a_parked_worker_holds_no_slot():
    # So the limit bounds the handlers that run, and never the leak.
    scenario = Scenario(rate_per_s=1, duration_s=10, max_in_flight=1)
    run = simulate(scenario, "k8s-1.12")
    assert (run.outcomes.rejected_429, run.tasks_left) == (0, 10)


# The chain, outermost first: panic recovery, request info, timeout, max in flight, handler.


def test_the_order_of_the_chain():
    # The stacks of a request in the middle of its work, innermost frame first.
    taken: list[profile.TaskStack] = []
    simulate(
        Scenario(rate_per_s=1, duration_s=0.5),
        "k8s-1.12",
        probe=(0.3, lambda: taken.extend(profile.collect())),
    )
    chain = {}
    for stack in taken:
        functions = [frame.function for frame in stack.frames]
        ours = [name for name in functions if re.search("filters|handlers|server|census", name)]
        chain[stack.name.rpartition(".")[2]] = [name.split(".", 2)[2] for name in ours]
    assert chain["serve_connection"][::-1] == [
        "server.Server.serve_connection",
        "filters.with_panic_recovery.<locals>.serve_http",
        "filters.with_request_info.<locals>.serve_http",
        "handlers.k8s_1_12.TimeoutHandler.serve_http",
    ]
    assert chain["worker"][::-1] == [
        "handlers.k8s_1_12.TimeoutHandler.serve_http.<locals>.worker",
        "census.Census.watch.<locals>.serve_http",
        "filters.with_max_in_flight.<locals>.serve_http",
        "server.Server._run_plan",
    ]


def served(plan: str, handler: str, limit: int | None = None, verbs: tuple[str, ...] = ("list",)):
    """Serve one request a verb through a whole server; its tally and the requests."""
    requests = [Request(index, parse_plan(plan), verb=verb) for index, verb in enumerate(verbs)]

    async def main() -> Server:
        async with trio.open_nursery() as nursery:
            server = Server(find(handler), nursery, timeout_s=0.6, max_in_flight=limit)
            for request in requests:
                server.accept(request)
                await trio.sleep(0.01)
            await trio.sleep(10)
            nursery.cancel_scope.cancel()
        return server

    return main, requests


def test_panic_recovery_is_outside_of_the_timeout_filter(virtual):
    main, _ = served("0.1:write,0.9:return", "k8s-1.17")
    server = virtual(main)
    assert (server.panics_logged, server.outcomes().aborted) == (
        1,
        1,
    )  # the timeout writer's own panic


def test_panic_recovery_sees_the_panic_of_a_handler_once(virtual):
    main, _ = served("0.2:panic", "k8s-1.17")
    server = virtual(main)
    outcomes = server.outcomes()
    assert (server.panics_logged, outcomes.aborted, outcomes.handle_error_calls) == (1, 1, 0)


def test_panic_recovery_never_sees_a_late_panic(virtual):
    main, _ = served("0.9:panic", "k8s-1.17")
    server = virtual(main)
    outcomes = server.outcomes()
    assert (server.panics_logged, outcomes.aborted, outcomes.handle_error_calls) == (0, 0, 1)


def test_request_info_is_outside_of_the_timeout_filter(virtual):
    main, requests = served("0.9:write", "k8s-1.12", verbs=("list", "watch"))
    assert virtual(main).post_timeout_calls == 1
    assert [request.status for request in requests] == [504, 200]


def test_the_limit_is_inside_of_the_timeout_filter(virtual):
    # The second request is refused by its worker, at once: its own timeout never fires. The
    # first keeps its slot past its timeout; the third comes after the timeout and is refused.
    main, requests = served("0.605:write", "k8s-1.17", limit=1, verbs=("list",) * 61)
    server = virtual(main)
    statuses = [request.status for request in requests]
    assert statuses[0] == 504
    assert statuses[1:61] == [429] * 60  # the last came at 0.60 s
    assert server.post_timeout_calls == 1


def test_a_refusal_has_a_worker_of_its_own():
    scenario = Scenario(rate_per_s=10, duration_s=1, plans="5:write", max_in_flight=1)
    peak = simulate(scenario, "k8s-1.12", sample_times_s=[0.55]).samples[0]
    assert (peak.serving, peak.worker) == (1, 1)  # the refused ones came and went


def test_the_context_is_cancelled_by_the_timeout(virtual):
    main, requests = served("0.9:write", "k8s-1.12")
    virtual(main)
    assert requests[0].context.cancelled
    main, requests = served("0.2:write", "k8s-1.12")
    virtual(main)
    assert not requests[0].context.cancelled


@pytest.mark.slow
def test_slots_over_timeout_bounds_the_speed_of_the_leak():
    """Handlers that end right after their timeout come to the bound; slower ones stay below it."""
    load = {"rate_per_s": 12.5, "duration_s": 600, "timeout_s": 60, "max_in_flight": 400}
    bound = 400 / 60 * 600
    assert simulate(Scenario(plans="60.5:write", **load), "k8s-1.12").tasks_left == bound
    assert simulate(Scenario(plans="75:write", **load), "k8s-1.12").tasks_left == 3200 < bound
