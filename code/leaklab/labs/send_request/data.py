"""What the request to send is made from, as types; `tools/labs/generate.py` writes them out."""

from typing import NotRequired, TypedDict

from leaklab.labs.wire import Columns


class SendStep(TypedDict):
    """At `t_s` virtual seconds `task` becomes `state`, a sentence begins, and something moves.

    What moves: from which lane, to which (or `nobody`), and what is written on it. With nothing
    written it is a task, on its way to its place.
    """

    t_s: float
    task: str
    state: str
    says: str
    moves: NotRequired[tuple[str, str, str]]


class SendStory(TypedDict):
    """One request: its steps, what the client got and when, whether its worker stays, its fate."""

    steps: list[SendStep]
    answer: int
    answered_s: float
    parked: bool
    fate: str


class SendRun(Columns):
    """Many requests: how many were answered 504, the most tasks at once, and those left."""

    answered: int
    peak: int
    left: int


class SendData(TypedDict):
    """All that moving requests are made from; `lines` are how long a request takes, in s.

    Stories and runs by handler, stories then by line. The samples of the runs lie evenly from 0 to
    `until_s`.
    """

    timeout_s: float
    lines: dict[str, float]
    stories: dict[str, dict[str, SendStory]]
    many: int
    rate_per_s: float
    until_s: float
    runs: dict[str, SendRun]
