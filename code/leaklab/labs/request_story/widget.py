"""`RequestStory(...)`: one request, step by step, beside the source of its handler."""

from collections.abc import Sequence
from typing import Any

from leaklab.labs.lab import Lab
from leaklab.labs.request_story.plan import StoryPlan
from leaklab.labs.request_story.record import recorded
from leaklab.labs.request_story.still import figure


class RequestStory(Lab):
    """A lane for each task of one request, their messages, and the line on which each stands.

    handlers: names from `handlers.NAMES`, among which the reader chooses. Any field of
    `StoryPlan` may be given: the latency's stops (`latency_s`), `timeout_s`, `until_s`, all in
    seconds, and the `start`. `name` is the lab's id in the page and in the address bar's hash.

    A static page shows stories recorded here, at most 300; a notebook asks the kernel for any
    latency. Raises ValueError for unknown handlers, stops out of range, and too many stories.
    """

    TAG = "request-story"

    def __init__(
        self,
        handlers: Sequence[str] = ("k8s-1.12", "k8s-1.17", "buffered", "structured"),
        *,
        name: str = "request-story",
        **fields: Any,
    ) -> None:
        self.plan = StoryPlan(handlers=tuple(handlers), **fields)
        super().__init__(name, recorded(self.plan))

    def still(self) -> str:
        """The recorded picture for where no script runs."""
        return figure(self.plan, recorded(self.plan))

    def __repr__(self) -> str:
        return f"RequestStory({list(self.plan.handlers)}, name={self.name!r})"
