"""A request story lab's knobs: the latency's stops, the handlers, what becomes of the handler."""

from dataclasses import dataclass, field
from typing import Any, Self

from leaklab.apiserver import handlers
from leaklab.labs.lab_data import StoryFields, StoryKnobs, StoryStops
from leaklab.labs.stops import check_rising, combinations
from leaklab.simulation.scenario import Scenario
from leaklab.tasks.checks import check_choice, check_kind, check_number

FATES = {  # what becomes of the inner handler: words, and its plan around the latency
    "answers": ("answers", "{!r}:write"),
    "panics": ("panics", "{!r}:panic"),
    "early": ("writes early", "0.1:write,{!r}:return"),
}
MAX_STORIES = 300


@dataclass(frozen=True, kw_only=True)
class StorySetting:
    """One position of the knobs: the latency in seconds, a handler's name, a name in FATES."""

    latency_s: float = 0.9
    handler: str = "k8s-1.12"
    fate: str = "answers"

    def __post_init__(self) -> None:
        check_choice("fate", self.fate, tuple(FATES))
        handlers.find(self.handler)

    def knobs(self) -> StoryKnobs:
        """The positions of the knobs, by name."""
        return {"latency_s": self.latency_s, "handler": self.handler, "fate": self.fate}


@dataclass(frozen=True, kw_only=True)
class StoryPlan:
    """A lab: its handlers, the latency's stops, the timeout, and how long one looks, in s."""

    handlers: tuple[str, ...] = ("k8s-1.12", "k8s-1.17", "buffered", "structured")
    latency_s: tuple[float, ...] = (0.2, 0.3, 0.4, 0.5, 0.58, 0.62, 0.7, 0.9, 1.2)
    timeout_s: float = 0.6
    until_s: float = 1.5
    start: StorySetting = field(default_factory=StorySetting)

    def __post_init__(self) -> None:
        check_kind("start", self.start, StorySetting)
        check_number("timeout", self.timeout_s, "s", 0, self.until_s)
        for latency_s in self.latency_s:
            self.scenario(StorySetting(latency_s=latency_s))
        check_rising("latency_s", self.latency_s)
        stories = len(self.settings())
        if not 1 <= stories <= MAX_STORIES:
            raise ValueError(f"a lab tells 1 to {MAX_STORIES} stories, not {stories}")
        check_choice("the start's handler", self.start.handler, self.handlers)

    @classmethod
    def for_engine(cls, values: dict[str, Any]) -> Self:
        """A plan from `engine_fields`, to answer questions; handlers and stops are the usual."""
        return cls(**values)

    def engine_fields(self) -> StoryFields:
        """What an engine needs to answer any question."""
        return {"timeout_s": self.timeout_s, "until_s": self.until_s}

    @property
    def stops(self) -> StoryStops:
        """The stops of each knob, slowest first in the order of recorded stories."""
        return {
            "handler": list(self.handlers),
            "fate": list(FATES),
            "latency_s": list(self.latency_s),
        }

    def settings(self) -> list[StorySetting]:
        """Every combination of knobs, latency fastest, then fates, then handlers."""
        return [StorySetting(**each) for each in combinations(self.stops)]

    def scenario(self, setting: StorySetting) -> Scenario:
        """A run of one request at time 0. ValueError unless its handler ends within the run."""
        latency_s = check_number("latency", setting.latency_s, "s", 0, self.until_s)
        return Scenario(
            rate_per_s=1,
            duration_s=1,
            timeout_s=self.timeout_s,
            plans=FATES[setting.fate][1].format(latency_s),
            until_s=self.until_s,
        )
