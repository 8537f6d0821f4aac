"""What the limits lab's element is made from, and what it is answered, as types (see `wire`)."""

from typing import Any, NotRequired, TypedDict

from leaklab.labs.wire import Columns


class LimitsKnobs(TypedDict):
    """The positions of a limits lab's knobs: those of its mode."""

    slots: NotRequired[int]
    place: NotRequired[str]
    handler: NotRequired[str]
    retries: NotRequired[int]
    patience_s: NotRequired[float]
    pages: NotRequired[int]
    list_s: NotRequired[float]
    client_s: NotRequired[float]
    server_s: NotRequired[float]
    own_s: NotRequired[float]
    listens: NotRequired[str]


class LimitsFields(TypedDict):
    """What an engine needs to know of the lab's plan."""

    mode: str


class LimitsGoal(TypedDict):
    """A task for the reader: knobs that stand `at` these values, numbers `within` these limits."""

    text: str
    at: LimitsKnobs
    within: dict[str, tuple[int, int]]


class LimitsCall(TypedDict):
    """One call, times in s: its client waited until then, and `how` that ended; then its tasks.

    `served` is the end of the serving task, `worked` that of the handler, `gone` that of the
    worker's task. None is what had not come when the run ended.
    """

    sent: float
    waited: float | None
    how: str
    served: float | None
    worked: float | None
    gone: float | None


class LimitsAnswer(Columns):
    """One run: totals as clients see them, columns, and each call of the first pull."""

    numbers: dict[str, int]
    calls: list[LimitsCall]


class LimitsLabData(TypedDict):
    """All that a limits lab is made from; `samples` of the columns, `every` so many s."""

    mode: str
    picture: str
    plan: LimitsFields
    order: list[str]
    stops: dict[str, list[Any]]
    start: LimitsKnobs
    goals: list[LimitsGoal]
    every: float
    samples: int
    runs: list[LimitsAnswer]
