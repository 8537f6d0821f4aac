"""The asyncio pair of 1.12 and 1.17 does what the trio ports and the Go recordings did."""

import asyncio
import inspect

import pytest

from benchmarks.asyncio_handlers import HANDLERS
from benchmarks.asyncio_handlers.channel import Channel
from benchmarks.asyncio_port import VirtualTimeLoop, run
from leaklab import recordings, simulate
from leaklab.book import handler_source
from leaklab.recordings.traces import read_trace

VERSIONS = {"k8s-1.12": "k8s-1.12.4", "k8s-1.17": "k8s-1.17.0"}
KINDS = [
    "tripled_latency_L0.9",
    "tripled_latency_L0.3",
    "edge_L0.58",
    "edge_L0.62",
    "burst",
    "healthy",
]
every_handler = pytest.mark.parametrize("handler", HANDLERS)


@every_handler
@pytest.mark.parametrize("kind", KINDS)
def test_its_counts_are_those_of_the_trio_port_and_of_the_recorded_go(handler, kind):
    trace = read_trace(recordings.FOLDER / "go-traces" / f"{kind}__{VERSIONS[handler]}.csv")
    asyncio_s, trio_s = run(trace.scenario, handler), simulate(trace.scenario, handler)
    for name in ("started", "ok_200", "timeouts_504"):
        counts = [getattr(asyncio_s, name), getattr(trio_s.outcomes, name), trace.totals[name]]
        assert len(set(counts)) == 1, name
    assert asyncio_s.left == trio_s.tasks_left == trace.left


def test_with_tripled_latency_112_keeps_a_task_for_each_504_and_117_none():
    path = recordings.FOLDER / "go-traces" / "tripled_latency_L0.9__k8s-1.12.4.csv"
    scenario = read_trace(path).scenario
    assert run(scenario, "k8s-1.12").left == run(scenario, "k8s-1.12").timeouts_504 == 200
    assert run(scenario, "k8s-1.17").left == 0


@every_handler
def test_each_has_the_shape_of_its_trio_port(handler):
    ours = inspect.getsource(inspect.getmodule(HANDLERS[handler]))
    same = ["class TimeoutHandler(TimeoutFilter):", "async def worker() -> None:"]
    same += [line for line in handler_source(handler).splitlines() if "await self.inner(" in line]
    assert all(line in ours for line in same)
    assert ours.count("self.go(") == handler_source(handler).count("self.nursery.start_soon(")


def virtually(body) -> None:
    """Run `body()` on asyncio, in virtual time."""
    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        runner.run(body())


def test_a_send_on_the_channel_ends_when_it_is_received_and_not_before():
    async def body() -> None:
        channel = Channel[str]()
        sender = asyncio.create_task(channel.send("hello"))
        await asyncio.sleep(3600)
        assert not sender.done()
        assert await channel.receive() == "hello"
        await sender

    virtually(body)


def test_a_sender_that_was_cancelled_hands_nothing_over():
    async def body() -> None:
        channel = Channel[str]()
        gone = asyncio.create_task(channel.send("late"))
        await asyncio.sleep(1)
        gone.cancel()
        stays = asyncio.create_task(channel.send("hello"))
        await asyncio.sleep(1)
        assert await channel.receive() == "hello"
        await stays

    virtually(body)


def test_a_receiver_that_gave_up_is_handed_nothing():
    async def body() -> None:
        channel = Channel[str]()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(1):
                await channel.receive()
        sender = asyncio.create_task(channel.send("hello"))
        assert await channel.receive() == "hello"
        await sender

    virtually(body)


def test_a_started_task_is_held_by_the_filter_until_it_has_ended():
    async def body() -> None:
        never = HANDLERS["k8s-1.12"](None, None, None)
        never.go(asyncio.sleep(1))
        assert len(never.tasks) == 1
        await asyncio.sleep(2)
        assert never.tasks == set()

    virtually(body)
