"""Virtual time jumps, ties are repeatable, and the private names of trio are still there."""

import gc
import inspect
import math
import random
import time

import pytest
import trio
import trio._core._run as trio_run_internals

from leaklab.clock import (
    VirtualClock,
    deterministic_ties,
    is_scheduled,
    patient_collector,
    sleep_until,
    spawn_order,
)

WHY = (
    "leaklab.clock.deterministic_ties leans on this private name of trio, and it is gone. Look in "
    "trio/_core/_run.py for what orders a batch of runnable tasks now, and follow it there; "
    "without it recorded runs do not repeat."
)


@pytest.fixture(autouse=True)
def trio_as_users_have_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Undo what trio's own plugin for Hypothesis does to every test run."""
    if hasattr(trio_run_internals, "_ALLOW_DETERMINISTIC_SCHEDULING"):
        monkeypatch.setattr(trio_run_internals, "_ALLOW_DETERMINISTIC_SCHEDULING", False)


@pytest.mark.parametrize("name", ["_ALLOW_DETERMINISTIC_SCHEDULING", "_r"])
def test_the_private_names_of_trio_exist(name: str):
    assert hasattr(trio_run_internals, name), f"trio._core._run.{name}: {WHY}"


@pytest.mark.parametrize("name", ["_abort_func", "_counter"])
def test_the_private_names_of_trio_s_tasks_exist(name: str):
    assert hasattr(trio.lowlevel.Task, name), (
        f"leaklab.clock needs trio.lowlevel.Task.{name}, and it is gone. Look in "
        "trio/_core/_run.py for what tells a waiting task from a scheduled one (is_scheduled) "
        "and tasks by age (spawn_order)."
    )


def test_a_task_is_scheduled_until_it_waits_and_again_when_it_is_woken(virtual):
    seen: dict[str, bool] = {}
    tasks: dict[str, trio.lowlevel.Task] = {}

    async def waiter(event: trio.Event) -> None:
        await event.wait()

    async def main() -> None:
        async with trio.open_nursery() as nursery:
            event = trio.Event()
            nursery.start_soon(waiter, event)
            (tasks["waiter"],) = nursery.child_tasks
            seen["new"] = is_scheduled(tasks["waiter"])
            await trio.sleep(1)
            seen["waiting"] = is_scheduled(tasks["waiter"])
            event.set()
            seen["woken"] = is_scheduled(tasks["waiter"])

    virtual(main)
    assert seen == {"new": True, "waiting": False, "woken": True}


def test_tasks_are_known_by_their_age(virtual):
    async def main() -> list[str]:
        async with trio.open_nursery() as nursery:
            for name in "abcdefgh":
                nursery.start_soon(trio.sleep, 1, name=name)
            return [task.name for task in sorted(nursery.child_tasks, key=spawn_order)]

    assert virtual(main) == list("abcdefgh")


def test_trio_still_shuffles_with_the_random_source_we_replace():
    assert isinstance(trio_run_internals._r, random.Random), WHY
    source = inspect.getsource(trio_run_internals.unrolled_run)
    assert "if _ALLOW_DETERMINISTIC_SCHEDULING:" in source, WHY
    assert "_r.shuffle(batch)" in source, WHY


def order_of_ties(tasks: int = 8) -> list[int]:
    """Which of many tasks that wake at the same instant runs first, second, ..."""
    order: list[int] = []

    async def wake(number: int) -> None:
        await trio.sleep_until(1)
        order.append(number)

    async def main() -> None:
        async with trio.open_nursery() as nursery:
            for number in range(tasks):
                nursery.start_soon(wake, number)

    trio.run(main, clock=VirtualClock())
    return order


def test_ties_repeat_for_the_same_seed():
    orders = []
    for _ in range(20):
        with deterministic_ties(seed=7):
            orders.append(order_of_ties())
    assert orders == [orders[0]] * 20, WHY


def test_ties_differ_from_seed_to_seed():
    orders = set()
    for seed in range(20):
        with deterministic_ties(seed):
            orders.add(tuple(order_of_ties()))
    assert len(orders) > 10, WHY


def test_ties_alone_are_left_to_chance():
    # One coin a batch: 60 heads in a row would be a reason to doubt the coin, not the luck.
    assert len({tuple(order_of_ties()) for _ in range(60)}) > 1


def test_the_order_of_ties_is_handed_back():
    before = trio_run_internals._ALLOW_DETERMINISTIC_SCHEDULING, trio_run_internals._r
    with deterministic_ties(1):
        assert trio_run_internals._ALLOW_DETERMINISTIC_SCHEDULING is True
        assert trio_run_internals._r is not before[1]
    assert (trio_run_internals._ALLOW_DETERMINISTIC_SCHEDULING, trio_run_internals._r) == before
    with pytest.raises(KeyError), deterministic_ties(1):
        raise KeyError
    assert (trio_run_internals._ALLOW_DETERMINISTIC_SCHEDULING, trio_run_internals._r) == before


def test_a_week_passes_at_once(virtual):
    async def main() -> float:
        await trio.sleep(7 * 24 * 3600)
        return trio.current_time()

    began = time.perf_counter()
    assert virtual(main) == 7 * 24 * 3600
    assert time.perf_counter() - began < 5


def test_time_begins_at_zero_and_stands_still_while_anybody_works(virtual):
    async def main() -> list[float]:
        times = []
        for _ in range(100):
            times.append(trio.current_time())
            await trio.lowlevel.checkpoint()
        return times

    assert virtual(main) == [0.0] * 100


def test_events_come_in_the_order_of_their_times(virtual):
    woken: list[tuple[float, str]] = []

    async def note(at_s: float, how) -> None:
        await how(at_s)
        woken.append((trio.current_time(), how.__module__.partition(".")[0]))

    async def main() -> None:
        async with trio.open_nursery() as nursery:
            for at_s, how in [
                (3, sleep_until),
                (1, trio.sleep_until),
                (2, sleep_until),
                (4, trio.sleep_until),
            ]:
                nursery.start_soon(note, at_s, how)

    virtual(main)
    assert woken == [(1, "trio"), (2, "leaklab"), (3, "leaklab"), (4, "trio")]


def test_every_jump_is_announced_when_all_have_settled():
    jumps: list[tuple[float, float]] = []
    clock = VirtualClock(lambda now_s, next_s: jumps.append((now_s, next_s)))

    async def main() -> None:
        await sleep_until(2)
        await trio.lowlevel.checkpoint()  # the same instant: no jump
        await trio.sleep(1.5)

    trio.run(main, clock=clock)
    assert jumps == [(0, 2), (2, 3.5)]


def test_sleeping_into_the_past_only_yields(virtual):
    async def main() -> float:
        await sleep_until(5)
        await sleep_until(1)
        await sleep_until(-math.inf)
        return trio.current_time()

    assert virtual(main) == 5


def test_a_cancelled_sleeper_is_not_woken_and_time_does_not_stop_for_it():
    jumps: list[tuple[float, float]] = []
    woken: list[str] = []

    async def sleeper() -> None:
        await sleep_until(2)
        woken.append("sleeper")

    async def main() -> None:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(sleeper)
            await sleep_until(1)
            nursery.cancel_scope.cancel()
        await sleep_until(3)  # past 2, when the cancelled one would have woken

    trio.run(main, clock=VirtualClock(lambda now_s, next_s: jumps.append((now_s, next_s))))
    assert woken == []
    assert jumps == [(0, 1), (1, 3)]


def test_a_sleeper_with_a_timeout(virtual):
    async def main() -> tuple[bool, float]:
        with trio.move_on_after(1) as scope:
            await sleep_until(10)
        return scope.cancelled_caught, trio.current_time()

    assert virtual(main) == (True, 1)


def test_a_sleeper_whose_time_and_timeout_coincide_has_slept(virtual):
    async def main() -> bool:
        with trio.move_on_at(1) as scope:
            await sleep_until(1)
        return scope.cancelled_caught

    assert virtual(main) is False


def test_sleep_until_works_under_any_clock():
    async def main() -> float:
        await sleep_until(trio.current_time() + 30)
        return trio.current_time()

    assert trio.run(main, clock=trio.testing.MockClock(autojump_threshold=0)) == 30


def test_the_clock_has_nothing_to_jump_to():
    clock = VirtualClock()
    assert clock.deadline_to_sleep_time(math.inf) == math.inf
    assert clock.current_time() == 0


def test_the_collector_is_patient_and_gets_its_thresholds_back():
    before = gc.get_threshold()
    with patient_collector():
        assert gc.isenabled()  # far off, not off
        assert gc.get_threshold() > before
    assert gc.get_threshold() == before
    with pytest.raises(KeyError), patient_collector():
        raise KeyError
    assert gc.get_threshold() == before
