"""A limit outside of the timeout filter counts answers, not workers: it bounds no leak either."""

from leaklab import Scenario, simulate
from leaklab.book.in_flight_outside import SLOTS, LimitOutside

LATE = Scenario(rate_per_s=100, duration_s=4, timeout_s=0.6, plans="0.9:write")


def test_no_more_than_its_slots_are_served_at_once_and_the_rest_are_refused():
    run = simulate(LATE, LimitOutside)
    assert max(sample.serving for sample in run.samples) == SLOTS
    assert run.outcomes.rejected_429 + run.outcomes.timeouts_504 == run.outcomes.started == 400


def test_a_slot_comes_back_at_the_timeout_so_the_leak_is_larger_than_with_the_limit_inside():
    outside = simulate(LATE, LimitOutside)
    inside = simulate(Scenario(**{**vars(LATE), "max_in_flight": SLOTS}), "k8s-1.12")
    assert outside.tasks_left == outside.outcomes.timeouts_504 > inside.tasks_left == 100


def test_over_twenty_seconds_it_lets_33_rounds_in_and_the_limit_inside_22():
    # A timeout between two arrivals, so that no slot comes back at the instant of one.
    longer = Scenario(**{**vars(LATE), "duration_s": 20, "timeout_s": 0.605})
    inside = Scenario(**{**vars(longer), "max_in_flight": SLOTS})
    assert simulate(longer, LimitOutside).tasks_left == 33 * SLOTS
    assert simulate(inside, "k8s-1.12").tasks_left == 22 * SLOTS


def test_in_time_it_changes_nothing():
    in_time = Scenario(rate_per_s=50, duration_s=4, timeout_s=0.6, plans="0.1:write")
    assert simulate(in_time, LimitOutside).samples == simulate(in_time, "k8s-1.12").samples
