"""A run as a monitoring system would scrape it: readings for a `SlopeAlarm`."""

from leaklab.simulation.run import Run
from leaklab.tasks.alarm import ROUNDING_S, Reading


def readings(run: Run) -> list[Reading]:
    """A run as it would be scraped. ValueError unless its arrivals are constant, without platform.

    Only then are they known from the scenario alone.
    """
    scenario = run.scenario
    if scenario.arrivals != "constant" or scenario.platform is not None:
        raise ValueError("readings need constant arrivals and no platform")
    every_s, count = 1 / scenario.rate_per_s, scenario.constant_arrivals
    return [
        Reading(each.t_s, each.tasks, min(int(each.t_s / every_s + ROUNDING_S) + 1, count))
        for each in run.samples
    ]
