"""The order of the chain: panic recovery, request info, timeout, max in flight, handler."""

import re
from typing import Any

import trio

from leaklab import Scenario, profile, simulate
from leaklab.apiserver.handlers import find
from leaklab.apiserver.plans import parse_plan
from leaklab.apiserver.response import Request
from leaklab.simulation.server import Server


def chain_of(**settings: Any) -> dict[str, list[str]]:
    """The functions of ours on the stacks of a request in the middle of its work, by task."""
    taken: list[profile.TaskStack] = []
    simulate(
        Scenario(rate_per_s=1, duration_s=0.5, **settings),
        "k8s-1.12",
        probe=(0.3, lambda: taken.extend(profile.collect())),
    )
    chain = {}
    for stack in taken:
        functions = [frame.function for frame in stack.frames]
        ours = [name for name in functions if re.search("filters|handlers|server|census", name)]
        chain[stack.name.rpartition(".")[2]] = [name.split(".", 2)[2] for name in ours][::-1]
    return chain


def test_the_order_of_the_chain():
    chain = chain_of(max_in_flight=400)
    assert chain["serve_connection"] == [
        "server.Server.serve_connection",
        "filters.with_panic_recovery.<locals>.serve_http",
        "filters.with_request_info.<locals>.serve_http",
        "handlers.k8s_1_12.TimeoutHandler.serve_http",
    ]
    assert chain["worker"] == [
        "handlers.k8s_1_12.TimeoutHandler.serve_http.<locals>.worker",
        "server.Server._run_limited",
        "filters.with_max_in_flight.<locals>.serve_http",
        "server.Server._run_plan",
    ]


def test_without_a_limit_no_filter_holds_slots():
    # As upstream, whose filter hands the inner handler on when both limits are 0.
    limited, free = chain_of(max_in_flight=400)["worker"], chain_of()["worker"]
    assert free == [name for name in limited if not re.search("max_in_flight|_run_limited", name)]


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
    server = virtual(main)  # the panic is the timeout writer's own
    assert (server.panics_logged, server.outcomes().aborted) == (1, 1)


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
    assert virtual(main).outcomes().metric_504 == 1
    assert [request.status for request in requests] == [504, 200]


def test_the_limit_is_inside_of_the_timeout_filter(virtual):
    # The second request is refused by its worker, at once: its own timeout never fires. The
    # first keeps its slot past its timeout; the third comes after the timeout and is refused.
    main, requests = served("0.605:write", "k8s-1.17", limit=1, verbs=("list",) * 61)
    server = virtual(main)
    statuses = [request.status for request in requests]
    assert statuses[0] == 504
    assert statuses[1:61] == [429] * 60  # the last came at 0.60 s
    assert server.outcomes().metric_504 == 1


def test_the_context_is_cancelled_by_the_timeout(virtual):
    main, requests = served("0.9:write", "k8s-1.12")
    virtual(main)
    assert requests[0].context.cancelled
    main, requests = served("0.2:write", "k8s-1.12")
    virtual(main)
    assert not requests[0].context.cancelled
