"""What a leak lab can be set to: its sliders' stops, its presets, and the scenario of each."""

from dataclasses import dataclass, field, replace
from typing import Any, Self

from leaklab.labs.lab_data import LeakFields, LeakStops
from leaklab.labs.leak_lab.goals import Goal
from leaklab.labs.stops import check_handlers, check_rising, combinations
from leaklab.labs.wire import LeakKnobs
from leaklab.simulation.scenario import Scenario
from leaklab.tasks.checks import MAX_RATE_PER_S, check_choice, check_kind, check_number

SLOWEST_S = 60.0
CLIENTS = ("client_hangup_s", "client_timeout_s")  # the sliders that not every lab has


@dataclass(frozen=True, kw_only=True)
class LabSetting:
    """One position of the sliders: times in seconds, rate in requests a second.

    `client_hangup_s` and `client_timeout_s` are those of a Scenario; None in a lab without them.
    """

    latency_s: float = 0.9
    rate_per_s: float = 50.0
    timeout_s: float = 0.6
    client_hangup_s: float | None = None
    client_timeout_s: float | None = None
    mixed: bool = False  # every second request takes a third of the latency

    def __post_init__(self) -> None:
        check_number("latency", self.latency_s, "s", 0, SLOWEST_S)
        check_number("rate", self.rate_per_s, "requests/s", 0, min(MAX_RATE_PER_S, 2000))
        check_number("timeout", self.timeout_s, "s", 0, SLOWEST_S)
        for name in CLIENTS:
            value = getattr(self, name)
            if value is not None:
                check_number(name, value, "s", 0, SLOWEST_S)

    def knobs(self) -> LeakKnobs:
        """The positions of the sliders, by name."""
        knobs: LeakKnobs = {
            "latency_s": self.latency_s,
            "rate_per_s": self.rate_per_s,
            "timeout_s": self.timeout_s,
        }
        if self.client_hangup_s is not None:
            knobs["client_hangup_s"] = self.client_hangup_s
        if self.client_timeout_s is not None:
            knobs["client_timeout_s"] = self.client_timeout_s
        return knobs


@dataclass(frozen=True, kw_only=True)
class LabPlan:
    """A lab: the handlers it compares, the stops of each slider, and how long a run is.

    Without stops for `client_hangup_s` or `client_timeout_s` there is no such slider; with them it
    starts at the last one, unless `start` says where. It starts under the timeout, where nothing is
    late yet: `ask` says what to turn, by default the slider `first`, which stands above the others.
    """

    handlers: tuple[str, ...] = ("k8s-1.12", "k8s-1.17")
    latency_s: tuple[float, ...] = (0.1, 0.2, 0.3, 0.4, 0.5, 0.58, 0.62, 0.7, 0.9, 1.2, 1.5, 1.8)
    rate_per_s: tuple[float, ...] = (10.0, 50.0, 100.0)
    timeout_s: tuple[float, ...] = (0.3, 0.6, 1.2)
    client_hangup_s: tuple[float, ...] = ()
    client_timeout_s: tuple[float, ...] = ()
    start: LabSetting = field(default_factory=lambda: LabSetting(latency_s=0.3))
    first: str = "latency_s"
    ask: str = "Drag the latency over the dashed mark, the timeout."
    duration_s: float = 6.0
    until_s: float = 10.0
    every_s: float = 0.1
    goals: tuple[Goal, ...] = ()

    def __post_init__(self) -> None:
        check_kind("start", self.start, LabSetting)
        check_handlers(self.handlers)
        check_choice("first slider", self.first, tuple(self.stops))
        for goal in self.goals:
            if goal.handler not in self.handlers:
                raise ValueError(f"goal {goal.text!r} is about {goal.handler}, not in the lab")
        for name in ("latency_s", "rate_per_s", "timeout_s"):
            self._check_stops(name, getattr(self, name))
        for name in CLIENTS:
            self._check_clients(name, getattr(self, name))

    @classmethod
    def for_engine(cls, values: dict[str, Any]) -> Self:
        """A plan from `engine_fields`, to answer questions; its stops are the usual ones."""
        plain: dict[str, Any] = {
            name: tuple(v) if isinstance(v, list) else v for name, v in values.items()
        }
        return cls(**plain)

    def engine_fields(self) -> LeakFields:
        """What an engine needs to answer any question: the handlers and the run's length."""
        return {
            "handlers": list(self.handlers),
            "duration_s": self.duration_s,
            "until_s": self.until_s,
            "every_s": self.every_s,
        }

    def _check_stops(self, name: str, stops: tuple[float, ...]) -> None:
        check_rising(name, stops)
        for stop in stops:
            field_of_setting: dict[str, Any] = {name: stop}
            replace(LabSetting(), **field_of_setting)

    def _check_clients(self, name: str, stops: tuple[float, ...]) -> None:
        if not stops and getattr(self.start, name) is not None:
            raise ValueError(f"start has {name}, and the lab has no stops for it")
        if stops:
            self._check_stops(name, stops)
        if stops and getattr(self.start, name) is None:
            at: dict[str, Any] = {name: stops[-1]}
            object.__setattr__(self, "start", replace(self.start, **at))

    @property
    def stops(self) -> LeakStops:
        """The stops of each slider, slowest first in the order of recorded runs."""
        stops: LeakStops = {
            "timeout_s": list(self.timeout_s),
            "rate_per_s": list(self.rate_per_s),
            "latency_s": list(self.latency_s),
        }
        if self.client_hangup_s:
            stops["client_hangup_s"] = list(self.client_hangup_s)
        if self.client_timeout_s:
            stops["client_timeout_s"] = list(self.client_timeout_s)
        return stops

    def settings(self) -> list[LabSetting]:
        """Every combination of stops, the last slider's fastest."""
        return [LabSetting(**each) for each in combinations(self.stops)]

    def scenario(self, setting: LabSetting) -> Scenario:
        """What a run at this setting is asked."""
        plans: tuple[str, ...] = (f"{setting.latency_s!r}:write",)
        if setting.mixed:
            plans = (f"{setting.latency_s / 3!r}:write", *plans)
        return Scenario(
            rate_per_s=setting.rate_per_s,
            duration_s=self.duration_s,
            timeout_s=setting.timeout_s,
            plans=plans,
            client_hangup_s=setting.client_hangup_s,
            client_timeout_s=setting.client_timeout_s,
            until_s=self.until_s,
            every_s=self.every_s,
        )

    def fitted(self, scenario: Scenario) -> Scenario:
        """The same scenario, looked at as long and as often as the lab's other runs."""
        return replace(scenario, until_s=self.until_s, every_s=self.every_s)
