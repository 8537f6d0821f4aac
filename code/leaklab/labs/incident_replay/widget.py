"""`IncidentReplay(...)`: the two evenings over one time axis, in a page and in a notebook."""

from typing import Any

from leaklab.labs.incident_replay.plan import IncidentPlan
from leaklab.labs.incident_replay.record import recorded
from leaklab.labs.incident_replay.still import figure
from leaklab.labs.lab import Lab


class IncidentReplay(Lab):
    """Line, timeouts, tasks and memory of a day and a half, with a line that can be slower.

    Any field of `IncidentPlan` may be given: the stops of the knobs, the `start`, and the
    platform's pulls. `name` is the lab's id in the page and in the address bar's hash.

    A static page shows replays made here, some seconds' work for the usual 56; a notebook asks
    the kernel for any setting. Raises ValueError for unknown handlers, stops out of range, and
    more than 300 replays.
    """

    TAG = "incident-replay"

    def __init__(self, *, name: str = "incident-replay", **fields: Any) -> None:
        self.plan = IncidentPlan(**fields)
        super().__init__(name, recorded(self.plan))

    def still(self) -> str:
        """The recorded picture for where no script runs."""
        return figure(self.plan, recorded(self.plan))
