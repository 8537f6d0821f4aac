"""`TaskProfile(...)`: the tasks of a run as Go's profile shows goroutines, and what has grown."""

from collections.abc import Sequence
from typing import Any

from leaklab.labs.lab import Lab
from leaklab.labs.task_profile.plan import ProfilePlan
from leaklab.labs.task_profile.record import recorded
from leaklab.labs.task_profile.still import figure


class TaskProfile(Lab):
    """Equal stacks with counts and shares, as a table, a picture, Go's text, and a download.

    At one moment, or what grew and what shrank between two.

    handlers: up to 4 names from `handlers.NAMES`, the first one shown first. Any field of
    `ProfilePlan` may be given: the `moments_s` of the sliders, the one it begins at (`start_s`; a
    difference, from `since_s` to there), and the traffic. `name` is the lab's id in the page and
    in the address bar's hash.

    A static page shows profiles taken here, one for each handler and moment; a notebook asks the
    kernel for any moment. Raises ValueError for unknown handlers and moments outside the run.
    """

    TAG = "task-profile"

    def __init__(
        self,
        handlers: Sequence[str] = ("k8s-1.12", "k8s-1.17"),
        *,
        name: str = "task-profile",
        **fields: Any,
    ) -> None:
        self.plan = ProfilePlan(handlers=tuple(handlers), **fields)
        super().__init__(name, recorded(self.plan))

    def still(self) -> str:
        """The recorded picture for where no script runs."""
        return figure(self.plan, recorded(self.plan))

    def __repr__(self) -> str:
        return f"TaskProfile({list(self.plan.handlers)}, name={self.name!r})"
