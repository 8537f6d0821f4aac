"""What each lab's element is made from, and what it is answered, as types (see `wire`)."""

from typing import NotRequired, TypedDict

from leaklab.labs.wire import Columns, Crash, LeakKnobs

# ---- leak lab ----


class RunData(Columns):
    """A run; the counting rule's column where it holds."""

    outcomes: dict[str, int]
    peak: int
    left: int
    rule: NotRequired[list[int]]
    crash: NotRequired[Crash]


class LeakAnswer(TypedDict):
    """A run for each of the lab's handlers."""

    runs: list[RunData]


class Goal(TypedDict):
    """A task for the reader: `measure` of a run of `handler` within its limits."""

    text: str
    handler: str
    measure: str
    at_least: NotRequired[int]
    at_most: NotRequired[int]
    at: NotRequired[dict[str, float]]


class Preset(TypedDict):
    """A setting; or, where no setting gives them, runs with words about them."""

    title: str
    setting: NotRequired[LeakKnobs]
    says: NotRequired[str]
    runs: NotRequired[list[RunData]]


class LeakStops(TypedDict):
    """Where the sliders stop."""

    latency_s: list[float]
    rate_per_s: list[float]
    timeout_s: list[float]
    client_hangup_s: NotRequired[list[float]]
    client_timeout_s: NotRequired[list[float]]


class LeakFields(TypedDict):
    """What an engine needs to know of the lab's plan."""

    handlers: list[str]
    duration_s: float
    until_s: float
    every_s: float


class LeakLabData(TypedDict):
    """All that a leak lab is made from; `times` are those of the samples, in s.

    `ask` is its first sentence, `first` the slider that stands by itself.
    """

    plan: LeakFields
    order: list[str]
    stops: LeakStops
    start: LeakKnobs
    ask: str
    first: str
    handlers: list[str]
    goals: list[Goal]
    times: list[float]
    presets: dict[str, Preset]
    runs: list[list[RunData]]


# ---- request story ----


class StoryKnobs(TypedDict):
    """The positions of a request story's knobs."""

    latency_s: float
    handler: str
    fate: str


class StoryStops(TypedDict):
    """Where its knobs stop."""

    handler: list[str]
    fate: list[str]
    latency_s: list[float]


class StoryFields(TypedDict):
    """What an engine needs to know of the lab's plan: the timeout, and how long one looks, in s."""

    timeout_s: float
    until_s: float


Shape = list[tuple[int, int, int, int, int]]
"""Steps as numbers: place of the time, place of task and state, line, place of the kind."""


class StoryAnswer(TypedDict):
    """One story; times in s."""

    times: list[float]
    steps: Shape


class Source(TypedDict):
    """A handler's source: its file, the number of its first line there, and its text."""

    file: str
    first: int
    text: str


class StoryData(TypedDict):
    """All that a request story is made from.

    A kind of step is a sentence and, where it sends a message, who sends it, who receives it, and
    its label. A story is the place of its shape, and its times.
    """

    plan: StoryFields
    order: list[str]
    stops: StoryStops
    start: StoryKnobs
    tasks: list[str]
    states: list[str]
    kinds: list[tuple[str, str | None, str | None, str | None]]
    handlers: dict[str, Source]
    fates: dict[str, str]
    shapes: list[Shape]
    stories: list[tuple[int, list[float]]]


# ---- task profile ----


class ProfileKnobs(TypedDict):
    """The positions of a task profile's knobs; `since_s` is 0 where one moment stands alone."""

    handler: str
    since_s: float
    moment_s: float


class ProfileStops(TypedDict):
    """Where its knobs stop."""

    handler: list[str]
    moment_s: list[float]


class ProfileFields(TypedDict):
    """What an engine needs to know of the lab's plan."""

    handlers: list[str]
    rate_per_s: float
    latency_s: float
    timeout_s: float
    duration_s: float
    until_s: float


class ProfileGroup(TypedDict):
    """Tasks on one stack: places in the table of frames, of which the one `at` tells most.

    `waited_s` is the least and the most, or nothing where nobody knows.
    """

    count: int
    role: str
    state: str
    frames: list[int]
    at: int
    made_by: list[int]
    waited_s: list[float]


class ProfileTables(TypedDict):
    """What profiles point into: frames as function, file and line; lines of text; downloads."""

    frames: list[tuple[str, str, int]]
    lines: list[str]
    protos: list[str]


class OneProfile(TypedDict):
    """One profile: its groups, its two texts as places of lines, the place of its download."""

    total: int
    groups: list[ProfileGroup]
    debug1: list[int]
    debug2: list[int]
    proto: int


class ProfileAnswer(OneProfile, ProfileTables):
    """The profile of the later moment, with the tables that it points into.

    Of two moments also that of the earlier one, and the text of their difference.
    """

    before: NotRequired[OneProfile]
    difference: NotRequired[list[int]]


class ProfileData(ProfileTables):
    """All that a task profile lab is made from.

    `differences` are texts as places of lines: of each handler, from each moment to each later one.
    """

    plan: ProfileFields
    order: list[str]
    stops: ProfileStops
    start: ProfileKnobs
    profiles: list[OneProfile]
    differences: list[list[int]]


# ---- incident replay ----


class IncidentKnobs(TypedDict):
    """The positions of the replay's knobs; a restart in h after the begin."""

    factor: float
    handler: str
    restart_h: float


class IncidentStops(TypedDict):
    """Where its knobs stop."""

    handler: list[str]
    restart_h: list[float]
    factor: list[float]


class IncidentFields(TypedDict):
    """What an engine needs to know of the lab's plan."""

    usual_s: float
    timeout_s: float
    pull_every_s: float
    lists_per_pull: int


class IncidentReplay(Columns):
    """One replay: latencies of the line in s, tasks freed and left, pulls missed so far."""

    usual_s: float
    slow_s: float
    freed: int
    left: int
    peak: int
    missed: list[int]


class Memory(TypedDict):
    """How memory is estimated: MiB at rest, and the least and the most a task."""

    at_rest_mib: float
    least_mib: float
    most_mib: float


class IncidentReplayData(TypedDict):
    """All that the replay is made from; hours from its begin, which is `begins_h` on the clock."""

    plan: IncidentFields
    order: list[str]
    stops: IncidentStops
    start: IncidentKnobs
    times_h: list[float]
    begins_h: float
    slow_h: list[tuple[float, float]]
    timeout_s: float
    lists: int
    threshold: float
    memory: Memory
    notes: list[tuple[str, str]]
    replays: list[IncidentReplay]
