"""Tasks by state for Prometheus: real client, real text, in the loop and in a thread."""

import asyncio

import pytest
import trio
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.parser import text_string_to_metric_families

from leaklab.tasks.metrics import TasksCollector


def scraped(most_states: int = 50) -> dict[tuple[str, str], float]:
    """What Prometheus would read: (library, state) to number."""
    registry = CollectorRegistry()
    registry.register(TasksCollector(most_states))
    (family,) = text_string_to_metric_families(generate_latest(registry).decode())
    assert (family.name, family.type) == ("leaklab_tasks", "gauge")
    return {
        (sample.labels["library"], sample.labels["state"]): sample.value
        for sample in family.samples
    }


async def with_waiting_tasks(look):
    queue, event = asyncio.Queue(), asyncio.Event()
    tasks = [asyncio.create_task(queue.get()) for _ in range(3)]
    tasks.append(asyncio.create_task(event.wait()))
    await asyncio.sleep(0)
    try:
        return await look()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def test_asyncios_tasks_are_counted_in_the_loop():
    async def look():
        return scraped()

    found = asyncio.run(with_waiting_tasks(look))
    assert found[("asyncio", "Queue.get")] == 3
    assert found[("asyncio", "Event.wait")] == 1


def test_they_are_counted_from_a_thread_too():
    async def look():
        return await asyncio.to_thread(scraped)

    assert asyncio.run(with_waiting_tasks(look))[("asyncio", "Queue.get")] == 3


def test_trios_tasks_are_counted(virtual):
    async def body():
        async with trio.open_nursery() as nursery:
            for _ in range(4):
                nursery.start_soon(trio.sleep_forever)
            await trio.sleep(1)
            found = scraped()
            nursery.cancel_scope.cancel()
        return found

    assert virtual(body)[("trio", "sleep")] == 4


def test_the_number_of_states_is_bounded():
    async def look():
        return scraped(1)

    found = asyncio.run(with_waiting_tasks(look))
    assert found[("asyncio", "Queue.get")] == 3
    assert sum(found.values()) >= 4
    assert set(found) == {("asyncio", "Queue.get"), ("asyncio", "other")}


def test_where_nothing_runs_nothing_is_counted():
    assert scraped() == {}


@pytest.mark.parametrize("most", [0, 1001, 2.5, True])
def test_a_bad_bound_is_refused(most):
    with pytest.raises(ValueError, match="from 1 to 1000 states"):
        TasksCollector(most)
