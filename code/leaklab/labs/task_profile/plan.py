"""What a task profile lab can be set to: its handlers, its moments, and the run they look at."""

from dataclasses import dataclass
from typing import Any, Self

from leaklab.labs.lab_data import ProfileFields, ProfileStops
from leaklab.labs.stops import check_handlers, check_rising, check_stops
from leaklab.simulation.scenario import Scenario
from leaklab.tasks.checks import check_number

MAX_MOMENTS = 20
MOMENTS_S = (0.5, 1.0, 2.0, 4.0, 6.0, 8.0, 10.0)  # chosen: the rise, the last request, what stays


@dataclass(frozen=True, kw_only=True)
class ProfilePlan:
    """A lab: the handlers to choose from, the moments, and the traffic. All times in seconds.

    Every request takes `latency_s`. Raises ValueError for unknown handlers, more than 4 of them,
    more than 20 moments, and numbers out of range.
    """

    handlers: tuple[str, ...] = ("k8s-1.12", "k8s-1.17")
    moments_s: tuple[float, ...] = MOMENTS_S
    rate_per_s: float = 50.0
    latency_s: float = 0.9
    timeout_s: float = 0.6
    duration_s: float = 6.0
    until_s: float = 10.0

    def __post_init__(self) -> None:
        check_handlers(self.handlers)
        check_stops("moments_s", self.moments_s, MAX_MOMENTS)
        for moment_s in self.moments_s:
            self.check_moment(moment_s)
        check_rising("moments_s", self.moments_s, MAX_MOMENTS)

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
    def stops(self) -> ProfileStops:
        """The stops of each knob, slowest first in the order of recorded profiles."""
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
