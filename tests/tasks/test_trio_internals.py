"""The private names of trio are still there, ties repeat, and a thread can be lent."""

import inspect
import pkgutil
import random
import subprocess
import sys
import threading
from importlib import import_module
from pkgutil import resolve_name

import pytest
import trio
import trio._core._run as trio_run_internals

from leaklab import Scenario, simulate
from leaklab.tasks import trio_internals
from leaklab.tasks.clock import VirtualClock
from leaklab.tasks.trio_internals import (
    SeededTies,
    UnknownTrio,
    drop,
    is_scheduled,
    spawn_order,
    unshield,
)

WHY = (
    "leaklab.tasks.trio_internals.SeededTies leans on this private name of trio, and it is "
    "gone. Look in trio/_core/_run.py for what orders a batch of runnable tasks now, and "
    "follow it there; without it recorded runs do not repeat."
)


@pytest.fixture(autouse=True)
def trio_as_users_have_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Undo what trio's own plugin for Hypothesis does to every test run."""
    if hasattr(trio_run_internals, "_ALLOW_DETERMINISTIC_SCHEDULING"):
        monkeypatch.setattr(trio_run_internals, "_ALLOW_DETERMINISTIC_SCHEDULING", False)


@pytest.mark.parametrize("name", ["_ALLOW_DETERMINISTIC_SCHEDULING", "_r", "GLOBAL_RUN_CONTEXT"])
def test_the_private_names_of_trio_exist(name: str):
    assert hasattr(trio_run_internals, name), f"trio._core._run.{name}: {WHY}"


@pytest.mark.parametrize("name", ["_abort_func", "_counter"])
def test_the_private_names_of_trio_tasks_exist(name: str):
    assert hasattr(trio.lowlevel.Task, name), (
        f"leaklab.tasks.trio_internals needs trio.lowlevel.Task.{name}, and it is gone. Look in "
        "trio/_core/_run.py for what tells a waiting task from a scheduled one (is_scheduled) "
        "and tasks by age (spawn_order)."
    )


@pytest.mark.parametrize("name", [*trio_internals.WAITS, *trio_internals.OWN_TASKS])
def test_the_functions_that_a_profile_knows_exist(name: str):
    """A profile would call such a wait by no name of Go's, and count trio's own tasks."""
    found = resolve_name(name)
    assert inspect.isroutine(found)
    assert name.endswith(found.__qualname__)


@pytest.mark.parametrize("beginning", [*trio_internals.SCHEDULER, *trio_internals.IO])
def test_the_modules_whose_frames_a_profile_hides_exist(beginning: str):
    package, _, start = beginning.rstrip(".").rpartition(".")
    names = [module.name for module in pkgutil.iter_modules(import_module(package).__path__)]
    assert [name for name in names if name.startswith(start)]


def test_a_shield_can_be_taken_down_from_outside(virtual):
    async def shielded() -> None:
        with trio.CancelScope(shield=True):
            await trio.sleep(50)

    async def main() -> float:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(shielded)
            await trio.sleep(1)
            nursery.cancel_scope.cancel()
            (task,) = nursery.child_tasks
            unshield(task)
        return trio.current_time()

    assert virtual(main) == 1


@pytest.mark.parametrize("name", ["_cancel_status", "_next_send_fn"])
def test_the_private_names_of_trios_shields_exist(name: str):
    assert hasattr(trio.lowlevel.Task, name), (
        f"leaklab.tasks.trio_internals needs trio.lowlevel.Task.{name}, and it is gone. Look in "
        "trio/_core/_run.py for how a task knows the cancel scopes around it (unshield) "
        "and what it does at its next step (drop)."
    )


class Stranger:
    """A task, a cancel scope or a module of a trio that keeps nothing where ours does."""


@pytest.mark.parametrize(
    ("use", "name"),
    [
        (is_scheduled, "_abort_func"),
        (spawn_order, "_counter"),
        (unshield, "_cancel_status"),
        (drop, "_next_send_fn"),
    ],
)
def test_a_trio_without_the_name_is_told_by_its_version_and_the_name(use, name):
    with pytest.raises(UnknownTrio, match=rf"^trio {trio.__version__} has no {name} in Stranger,"):
        use(Stranger())


def test_a_trio_without_its_run_module_is_told_when_it_is_needed_and_not_on_import(tmp_path):
    """As after a change of trio's: everything that does not lean on it works."""
    code = """if True:
        import sys
        import trio
        sys.modules["trio._core._run"] = None
        import leaklab
        from leaklab.tasks.clock import VirtualClock
        from leaklab.tasks import profile, leakcheck
        async def main():
            return len(profile.collect())
        print(trio.run(main, clock=VirtualClock()))
        try:
            leaklab.simulate(leaklab.Scenario())
        except leaklab.tasks.trio_internals.UnknownTrio as error:
            print(error)
    """
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    tasks, told = done.stdout.splitlines()
    assert tasks == "1"
    wanted = f"trio {trio.__version__} has no _ALLOW_DETERMINISTIC_SCHEDULING in trio._core._run, "
    assert told.startswith(wanted)


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
        with SeededTies(seed=7):
            orders.append(order_of_ties())
    assert orders == [orders[0]] * 20, WHY


def test_ties_differ_from_seed_to_seed():
    orders = set()
    for seed in range(20):
        with SeededTies(seed):
            orders.add(tuple(order_of_ties()))
    assert len(orders) > 10, WHY


def test_ties_alone_are_left_to_chance():
    # One coin a batch: 60 heads in a row would be a reason to doubt the coin, not the luck.
    assert len({tuple(order_of_ties()) for _ in range(60)}) > 1


def test_the_order_of_ties_is_handed_back():
    before = trio_run_internals._ALLOW_DETERMINISTIC_SCHEDULING, trio_run_internals._r
    with SeededTies(1):
        assert trio_run_internals._ALLOW_DETERMINISTIC_SCHEDULING is True
        assert trio_run_internals._r is not before[1]
    assert (trio_run_internals._ALLOW_DETERMINISTIC_SCHEDULING, trio_run_internals._r) == before
    with pytest.raises(KeyError), SeededTies(1):
        raise KeyError
    assert (trio_run_internals._ALLOW_DETERMINISTIC_SCHEDULING, trio_run_internals._r) == before


def test_ties_go_on_where_they_were_left():
    ties = SeededTies(3)
    with ties:
        whole = [order_of_ties(), order_of_ties()]
    again = SeededTies(3)
    parts = []
    for _ in range(2):
        with again:
            parts.append(order_of_ties())
    assert parts == whole


def test_runs_in_two_threads_are_what_they_are_alone():
    scenario = Scenario(arrivals="poisson", rate_per_s=300, duration_s=2, seed=5)
    alone = simulate(scenario, "k8s-1.17").to_json()
    together: list[str] = []
    threads = [
        threading.Thread(target=lambda: together.append(simulate(scenario, "k8s-1.17").to_json()))
        for _ in range(4)
    ]
    before = trio_run_internals._r
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert together == [alone] * 4
    assert trio_run_internals._r is before
    assert sys.get_asyncgen_hooks() == (None, None)
