"""Tasks for the reader that tick themselves when a run fulfils them."""

from dataclasses import dataclass

from leaklab.apiserver import handlers
from leaklab.labs import lab_data
from leaklab.tasks.checks import MAX_REQUESTS, check_choice, check_count, check_number

KNOBS = ("latency_s", "rate_per_s", "timeout_s", "client_hangup_s", "client_timeout_s")
MEASURES = ("left", "peak", "timeouts", "threshold")


@dataclass(frozen=True, kw_only=True)
class Goal:
    """`text` says what to do. It is done once a run of `handler` has `measure` in its limits.

    `at` names positions of sliders: with them the goal is done at no others.

    Measures: `left` and `peak` (tasks), `timeouts` (requests), within `at_least` and `at_most`;
    or `threshold`: the smallest latency on the slider that leaves a task behind, found once the
    reader has seen the stop below it leave none and stays. Raises ValueError for anything else.
    """

    text: str
    handler: str = "k8s-1.12"
    measure: str = "left"
    at_least: int | None = None
    at_most: int | None = None
    at: tuple[tuple[str, float], ...] = ()  # a dict will do

    def __post_init__(self) -> None:
        handlers.find(self.handler)
        check_choice("measure", self.measure, MEASURES)
        object.__setattr__(self, "at", tuple(dict(self.at).items()))  # a plan is hashed
        for knob, value in self.at:
            check_choice("slider", knob, KNOBS)
            check_number(f"goal's {knob}", value, "", 0, MAX_REQUESTS)
        for name in ("at_least", "at_most"):
            limit = getattr(self, name)
            if limit is not None:
                check_count(f"goal's {name}", limit, "", 0, MAX_REQUESTS)
        if (self.measure == "threshold") != (self.at_least is None and self.at_most is None):
            raise ValueError(f"goal {self.text!r} needs limits, or is a threshold")

    def to_dict(self) -> lab_data.Goal:
        """Plain values without those left out."""
        values: lab_data.Goal = {
            "text": self.text,
            "handler": self.handler,
            "measure": self.measure,
        }
        if self.at_least is not None:
            values["at_least"] = self.at_least
        if self.at_most is not None:
            values["at_most"] = self.at_most
        if self.at:
            values["at"] = dict(self.at)
        return values
