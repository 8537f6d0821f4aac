"""What a limits lab can be set to: one mode of it, with its knobs' stops, and the run of each."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self, cast

from leaklab.apiserver import handlers
from leaklab.apiserver.handlers.base import TimeoutFilter
from leaklab.apiserver.in_flight_outside import with_limit_outside
from leaklab.labs.limits_data import LimitsFields, LimitsKnobs
from leaklab.labs.limits_lab.modes import MODES, WORK_S, Mode
from leaklab.labs.stops import check_knob, check_runs, combinations
from leaklab.simulation.scenario import Platform, Scenario
from leaklab.tasks.checks import check_choice, check_count, check_number

RATE_PER_S, DURATION_S, TIMEOUT_S, LATE_S = 100.0, 4.0, 0.605, 0.9  # no timeout meets an arrival
HOUR_S, PULL_S, LIMIT_S = 3600.0, 600.0, 60.0  # a platform's hour, a pull's share, the timeout
LOOK_S = 120.0  # how long one looks at a chain
MAX_RETRIES = 8  # all attempts of a pull fit before the next
PLACES = ("inside", "outside")


@dataclass(frozen=True, kw_only=True)
class LimitsSetting:
    """One position of the knobs, of whatever mode; a mode uses its own. ValueError out of range.

    A limit of `slots`, `inside` or `outside` of the timeout filter; a pull of `pages` calls, which
    take `list_s` together, each waited for `patience_s` and tried again `retries` times; the clocks
    of client, server and handler (`own_s`, which at 75 s never rings). `listens`: "yes" if handlers
    return when their request is cancelled.
    """

    slots: int = 20
    place: str = "inside"
    handler: str = "k8s-1.12"
    retries: int = 0
    patience_s: float = 65.0
    pages: int = 1
    list_s: float = 75.0
    client_s: float = 65.0
    server_s: float = LIMIT_S
    own_s: float = WORK_S
    listens: str = "no"

    def __post_init__(self) -> None:
        check_count("slots", self.slots, "requests", 1, 1000)
        check_choice("place", self.place, PLACES)
        handlers.find(self.handler)
        check_count("retries", self.retries, "retries", 0, MAX_RETRIES)
        check_count("pages", self.pages, "pages", 1, 100)
        for name in ("patience_s", "list_s"):
            check_number(name, getattr(self, name), "s", 0, PULL_S - 10)
        for name in ("client_s", "server_s"):
            check_number(name, getattr(self, name), "s", 0, LOOK_S - 10)
        check_number("own_s", self.own_s, "s", 0, WORK_S)
        check_choice("listens", self.listens, ("no", "yes"))


@dataclass(frozen=True, kw_only=True)
class LimitsPlan:
    """A lab in one of the `MODES`; `stops` are other ones for some of its knobs, by name.

    Raises ValueError for an unknown mode or knob, and for stops out of range.
    """

    mode: str = "slots"
    stops: tuple[tuple[str, tuple[Any, ...]], ...] = field(default=())

    def __post_init__(self) -> None:
        check_choice("mode", self.mode, tuple(MODES))
        for name, values in self.stops:
            check_choice("knob", name, tuple(self.of_mode.stops))
            check_knob(name, values)
        check_runs(len(self.settings()))  # each is checked as it is made

    @property
    def of_mode(self) -> Mode:
        """Picture, knobs and goals of this lab's mode."""
        return MODES[self.mode]

    @property
    def knobs(self) -> dict[str, list[Any]]:
        """The stops of each knob, in the order of the page; the last one changes fastest."""
        given = dict(self.stops)
        return {name: list(given.get(name, usual)) for name, usual in self.of_mode.stops.items()}

    @property
    def start(self) -> LimitsKnobs:
        """Where the knobs stand at first: as the mode has it, or at the first stop there is."""
        usual = cast("Mapping[str, Any]", self.of_mode.start)
        at = {name: usual[name] if usual[name] in s else s[0] for name, s in self.knobs.items()}
        return cast("LimitsKnobs", at)

    def settings(self) -> list[LimitsSetting]:
        """Every combination of stops."""
        return [LimitsSetting(**each) for each in combinations(self.knobs)]

    @classmethod
    def for_engine(cls, values: dict[str, Any]) -> Self:
        """A plan from `engine_fields`, to answer questions; its stops are the usual ones."""
        return cls(**values)

    def engine_fields(self) -> LimitsFields:
        """What an engine needs to answer any question: the mode."""
        return {"mode": self.mode}

    def setting(self, question: Mapping[str, Any]) -> LimitsSetting:
        """The question as a setting. ValueError for a knob that the mode has not."""
        for name in question:
            check_choice("knob", name, tuple(self.of_mode.stops))
        return replace(LimitsSetting(), **question)


def scenario_of(picture: str, at: LimitsSetting) -> Scenario:
    """What the run of a picture is asked."""
    if picture == "work":
        return Scenario(
            rate_per_s=RATE_PER_S,
            duration_s=DURATION_S,
            timeout_s=TIMEOUT_S,
            plans=f"{LATE_S}:write",
            max_in_flight=at.slots if at.place == "inside" else None,
            until_s=6,
            every_s=0.05,
        )
    if picture == "pull":
        return _platform(
            at,
            Platform(every_s=PULL_S, timeout_s=at.patience_s, retries=at.retries, pages=at.pages),
        )
    return Scenario(
        rate_per_s=0,
        duration_s=LOOK_S,
        until_s=LOOK_S,
        every_s=LOOK_S,
        timeout_s=at.server_s,
        plans=f"{at.own_s!r}:write",
        platform=Platform(every_s=LOOK_S + 1, timeout_s=at.client_s),
        honours_cancel=at.listens == "yes",
    )


def _platform(at: LimitsSetting, platform: Platform) -> Scenario:
    return Scenario(
        rate_per_s=0,
        duration_s=HOUR_S,
        until_s=HOUR_S,
        every_s=15,
        timeout_s=LIMIT_S,
        plans=f"{at.list_s / at.pages!r}:write",
        platform=platform,
        honours_cancel=at.listens == "yes",
    )


def handler_of(at: LimitsSetting) -> type[TimeoutFilter]:
    """The handler, with the limit around it where it stands outside."""
    handler = handlers.find(at.handler)
    return with_limit_outside(handler, at.slots) if at.place == "outside" else handler
