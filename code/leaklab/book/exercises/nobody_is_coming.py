"""Chapter 5. Its exercises' names, and what each slip teaches."""

from leaklab.book.exercises.verdict import Exercise, near
from leaklab.simulation.scenario import Scenario
from leaklab.simulation.simulate import simulate


def turns(scenario: Scenario) -> Exercise:
    """How many tasks four kinds of request leave, two of them late."""
    started = scenario.constant_arrivals
    return Exercise(
        "nobody_is_coming/turns",
        "Four kinds in turn",
        (
            "Which of the four kinds are later than 60 seconds?",
            "How many requests come in ten minutes, and which share of them is late? It does not "
            "matter how late.",
        ),
        near(
            (started, "So many requests come in. Two kinds of four are in time."),
            (started // 4, "One kind is missing: 61 and 180 seconds are both later than 60."),
            (3 * started // 4, "59 seconds are in time, if only by one."),
            (simulate(scenario, "k8s-1.17").tasks_left, "So it is on 1.17."),
            (2 * started, "More tasks than requests? A late one leaves one."),
            (round(scenario.duration_s) // 2, "Five requests come each second, not one."),
        ),
    )


def tides(scenario: Scenario) -> Exercise:
    """How many tasks an hour leaves in which the line changes four times."""
    rate = round(scenario.rate_per_s)
    ten_min = rate * 600
    return Exercise(
        "nobody_is_coming/tides",
        "A line with tides",
        (
            "How long does a request take at each of the factors 3, 4 and 2?",
            "Only those that take more than 60 seconds count. How long does that part of the hour "
            "last, and how many requests come in it?",
        ),
        near(
            (2 * ten_min, "One of the two slow parts is in time: three times 19 is 57."),
            (3 * ten_min, "Slower than usual is not yet too late: multiply 19 by each factor."),
            (rate * 3600, "Those are all requests of the hour. Most are in time."),
            (rate * 10, "Ten minutes have 600 seconds."),
            (600, "Five requests come each second."),
            (0, "Four times 19 is 76: that part is too late."),
        ),
    )


def alert(fires_s: int) -> Exercise:
    """When the thousandth task is parked."""
    return Exercise(
        "nobody_is_coming/alert",
        "The alert",
        (
            "When does the request come whose worker is the thousandth to be parked?",
            "Request number 1 comes at second 0, so number 1,000 comes 999 gaps later. Then it "
            "works for 75 seconds.",
        ),
        near(
            (fires_s - 75, "At that second the thousandth request comes in. Its worker is parked "
             "when its work is done."),
            (fires_s - 15, "At that second its request times out. The worker still works then."),
            (fires_s - 1, "Close. It comes within the second after that: round up, as the "
             "question asks."),
            (fires_s + 1, "Close. The first request comes at second 0, not a gap later, and the "
             "end is rounded up once."),
            (75, "Then the first worker is parked."),
            (fires_s + 60, "The 75 seconds run from the arrival; the timeout lies within them."),
        ),
    )  # fmt: skip
