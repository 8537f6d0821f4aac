"""What clients see, by HTTP version; who hangs up; whom a 504 is counted for.

The cases are those of the table in `recordings/go-traces/today/README.md`, seen there through real
servers: the inner handler writes at 0.1 s, the timeout is 0.6 s, the handler ends at 0.9 s.
"""

import dataclasses

import pytest
import trio

from leaklab import Scenario, simulate
from leaklab.apiserver.response import HELD_BACK_BYTES, Request, Response
from leaklab.apiserver.timeout_writer import status_body
from leaklab.simulation.run import Seen
from leaklab.simulation.scenario import Platform

RELEASES = ("k8s-1.12", "k8s-1.17", "k8s-1.37")
ONE = Scenario(rate_per_s=1, duration_s=1)
OK = len(b"ok\n")


def seen(plan: str, handler: str, **of_scenario) -> Seen:
    return simulate(dataclasses.replace(ONE, plans=plan, **of_scenario), handler).seen


def timeout_bytes(handler: str) -> int:
    return len(status_body(None if handler == "k8s-1.37" else 0.6))


@pytest.mark.parametrize("handler", RELEASES)
def test_what_a_client_sees_is_the_same_in_all_releases(handler: str):
    late = timeout_bytes(handler)
    assert seen("0.1:write,0.9:return", handler) == Seen(nothing=1, streams_reset=1)
    assert seen("0.1:write,0.1:flush,0.9:return", handler) == Seen(
        half=1, bytes=OK, streams_reset=1
    )
    assert seen("0.1:flush,0.9:return", handler) == Seen(ok_200=1, bytes=late)  # the Status as it
    assert seen("0.9:write", handler) == Seen(timeouts_504=1, bytes=late)
    assert seen("0.9:panic", handler) == Seen(timeouts_504=1, bytes=late)
    assert seen("0.2:panic", handler) == Seen(nothing=1, streams_reset=1)
    assert seen("0.2:return", handler) == Seen(empty_200=1)
    assert seen("0.2:write", handler) == Seen(ok_200=1, bytes=OK)


def test_4_kib_are_not_held_back(virtual):
    async def main() -> list[int | None]:
        response = Response(Request(0, ()))
        sent = []
        for _ in range(3):
            await response.write(b"-" * (HELD_BACK_BYTES - 1))
            sent.append(response.sent_bytes)
        return sent

    assert virtual(main) == [None, HELD_BACK_BYTES, 2 * HELD_BACK_BYTES]  # as a bufio of Go's


def test_one_long_write_is_sent_whole(virtual):
    async def main() -> int | None:
        response = Response(Request(0, ()))
        await response.write(b"-" * 65_536)
        return response.sent_bytes

    assert virtual(main) == 65_536


def test_over_http_1_a_cut_closes_the_connection():
    cut = seen("0.1:write,0.9:return", "k8s-1.12", http_version=1)
    assert cut == Seen(nothing=1, connections_closed=1)


@pytest.mark.parametrize("handler", RELEASES)
def test_a_504_is_counted_for_clients_that_have_left(handler: str):
    run = simulate(Scenario(client_hangup_s=0.3), handler)
    assert run.outcomes.timeouts_504 == run.outcomes.metric_504 == 200
    assert run.seen == Seen(left=200)


@pytest.mark.parametrize("handler", RELEASES)
def test_who_has_an_answer_does_not_hang_up(handler: str):
    run = simulate(Scenario(plans="0.2:write", client_hangup_s=0.3), handler)
    assert run.seen == Seen(ok_200=200, bytes=200 * OK)
    assert run.outcomes.metric_504 == 0


def test_a_client_s_own_timeout_counts_since_1_21():
    short = Scenario(client_timeout_s=0.4)
    assert simulate(short, "k8s-1.17").at(0.55).drainer == 0
    assert simulate(short, "k8s-1.37").at(0.55).drainer > 0
    long = simulate(Scenario(client_timeout_s=5), "k8s-1.37")
    assert long.samples == simulate(Scenario(), "k8s-1.37").samples
    none = simulate(Scenario(client_timeout_s=0), "k8s-1.37")
    assert none.samples == long.samples


def test_a_platform_that_gives_up_frees_its_requests_since_1_21():
    platform = Platform(every_s=1, timeout_s=0.2)
    scenario = Scenario(rate_per_s=0, platform=platform, until_s=10)
    old, new = simulate(scenario, "k8s-1.17"), simulate(scenario, "k8s-1.37")
    assert old.seen.left == new.seen.left == old.pulls.given_up == 10
    assert sum(old.column("serving")) > 2 * sum(new.column("serving"))


@pytest.mark.parametrize("handler", RELEASES)
def test_at_one_instant_the_timeout_comes_first_then_hang_ups_then_ends(handler):
    for seed in range(5):
        late = simulate(Scenario(client_hangup_s=0.6, seed=seed), handler)
        assert (late.seen.timeouts_504, late.seen.left) == (200, 0)
        tie = Scenario(timeout_s=2, client_hangup_s=0.9, seed=seed)
        assert simulate(tie, handler).seen.left == 200


def tasks_of_the_run() -> int:
    """All of trio's tasks in the server's nursery, those of clients too, which no census counts."""
    main = trio.lowlevel.current_task()
    return sum(len(nursery.child_tasks) for nursery in main.child_nurseries)


@pytest.mark.parametrize(("plan", "waiting"), [("0.1:write", 0), ("100:write", 3)])
def test_patient_clients_hold_nothing_once_they_are_answered(plan: str, waiting: int):
    seen: list[int] = []
    scenario = Scenario(
        rate_per_s=1, duration_s=3, timeout_s=200, plans=plan, client_hangup_s=3600, until_s=10
    )
    run = simulate(scenario, "k8s-1.37", probe=(9, lambda: seen.append(tasks_of_the_run())))
    assert (run.seen.left, run.seen.ok_200) == (0, 3 - waiting)
    assert seen == [3 * waiting]  # who waits has a client, a serving task and a worker


def test_who_has_left_is_counted_at_once():
    watch = Scenario(verb="watch", plans="100:write", client_hangup_s=0.3, until_s=10)
    assert simulate(watch, "k8s-1.37").seen.left == 200


@pytest.mark.parametrize("handler", ["k8s-1.22", "k8s-1.37"])
def test_the_first_report_is_one_line(handler: str):
    run = simulate(Scenario(plans="0.9:panic"), handler)
    assert "\n" not in run.first_report
    assert len(run.first_report) < 150
    assert ("inner handler panics" in run.first_report) == (handler == "k8s-1.22")


def test_a_run_lasts_until_the_last_report():
    slow = Scenario(rate_per_s=100, duration_s=1, report_gap_s=0.5)
    assert simulate(slow, "k8s-1.22").tasks_left == 0


def test_a_slow_write_leaves_later_writes_alone():
    scenario = Scenario(rate_per_s=1, duration_s=1, timeout_s=5, plans="0.1:slow=0.2,0.5:write")
    run = simulate(scenario, "k8s-1.37", sample_times_s=[0.45, 0.55])
    assert run.column("serving") == [1, 0]


def test_late_ends_are_counted_and_the_first_is_told():
    run = simulate(Scenario(plans="0.9:write|0.9:panic"), "k8s-1.37")
    assert (run.outcomes.late_ok, run.outcomes.late_panic) == (100, 100)
    assert run.first_report is not None
    assert run.first_report.startswith(
        '"Post-timeout activity" logger="UnhandledError" timeElapsed="300'
    )
    assert simulate(Scenario(), "k8s-1.12").first_report is None


def test_drainers_queue_to_report_up_to_1_28():
    burst = Scenario(
        rate_per_s=100_000, duration_s=0.01, plans="2:write", report_gap_s=0.001, every_s=0.1
    )
    queued, apart = simulate(burst, "k8s-1.22"), simulate(burst, "k8s-1.37")
    assert queued.outcomes == apart.outcomes
    assert [queued.at(t_s).drainer for t_s in (2.1, 2.5, 2.9)] == pytest.approx(
        [900, 500, 100], abs=15
    )
    assert apart.at(2.1).drainer == 0
    assert simulate(burst, "k8s-1.17").at(2.1).drainer == 0  # reports late panics alone
    panics = dataclasses.replace(burst, plans="2:panic")
    assert simulate(panics, "k8s-1.17").at(2.5).drainer == pytest.approx(500, abs=15)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("client_hangup_s", 0),
        ("client_hangup_s", -1),
        ("client_hangup_s", "soon"),
        ("client_timeout_s", -0.1),
        ("client_timeout_s", 1e-12),
        ("client_timeout_s", float("nan")),
        ("http_version", 3),
        ("http_version", 1.1),
        ("report_gap_s", -1),
        ("report_gap_s", 2),
    ],
)
def test_what_cannot_be_is_refused_with_its_limits(field: str, value: object):
    with pytest.raises(ValueError, match=rf"^{field} = .* must be "):
        Scenario(**{field: value})
