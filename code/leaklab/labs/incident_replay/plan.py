"""What the replay of the two evenings can be set to.

Every number here is chosen, because the incident's hours and rates are lost; the timeout alone is
Kubernetes' own. `leaklab.labs.incident_replay.words` tells the reader so.
"""

from dataclasses import dataclass, field
from typing import Any, Self

from leaklab.apiserver import handlers
from leaklab.labs.lab_data import IncidentFields, IncidentStops
from leaklab.labs.lab_data import IncidentKnobs as Knobs
from leaklab.labs.stops import check_knob, check_runs, combinations
from leaklab.tasks.checks import check_count, check_kind, check_number

HOUR_S = 3600.0
BEGINS_H = 12.0  # the clock at hour 0 of the replay
UNTIL_H = 36.0  # midnight after the second evening
SLOW_H = ((7.0, 11.0), (31.0, 35.0))  # from 19:00 to 23:00 on both evenings
STEP_S = 900.0  # between two looks
PLATFORM_TIMEOUT_S = 65.0  # the platform's own timeout, a little longer than the server's
MAX_FACTOR = 10.0


@dataclass(frozen=True, kw_only=True)
class IncidentSetting:
    """One position of the knobs.

    The line is `factor` times slower on the evenings; the API server runs `handler`, and is
    restarted `restart_h` hours after the replay's begin: at its end, which is never.
    """

    factor: float = 3.0
    handler: str = "k8s-1.12"
    restart_h: float = UNTIL_H

    def __post_init__(self) -> None:
        check_number("factor", self.factor, "times", 0, MAX_FACTOR)
        check_number("restart_h", self.restart_h, "h", 0, UNTIL_H)
        if self.restart_h * HOUR_S % STEP_S:
            raise ValueError(f"restart_h = {self.restart_h} h must be in whole quarters of an hour")
        handlers.find(self.handler)

    def knobs(self) -> Knobs:
        """The positions of the knobs, by name."""
        return {"factor": self.factor, "handler": self.handler, "restart_h": self.restart_h}


@dataclass(frozen=True, kw_only=True)
class IncidentPlan:
    """The stops of each knob, and the platform's pulls: all chosen but the timeout.

    It begins on the usual line: what a slow one does is for the reader to find.

    A list takes `usual_s` on the usual line; every `pull_every_s` seconds the platform sends
    `lists_per_pull` of them at once. ValueError names what is out of range.
    """

    factors: tuple[float, ...] = (1.0, 1.5, 2.0, 2.3, 2.5, 3.0, 4.0)
    handlers: tuple[str, ...] = ("k8s-1.12", "k8s-1.17")
    restarts_h: tuple[float, ...] = (21.0, 33.0, 35.5, UNTIL_H)
    start: IncidentSetting = field(default_factory=lambda: IncidentSetting(factor=1.0))
    usual_s: float = 25.0
    timeout_s: float = 60.0
    pull_every_s: float = 180.0
    lists_per_pull: int = 300

    def __post_init__(self) -> None:
        check_kind("start", self.start, IncidentSetting)
        check_number("usual_s", self.usual_s, "s", 0, 600)
        check_number("timeout_s", self.timeout_s, "s", 0, 600)
        check_number("pull_every_s", self.pull_every_s, "s", 10, STEP_S, zero_ok=True)
        check_count("lists_per_pull", self.lists_per_pull, "lists", 1, 10_000)
        for name in ("factors", "restarts_h", "handlers"):
            check_knob(name, getattr(self, name))
        check_runs(len(self.settings()), "replays")  # each is checked as it is made

    @property
    def stops(self) -> IncidentStops:
        """The stops of each knob, slowest first in the order of recorded replays."""
        return {
            "handler": list(self.handlers),
            "restart_h": list(self.restarts_h),
            "factor": list(self.factors),
        }

    def settings(self) -> list[IncidentSetting]:
        """Every combination of stops, the line's factor fastest, the handler slowest."""
        return [IncidentSetting(**each) for each in combinations(self.stops)]

    @classmethod
    def for_engine(cls, values: dict[str, Any]) -> Self:
        """A plan from `engine_fields`, to answer questions; its stops are the usual ones."""
        return cls(**values)

    def engine_fields(self) -> IncidentFields:
        """What an engine needs to answer any question."""
        return {
            "usual_s": self.usual_s,
            "timeout_s": self.timeout_s,
            "pull_every_s": self.pull_every_s,
            "lists_per_pull": self.lists_per_pull,
        }
