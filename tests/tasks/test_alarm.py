"""The alarm on the slope: when it rings, and when it is wrong."""

import pytest

from leaklab import Scenario, simulate
from leaklab.simulation.scenario import Platform
from leaklab.simulation.scrape import readings
from leaklab.tasks.alarm import Reading, SlopeAlarm

STEP_S = 10


def ramp(*per_s: float, rate: float = 10) -> list[Reading]:
    """One stretch of 100 s a slope, at a steady arrival rate."""
    tasks, found = 100.0, []
    for step in range(10 * len(per_s) + 1):
        found.append(Reading(step * STEP_S, round(tasks), round(step * STEP_S * rate)))
        tasks += per_s[min(step // 10, len(per_s) - 1)] * STEP_S
    return found


def test_the_slope_is_that_of_the_line():
    slopes = SlopeAlarm(window_s=50).slopes(ramp(3))
    assert slopes[0].t_s == 50  # no slope before a whole window
    assert {round(slope.per_s, 6) for slope in slopes} == {3}


@pytest.mark.parametrize(("per_s", "rings"), [(3, None), (5, None), (6, 50)])
def test_it_rings_above_the_limit_only(per_s: float, rings: float | None):
    assert SlopeAlarm(per_s=5, window_s=50).first_ring_s(ramp(per_s)) == rings


def test_it_waits_for_the_hold():
    assert SlopeAlarm(per_s=5, window_s=50, hold_s=30).first_ring_s(ramp(6)) == 80


def test_a_pause_begins_the_hold_anew():
    alarm = SlopeAlarm(per_s=5, window_s=20, hold_s=80)
    assert alarm.first_ring_s(ramp(9, 9)) == 100
    assert alarm.first_ring_s(ramp(9, 0, 9)) == 100  # begun at 20 s, held until 100 s
    assert alarm.first_ring_s(ramp(0, 9, 0, 9)) == 200


def test_it_goes_silent_when_nothing_rises_any_more():
    slopes = SlopeAlarm(per_s=5, window_s=50).slopes(ramp(9, 0))
    assert [slope.t_s for slope in slopes if slope.rings][-1] < 150
    assert not slopes[-1].rings


def test_a_rising_arrival_rate_mutes_it():
    rising = [Reading(t * 10, t * 100, t * t) for t in range(20)]
    alarm = SlopeAlarm(per_s=5, window_s=50)
    assert alarm.first_ring_s(rising) is None
    assert SlopeAlarm(per_s=5, window_s=50, flat=None).first_ring_s(rising) == 50


def test_no_traffic_at_all_is_flat_too():
    assert SlopeAlarm(per_s=5, window_s=50).first_ring_s(ramp(9, rate=0)) == 50


def test_readings_count_the_requests_as_they_arrive():
    run = simulate(Scenario(rate_per_s=2, duration_s=3, plans="0.1:write", every_s=1, until_s=5))
    assert [reading.started for reading in readings(run)] == [1, 3, 5, 6, 6, 6]
    assert [reading.tasks for reading in readings(run)] == [s.tasks for s in run.samples]


@pytest.mark.parametrize(
    "scenario",
    [
        Scenario(arrivals="poisson", rate_per_s=2),
        Scenario(platform=Platform(every_s=1, timeout_s=1), rate_per_s=1),
    ],
)
def test_arrivals_that_the_scenario_does_not_tell_are_refused(scenario):
    with pytest.raises(ValueError, match="constant arrivals"):
        readings(simulate(scenario))


def test_readings_out_of_order_are_refused():
    readings = ramp(6)
    readings[3], readings[4] = readings[4], readings[3]
    with pytest.raises(ValueError, match=r"number 5 is of 30 s, the one before it of 40 s"):
        SlopeAlarm(window_s=50).first_ring_s(readings)
    with pytest.raises(ValueError, match="of nan s"):
        SlopeAlarm(window_s=50).slopes([Reading(0, 1, 1), Reading(float("nan"), 1, 1)])
    twice = [each for each in ramp(6) for _ in range(2)]  # at the same moment: in order
    assert SlopeAlarm(per_s=5, window_s=50).first_ring_s(twice) == 50


@pytest.mark.parametrize("limits", [{"window_s": 0}, {"per_s": -1}, {"hold_s": -1}, {"flat": 2}])
def test_bad_limits_are_refused(limits):
    with pytest.raises(ValueError, match=next(iter(limits))):
        SlopeAlarm(**limits)
