"""`LeakLab(...)`: sliders over the tasks of up to four handlers, in a page and in a notebook."""

import dataclasses
from collections.abc import Sequence
from typing import Any

from leaklab.labs.lab import Lab
from leaklab.labs.leak_lab import still
from leaklab.labs.leak_lab.plan import LabPlan
from leaklab.labs.leak_lab.record import recorded
from leaklab.labs.stops import MAX_RUNS


class LeakLab(Lab):
    """Sliders for latency, rate and timeout, and the tasks of up to four handlers over time.

    handlers: names from `handlers.NAMES`. Any field of `LabPlan` may be given: the
    sliders' stops (`latency_s`, `rate_per_s`, `timeout_s`, and, if clients are to hang up or to
    send a timeout, `client_hangup_s`, `client_timeout_s`) and the `start`. `name` is the lab's id
    in the page and in the address bar's hash.

    `goals` are tasks for the reader (`leaklab.labs.leak_lab.goals.Goal`).
    A static page shows runs made here, at most 300; a notebook asks the kernel for any setting,
    and runs the servers live on the kernel's loop.
    Raises ValueError for unknown handlers, stops out of range, and more than 300 runs.
    """

    TAG = "leak-lab"

    def __init__(
        self,
        handlers: Sequence[str] = ("k8s-1.12", "k8s-1.17"),
        *,
        name: str = "leak-lab",
        **fields: Any,
    ) -> None:
        known = [field.name for field in dataclasses.fields(LabPlan)]
        if unknown := fields.keys() - set(known):
            raise ValueError(f"a leak lab has no {sorted(unknown)[0]}; it has {', '.join(known)}")
        plain: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in fields.items()
        }
        self.plan = LabPlan(handlers=tuple(handlers), **plain)
        runs = (len(self.plan.settings()) + 2) * len(self.plan.handlers)
        if runs > MAX_RUNS:
            raise ValueError(
                f"lab {name!r} needs {runs} runs; it must need at most {MAX_RUNS}: give fewer stops"
            )
        super().__init__(name, recorded(self.plan))

    def still(self) -> str:
        """The runs at the start, drawn."""
        return still.figure(self.plan, recorded(self.plan))

    def __repr__(self) -> str:
        return f"LeakLab({list(self.plan.handlers)}, name={self.name!r})"
