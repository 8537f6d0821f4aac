"""What a task profile lab can be set to: its handlers, its moments, and the run they look at."""

from dataclasses import dataclass
from typing import Any, Self

from leaklab.labs.lab_data import ProfileFields, ProfileKnobs, ProfileStops
from leaklab.labs.stops import check_handlers, check_rising, check_stops
from leaklab.simulation.scenario import Scenario
from leaklab.tasks.checks import check_number

MAX_MOMENTS = 20
MOMENTS_S = (0.5, 1.0, 2.0, 4.0, 6.0, 8.0, 10.0)  # chosen: the rise, the last request, what stays


@dataclass(frozen=True, kw_only=True)
class ProfilePlan:
    """A lab: the handlers to choose from, the moments, and the traffic. All times in seconds.

    It begins at `start_s`, or at the difference from `since_s` to there: by default at one moment,
    well within the load, where all roles can be seen. Every request takes
    `latency_s`. Raises ValueError for unknown handlers, more than 4 of them,
    more than 20 moments, and numbers out of range.
    """

    handlers: tuple[str, ...] = ("k8s-1.12", "k8s-1.17")
    moments_s: tuple[float, ...] = MOMENTS_S
    rate_per_s: float = 50.0
    latency_s: float = 0.9
    timeout_s: float = 0.6
    duration_s: float = 6.0
    until_s: float = 10.0
    start_s: float | None = None
    since_s: float | None = None

    def __post_init__(self) -> None:
        check_handlers(self.handlers)
        check_stops("moments_s", self.moments_s, MAX_MOMENTS)
        for moment_s in self.moments_s:
            self.check_moment(moment_s)
        check_rising("moments_s", self.moments_s, MAX_MOMENTS)
        for name in ("start_s", "since_s"):
            given_s = getattr(self, name)
            if given_s is not None and given_s not in self.moments_s:
                raise ValueError(f"{name} = {given_s!r} s must be one of {self.moments_s}")

    @classmethod
    def for_engine(cls, values: dict[str, Any]) -> Self:
        """A plan from `engine_fields`, to answer questions; its only moment is the last one."""
        moments_s = (values["until_s"],)
        return cls(**{**values, "handlers": tuple(values["handlers"]), "moments_s": moments_s})

    def engine_fields(self) -> ProfileFields:
        """What an engine needs to answer any question: all but the moments."""
        return {
            "handlers": list(self.handlers),
            "rate_per_s": self.rate_per_s,
            "latency_s": self.latency_s,
            "timeout_s": self.timeout_s,
            "duration_s": self.duration_s,
            "until_s": self.until_s,
        }

    @property
    def start(self) -> ProfileKnobs:
        """Where the knobs stand at first."""
        within_s = self.duration_s * 2 / 3
        start_s = self.start_s
        if start_s is None:
            start_s = min(self.moments_s, key=lambda each: abs(each - within_s))
        return {"handler": self.handlers[0], "since_s": self.since_s or 0, "moment_s": start_s}

    @property
    def stops(self) -> ProfileStops:
        """The stops of each knob, slowest first in the order of recorded profiles.

        Both moments have the same.
        """
        return {"handler": list(self.handlers), "moment_s": list(self.moments_s)}

    def check_moment(self, moment_s: float) -> float:
        """The moment, if it lies within the run; else ValueError with its limits."""
        horizon_s = self.scenario.horizon_s
        return check_number("moment_s", moment_s, "s", 0, horizon_s, zero_ok=True)

    @property
    def scenario(self) -> Scenario:
        """What the run is asked; the census is not."""
        return Scenario(
            rate_per_s=self.rate_per_s,
            duration_s=self.duration_s,
            timeout_s=self.timeout_s,
            plans=f"{self.latency_s!r}:write",
            until_s=self.until_s,
            every_s=self.until_s,
        )
