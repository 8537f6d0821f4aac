"""Recordings of the Go filter, run again in real time through `leaklab serve` and both HTTPs.

Nothing is scaled: 50 requests a second for 4 s against a timeout of 0.6 s, as recorded. An open
loop: a request is sent when it is time, whoever still waits. Totals and what is left are exact: the
nearest end is 0.3 s from its timeout. The number of tasks meanwhile has a tolerance, since client,
servers and profiles share the processors: see `compare_samples`. Where the machine stands still for
those 0.3 s no such run is as recorded: then the test has one more try, as all have that hold times.
"""

import collections
import contextlib
from typing import NamedTuple

import pytest
import trio

from leaklab.apiserver.golike import duration_text
from leaklab.recordings import today_paths, trace_paths
from leaklab.recordings.traces import read_trace
from tests.support.light_clients import Http1, Http2
from tests.support.profile_readers import read_debug1
from tests.support.served import served
from tests.support.serving import PATIENCE_S

pytestmark = [pytest.mark.slow, pytest.mark.timing]
RELEASES = {
    "k8s-1.12": "k8s-1.12.4",
    "k8s-1.17": "k8s-1.17.0",
    "k8s-1.22": "k8s-1.22.0",
    "k8s-1.37": "k8s-1.37.0-beta.0",
}
PATHS = {path.name: path for path in (*trace_paths(), *today_paths())}
JITTER_S = 0.05
OFF = 2  # tasks; the recordings' own tolerance
EVERY_S = 0.15


class Ran(NamedTuple):
    """How one server did."""

    statuses: collections.Counter
    samples: list  # (t_s before and after it was taken, tasks of the filter)
    left: int
    terminated: int
    lag_s: float  # how late a request was begun, at worst


async def tasks_of_filter(ask):
    """How many serving tasks, workers and drainers there are."""
    _, body = await ask("/debug/pprof/goroutine?debug=1")
    _, groups = read_debug1(body.decode())
    return sum(
        count
        for count, functions in groups
        if any(name.startswith("leaklab.apiserver.handlers.") for name in functions)
    )


async def terminated(ask):
    """How many requests were given up so far."""
    _, body = await ask("/metrics")
    lines = body.decode().splitlines()
    found = [line for line in lines if line.startswith("apiserver_request_terminations_total{")]
    return sum(float(line.split()[-1]) for line in found)


async def replay(server, scenario, http2):
    """The scenario's requests, on time; tasks meanwhile, and what is left after."""
    statuses, samples, lag_s = collections.Counter(), [], 0.0
    asked_s = scenario.client_timeout_s
    path = "/api/v1/pods" + (f"?timeout={duration_text(asked_s)}" if asked_s else "")
    look = Http1(server.port)
    before, given_up = await tasks_of_filter(look), await terminated(look)

    async def ask(client, due_s):
        nonlocal lag_s
        lag_s = max(lag_s, trio.current_time() - due_s)
        with trio.move_on_after(scenario.client_hangup_s or PATIENCE_S):
            status, _ = await client(path)
            statuses[status] += 1
            return
        statuses["hung up"] += 1

    async def keep_looking():
        while trio.current_time() < ends_s:  # not cut off: a look that is left is a task too
            await trio.sleep(EVERY_S)
            early_s = trio.current_time() - began_s
            count = await tasks_of_filter(look)
            samples.append((early_s, trio.current_time() - began_s, count - before))

    async with trio.open_nursery() as around:
        client = Http2(server.port) if http2 else Http1(server.port)
        if isinstance(client, Http2):
            await around.start(client.run)
        began_s = trio.current_time()
        ends_s = began_s + scenario.duration_s + 1.3  # after the last handler's end
        async with trio.open_nursery() as nursery:
            nursery.start_soon(keep_looking)
            for number in range(round(scenario.rate_per_s * scenario.duration_s)):
                due_s = began_s + number / scenario.rate_per_s
                await trio.sleep_until(due_s)
                nursery.start_soon(ask, client, due_s)
        around.cancel_scope.cancel()
    left = await tasks_of_filter(look) - before
    given_up = int(await terminated(look) - given_up)
    return Ran(statuses, samples, left, given_up, lag_s)


def compare_samples(mine, trace):
    """Each sample, and the peak, is as recorded, give or take the slack that was seen.

    The slack is `JITTER_S`, what the client was late, and what a look at the server took: so much
    may things be moved in time. Two tasks for each request of that time may be there or not.
    """
    longest_s = max(late_s - early_s for early_s, late_s, _ in mine.samples)
    slack_s, wrong = JITTER_S + mine.lag_s + longest_s, []
    off = OFF + 2 * trace.scenario.rate_per_s * slack_s
    for early_s, late_s, count in mine.samples:
        near = [n for t_s, n in trace.samples if early_s - slack_s <= t_s <= late_s + slack_s]
        if near and not min(near) - off <= count <= max(near) + off:
            wrong.append((round(early_s, 2), count, min(near), max(near)))
    assert wrong == [], (trace.name, slack_s)
    recorded = max(count for _, count in trace.samples)
    peak = max(count for *_, count in mine.samples)
    assert abs(peak - recorded) <= off, (trace.name, slack_s)


CASES = {  # two servers at once, and no more: a machine may have two processors
    "1.12 over HTTP/1.1, 1.17 over HTTP/2": [
        ("tripled_latency_L0.9", "k8s-1.12", "h1"),
        ("tripled_latency_L0.9", "k8s-1.17", "h2"),
    ],
    "1.12 over HTTP/2, 1.37 over HTTP/1.1": [
        ("tripled_latency_L0.9", "k8s-1.12", "h2"),
        ("tripled_latency_L0.9", "k8s-1.37", "h1"),
    ],
    "a reset stream, a closed connection": [
        ("hangup", "k8s-1.12", "h2"),
        ("hangup", "k8s-1.37", "h1"),
    ],
    "the client's own timeout": [
        ("client_timeout_400ms", "k8s-1.12", "h1"),
        ("client_timeout_400ms", "k8s-1.22", "h2"),
    ],
}


@pytest.mark.parametrize("cases", CASES.values(), ids=CASES)
def test_it_ends_as_recorded_and_has_as_many_tasks_meanwhile(cases):
    traces = [read_trace(PATHS[f"{name}__{RELEASES[h]}.csv"]) for name, h, _ in cases]
    ran = [None, None]

    async def both(servers):
        async def one(at):
            ran[at] = await replay(servers[at], traces[at].scenario, cases[at][2] == "h2")

        async with trio.open_nursery() as nursery:
            nursery.start_soon(one, 0)
            nursery.start_soon(one, 1)

    with contextlib.ExitStack() as stack:
        options = ("--http2", "--objects", "5", "--latency", "0.9", "--timeout", "0.6", "--quiet")
        trio.run(both, [stack.enter_context(served("--handler", h, *options)) for _, h, _ in cases])
    for case, trace, mine in zip(cases, traces, ran, strict=True):
        hangs_up = trace.scenario.client_hangup_s is not None
        seen = {"hung up": 200} if hangs_up else {504: trace.totals["timeouts_504"]}
        assert mine.statuses == seen, case
        assert mine.terminated == trace.totals["timeouts_504"] == 200, case
        assert mine.left == trace.left, case
        compare_samples(mine, trace)
        through = PATHS.get(f"{case[0]}__{case[2]}__{RELEASES[case[1]]}.csv")
        if through is not None:  # recorded through net/http too: connections are in its samples
            recorded = read_trace(through)
            assert mine.statuses == {504: recorded.totals["timeouts_504"]}
            assert mine.left == recorded.left


def test_the_recordings_through_net_http_are_among_those_run_again():
    through = {name for name in PATHS if "__h1__" in name or "__h2__" in name}
    again = {f"{n}__{http}__{RELEASES[h]}.csv" for each in CASES.values() for n, h, http in each}
    assert len(through & again) == len(through) == 2


def test_a_limit_inside_the_filter_does_not_bound_the_leak():
    """20 slots, 100 requests a second: as many left as timed out, five times the limit."""
    trace = read_trace(PATHS["inflight20__k8s-1.12.4.csv"])
    limit = ("--max-in-flight", str(trace.scenario.max_in_flight), "--latency", "0.9")
    with served(*limit, "--timeout", "0.6", "--objects", "5", "--quiet") as server:
        mine = trio.run(replay, server, trace.scenario, False)
    assert mine.statuses == {504: trace.totals["timeouts_504"], 429: trace.totals["rejected_429"]}
    assert mine.left == trace.left == 100
    compare_samples(mine, trace)
