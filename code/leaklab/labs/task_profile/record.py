"""What a task profile lab shows: profiles of a run at chosen moments, as compact plain values.

Function names and lines of text come once, in tables; a profile points into them. The download
is kept unpacked: packed bytes differ from one build of zlib to another, and must not here.
"""

import base64
import functools
import itertools
from collections.abc import Sequence
from typing import Any, Generic, TypeVar, cast

from leaklab.labs.lab_data import (
    OneProfile,
    ProfileAnswer,
    ProfileData,
    ProfileGroup,
    ProfileTables,
)
from leaklab.labs.stops import combinations
from leaklab.labs.task_profile.plan import ProfilePlan
from leaklab.simulation.profile_at import profile_at, role_on
from leaklab.tasks import profile
from leaklab.tasks.checks import check_choice
from leaklab.tasks.profile.frames import Frame
from leaklab.tasks.profile.proto import proto_message
from leaklab.tasks.profile.stacks import RUNNING, telling, visible

DEBUG2_TASKS = 3  # enough to see the form; the whole text of 300 tasks would be 60 kB
Value = TypeVar("Value", str, Frame)


class Distinct(Generic[Value]):
    """Each value once, in the order they came."""

    def __init__(self) -> None:
        self._places: dict[Value, int] = {}

    def place(self, value: Value) -> int:
        """Where the value stands."""
        return self._places.setdefault(value, len(self._places))

    def places(self, values: Sequence[Value]) -> list[int]:
        """Where each of the values stands."""
        return [self.place(value) for value in values]

    @property
    def values(self) -> list[Value]:
        """All of them; a value's index is its place."""
        return list(self._places)


class Shared:
    """What the profiles of one answer, or of one page, have in common."""

    def __init__(self) -> None:
        self.frames: Distinct[Frame] = Distinct()
        self.lines: Distinct[str] = Distinct()
        self.protos: Distinct[str] = Distinct()

    def compact(self, stacks: Sequence[profile.TaskStack]) -> OneProfile:
        """One profile: its groups, most tasks first, and its three forms."""
        unpacked = proto_message(stacks)
        return {
            "total": len(stacks),
            "groups": [self._group(each, stacks) for each in profile.group(stacks)],
            "debug1": self.lines.places(profile.debug1(stacks).split("\n")),
            "debug2": self.lines.places(profile.debug2(stacks[:DEBUG2_TASKS]).split("\n")),
            "proto": self.protos.place(base64.b64encode(unpacked).decode()),
        }

    def difference(
        self, before: Sequence[profile.TaskStack], after: Sequence[profile.TaskStack]
    ) -> list[int]:
        """The text of what grew between two profiles, as `leaklab.profile` gives it."""
        text = profile.difference_text(profile.difference(before, after))
        return self.lines.places(text.split("\n"))

    def _group(self, group: profile.Group, stacks: Sequence[profile.TaskStack]) -> ProfileGroup:
        """Stack and count, and what is known of the tasks: `at` is the frame that tells most."""
        tasks = [stack for stack in stacks if stack.frames == group.frames]
        makers = sorted({task.created_by for task in tasks if task.created_by is not None})
        waited_s = [
            task.waited_s for task in tasks if task.waited_s is not None and task.state != RUNNING
        ]
        shown = visible(group.frames)
        return {
            "count": group.count,
            "role": role_on(group.frames) or "run",
            "state": " or ".join(sorted({task.state for task in tasks})),
            "frames": self.frames.places(shown),
            "at": telling(shown),
            "made_by": self.frames.places(makers),
            "waited_s": [round(each(waited_s), 3) for each in (min, max)] if waited_s else [],
        }

    def plain(self) -> ProfileTables:
        """The tables as plain values; a frame is function, file and line."""
        frames = [(frame.function, frame.file, frame.line) for frame in self.frames.values]
        return {"frames": frames, "lines": self.lines.values, "protos": self.protos.values}


def take_profile(plan: ProfilePlan, handler: str, moment_s: float) -> list[profile.TaskStack]:
    """The stacks of all tasks at that moment of a run."""
    return profile_at(plan.scenario, handler, moment_s, whole=True, origins=profile.Origins())


def answer(plan: dict[str, Any], question: dict[str, Any]) -> ProfileAnswer:
    """The profile at the question's `moment_s` of its `handler`, with its tables.

    With a `since_s` above 0: what changed from the earlier of the two moments to the later.
    Raises ValueError for a handler that the plan has not, or a moment outside the run.
    """
    lab = ProfilePlan.for_engine(plan)
    if not {"handler", "moment_s"} <= set(question) <= {"handler", "moment_s", "since_s"}:
        raise ValueError(
            f"question = {question!r} must have a handler and a moment_s, and may have a since_s"
        )
    check_choice("handler", question["handler"], lab.handlers)
    asked_s = [question["moment_s"], question.get("since_s") or question["moment_s"]]
    first_s, last_s = sorted(lab.check_moment(moment_s) for moment_s in asked_s)
    tables = Shared()
    after = take_profile(lab, question["handler"], last_s)
    if first_s == last_s:
        return cast("ProfileAnswer", {**tables.compact(after), **tables.plain()})
    before = take_profile(lab, question["handler"], first_s)
    return {
        **tables.compact(after),
        "before": tables.compact(before),
        "difference": tables.difference(before, after),
        **tables.plain(),
    }


@functools.lru_cache(maxsize=8)
def recorded(plan: ProfilePlan) -> ProfileData:
    """All that the element needs, as plain values: a profile for each combination of stops.

    And the text of each difference.
    """
    tables = Shared()
    taken = [take_profile(plan, **each) for each in combinations(plan.stops)]
    count = len(plan.moments_s)
    each_handler = [taken[first : first + count] for first in range(0, len(taken), count)]
    return {
        "plan": plan.engine_fields(),
        "order": list(plan.stops),
        "stops": plan.stops,
        "start": plan.start,
        "profiles": [tables.compact(stacks) for stacks in taken],
        "differences": [
            tables.difference(before, after)
            for profiles in each_handler
            for before, after in itertools.combinations(profiles, 2)
        ],
        **tables.plain(),
    }
