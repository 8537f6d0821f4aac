"""Chapter 10. Forty minutes of an evening, as a monitoring system would see them: chosen numbers.

12.5 requests a second. For ten minutes each takes 25 s; then the line gets three times slower,
and each takes 75 s, with a timeout of 60 s. At minute 25 comes a burst on top: 100 requests a
second more, for one minute. The two loads are run apart and their counts added, which is right
for servers without an in-flight limit. A reading every 15 s.
"""

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from numbers import Real

from leaklab.book.exercises.verdict import Verdict, no_answer_yet
from leaklab.simulation.run import Run, Sample
from leaklab.simulation.scenario import Scenario
from leaklab.simulation.scrape import readings
from leaklab.simulation.simulate import simulate
from leaklab.tasks.alarm import Reading, SlopeAlarm

LEAKY, FIXED = "k8s-1.12", "k8s-1.17"
EVERY_S = 15.0
LENGTH_S, SLOW_FROM_S, BURST_AT_S = 2400.0, 600.0, 1500.0
RATE_PER_S, EVENING_TIMEOUT_S = 12.5, 60.0
IN_TIME_S = 900.0  # the exercise: minute 15
NERVOUS = SlopeAlarm(per_s=5, window_s=120)
LOAD = Scenario(
    rate_per_s=RATE_PER_S,
    duration_s=LENGTH_S,
    timeout_s=EVENING_TIMEOUT_S,
    plans=("25:write", "75:write"),
    select="step",
    step_index=int(RATE_PER_S * SLOW_FROM_S),
    until_s=LENGTH_S,
    every_s=EVERY_S,
)
BURST = Scenario(
    rate_per_s=100,
    duration_s=60,
    timeout_s=EVENING_TIMEOUT_S,
    plans="75:write",
    until_s=LENGTH_S - BURST_AT_S,
    every_s=EVERY_S,
)


@dataclass(frozen=True)
class Evening:
    """What one version did: tasks by role (`samples`), and what was scraped (`readings`)."""

    handler: str
    samples: tuple[Sample, ...]
    readings: tuple[Reading, ...]

    def at(self, t_s: float) -> Sample:
        """The sample of second `t_s`, or the last one before it."""
        return self.samples[int(t_s // EVERY_S)]

    @property
    def peak(self) -> int:
        """The most tasks in any sample."""
        return max(sample.tasks for sample in self.samples)

    def first_s(self, limit: int) -> float | None:
        """When `limit` tasks of one role first were there at once, in seconds; None if never."""
        times_s = (sample.t_s for sample in self.samples if max(sample[2:]) >= limit)
        return next(times_s, None)


@functools.lru_cache(maxsize=4)
def run(handler: str) -> Evening:
    """The evening on one version. Costs some seconds. ValueError for an unknown handler."""
    load, burst = simulate(LOAD, handler), simulate(BURST, handler)
    first = int(BURST_AT_S / EVERY_S)
    return Evening(handler, _samples(load, burst, first), _readings(load, burst, first))


def _samples(load: Run, burst: Run, first: int) -> tuple[Sample, ...]:
    both = zip(load.samples[first:], burst.samples, strict=True)
    added = (Sample(a.t_s, *map(sum, zip(a[1:], b[1:], strict=True))) for a, b in both)
    return (*load.samples[:first], *added)


def _readings(load: Run, burst: Run, first: int) -> tuple[Reading, ...]:
    alone = readings(load)
    both = zip(alone[first:], readings(burst), strict=True)
    added = (Reading(a.t_s, a.tasks + b.tasks, a.started + b.started) for a, b in both)
    return (*alone[:first], *added)


def minute(t_s: float | None) -> str:
    """When an alarm rang, for a table: `minute 17.25`, or `never`."""
    return "never" if t_s is None else f"minute {t_s / 60:g}"


def rings(alarm: SlopeAlarm) -> list[str]:
    """When the alarm rings first on 1.12 and on 1.17, for a table."""
    return [minute(alarm.first_ring_s(run(name).readings)) for name in (LEAKY, FIXED)]


def recorded() -> list[list[int]]:
    """What was scraped, as plain numbers: tasks on 1.12, tasks on 1.17, requests started.

    The alarm sees no more of an evening than this, so that a page need not run it again.
    """
    leaky, fixed = (run(name).readings for name in (LEAKY, FIXED))
    if [each[::2] for each in leaky] != [each[::2] for each in fixed]:
        raise ValueError("the two evenings were not scraped alike")
    tasks = [[each.tasks for each in one] for one in (leaky, fixed)]
    return [*tasks, [each.started for each in leaky]]


def grade(answer: object) -> Verdict:
    """Judge a reader's hold, in seconds, for the nervous alarm: a window of 2 min, a limit of 5/s.

    On 1.12 the alarm must ring by minute 15, on 1.17 never.
    """
    return grade_by(answer, lambda name: run(name).readings)


def grade_recorded(answer: object, columns: Sequence[Sequence[int]]) -> Verdict:
    """The same by what `recorded` gave."""
    tasks = dict(zip((LEAKY, FIXED), columns, strict=False))
    return grade_by(
        answer,
        lambda name: [
            Reading(EVERY_S * n, *counts)
            for n, counts in enumerate(zip(tasks[name], columns[2], strict=True))
        ],
    )


def grade_by(answer: object, readings_of: Callable[[str], Sequence[Reading]]) -> Verdict:
    """The same by the readings of each version."""
    if answer is None:
        return no_answer_yet("a hold in seconds")
    if isinstance(answer, bool) or not isinstance(answer, Real):
        return Verdict(False, f"{answer!r:.60} is not a number of seconds.")
    try:
        alarm = replace(NERVOUS, hold_s=float(answer))
    except (ValueError, OverflowError) as error:
        return Verdict(False, str(error))
    leak_s, false_s = (alarm.first_ring_s(readings_of(name)) for name in (LEAKY, FIXED))
    if false_s is not None:
        return Verdict(False, f"Not yet: a false alarm on {FIXED} at {minute(false_s)}.")
    if leak_s is None:
        return Verdict(False, f"Not yet: it never rings on {LEAKY}, which leaks.")
    if leak_s > IN_TIME_S:
        return Verdict(False, f"Not yet: it rings on {LEAKY}, but only at {minute(leak_s)}.")
    return Verdict(True, f"Right: {minute(leak_s)} on {LEAKY}, never on {FIXED}.")
