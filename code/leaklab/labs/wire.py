"""The wire: every message between a lab's element and Python, as types.

All are plain values, as JSON has them. An element asks and is answered with the same messages,
whether a notebook's kernel hears them or a worker of the page (`leaklab.labs.session`).
What each lab is made from is in `lab_data`. `tools/labs/generate.py` writes both down for the
JavaScript, so that the two sides agree.
"""

from typing import Any, NotRequired, TypedDict, final

# ---- what goes to Python ----


class Asked(TypedDict):
    """A question to the lab `tag`, planned as `plan`: the positions of its knobs."""

    tag: str
    plan: dict[str, Any]
    question: dict[str, Any]


class LeakKnobs(TypedDict):
    """The positions of a leak lab's sliders: s, requests a second, s.

    Where a lab has clients who hang up or send a timeout of theirs: after how long, in s.
    """

    latency_s: float
    rate_per_s: float
    timeout_s: float
    client_hangup_s: NotRequired[float]
    client_timeout_s: NotRequired[float]


class Opened(TypedDict):
    """Live servers, planned as `plan`: where the sliders stand, and virtual seconds a second."""

    plan: dict[str, Any]
    setting: LeakKnobs
    pace: float


class Told(TypedDict, total=False):
    """What a live run is told: a frame was shown, a new setting or pace, a rest or its end."""

    shown: bool
    setting: LeakKnobs
    pace: float
    rest: bool


@final
class Ask(TypedDict):
    """To be answered under the same number."""

    number: int
    ask: Asked


@final
class Open(TypedDict):
    """Begin a live run, known by this number."""

    number: int
    open: Opened


@final
class Tell(TypedDict):
    """Tell the live run of this number something."""

    number: int
    tell: Told


@final
class Close(TypedDict):
    """End the live run of this number."""

    number: int
    close: bool


Heard = Ask | Open | Tell | Close

# ---- what comes from Python ----


class Failure(TypedDict):
    """Why there is no answer, or no live run any more: one line."""

    error: str


class Crash(TypedDict):
    """The whole process ended, at this time in s."""

    t_s: float
    panic: str


class Stretch(TypedDict):
    """What a live server went through since the last frame.

    A row is a time in s and the number of tasks of each role, in the order of `roles.ROLES`;
    `now` is such a row for this moment. Outcomes that are zero are left out.
    """

    rows: list[list[float]]
    now: list[float]
    outcomes: dict[str, int]
    peak: int
    crash: Crash | None


class Frame(TypedDict):
    """Every server of a live run, at virtual time `t_s`; `full`: they hold too many tasks."""

    t_s: float
    pace: float
    full: bool
    runs: list[Stretch]


@final
class Answer(TypedDict):
    """The answer to the question of this number; its form depends on the lab."""

    number: int
    answer: Any


@final
class Live(TypedDict):
    """A frame of the live run of this number, or why it has ended."""

    number: int
    live: Frame | Failure


Said = Answer | Live

# ---- data of any lab ----


class LabData(TypedDict):
    """What all labs' data have. Recorded answers come in every combination of the stops.

    `order` names the knobs from the one that changes slowest to the one that changes fastest.
    `plan` is handed back with each question.
    """

    plan: dict[str, Any]
    order: list[str]
    stops: dict[str, list[Any]]
    start: dict[str, Any]


class Columns(TypedDict):
    """A column of counts for each role, as `encoding.steps` writes it."""

    serving: list[int]
    worker: list[int]
    parked: list[int]
    drainer: list[int]
