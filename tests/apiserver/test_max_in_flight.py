"""What 429 does: slots, who holds one, and how they bound a leak."""

import pytest
import trio

from leaklab import Scenario, simulate
from leaklab.apiserver.filters import with_max_in_flight
from leaklab.apiserver.golike import Panic
from leaklab.apiserver.response import Request, Response, Writer


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


def test_a_refusal_has_a_worker_of_its_own():
    scenario = Scenario(rate_per_s=10, duration_s=1, plans="5:write", max_in_flight=1)
    peak = simulate(scenario, "k8s-1.12", sample_times_s=[0.55]).samples[0]
    assert (peak.serving, peak.worker) == (1, 1)  # the refused ones came and went


@pytest.mark.slow
def test_slots_over_timeout_bounds_the_speed_of_the_leak():
    """Handlers that end right after their timeout come to the bound; slower ones stay below it."""
    load = {"rate_per_s": 12.5, "duration_s": 600, "timeout_s": 60, "max_in_flight": 400}
    bound = 400 / 60 * 600
    assert simulate(Scenario(plans="60.5:write", **load), "k8s-1.12").tasks_left == bound
    assert simulate(Scenario(plans="75:write", **load), "k8s-1.12").tasks_left == 3200 < bound
