"""Parked tasks hold memory in proportion, and a full collection frees none of it."""

import gc
import tracemalloc

import pytest

from leaklab import Scenario, simulate
from leaklab.book.parked_memory import objects_held


@pytest.mark.slow
def test_the_work_of_the_collector_grows_in_proportion():
    one, four = objects_held(500), objects_held(2000)
    assert one >= 10 * 500  # more than ten objects for each task
    assert four / one == pytest.approx(4, rel=0.03)


def test_a_full_collection_ends_no_task():
    late = Scenario(plans="0.9:write", timeout_s=0.6, until_s=30)
    run = simulate(late, "k8s-1.12", probe=(20, lambda: gc.collect() and None))
    assert run.at(19).parked == run.at(21).parked == run.tasks_left == 200


@pytest.mark.slow
def test_a_parked_task_of_ours_holds_less_than_seven_thousand_bytes():
    found: list[int] = []
    load = {"rate_per_s": 1000, "duration_s": 1, "until_s": 30, "every_s": 10}

    def look() -> None:
        gc.collect()
        found.append(tracemalloc.get_traced_memory()[0])

    tracemalloc.start()
    try:
        for plan in ("0.1:write", "0.9:write"):
            simulate(Scenario(plans=plan, **load), "k8s-1.12", probe=(29, look))
    finally:
        tracemalloc.stop()
    assert 1_000 < (found[1] - found[0]) / 1000 < 7_000


@pytest.mark.parametrize("parked", [0, 20_001, 1.5])
def test_a_number_out_of_range_is_refused(parked):
    with pytest.raises(ValueError, match="parked"):
        objects_held(parked)
