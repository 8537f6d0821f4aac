"""`LimitsLab(...)`: what bounds a leak and what does not, in a page and in a notebook."""

from typing import Any

from leaklab.labs.lab import Lab
from leaklab.labs.limits_lab import still
from leaklab.labs.limits_lab.plan import LimitsPlan
from leaklab.labs.limits_lab.record import recorded


class LimitsLab(Lab):
    """One of five small labs, by its mode.

    "slots": an in-flight limit inside of the timeout filter. "place": inside or outside of it.
    "retries": a platform that tries again or gives up. "pages": a list in several calls. "clocks":
    the timeouts of client, server and handler. Other stops of a mode's knobs may be given by name,
    as in `LimitsLab("slots", slots=(10, 20))`. `name` is the lab's id in the page and in the
    address bar's hash.

    Raises ValueError for an unknown mode or knob, stops out of range, and more than 300 runs.
    """

    TAG = "limits-lab"

    def __init__(self, mode: str = "slots", *, name: str | None = None, **stops: Any) -> None:
        given = tuple((knob, tuple(values)) for knob, values in stops.items())
        self.plan = LimitsPlan(mode=mode, stops=given)
        super().__init__(name or f"limits-{mode}", recorded(self.plan))

    def still(self) -> str:
        """The recorded runs of the first knob's stops, as a table."""
        return still.figure(self.plan, recorded(self.plan))
