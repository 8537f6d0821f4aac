"""`LeakLab(...)`: sliders over the tasks of up to four handlers, in a page and in a notebook."""

import asyncio
import dataclasses
from collections.abc import Sequence
from typing import Any

from leaklab.labs.lab import Lab
from leaklab.labs.leak_lab.live_frames import LiveLab, open_live
from leaklab.labs.leak_lab.plan import LabPlan
from leaklab.labs.leak_lab.record import recorded
from leaklab.labs.stops import MAX_RUNS


class LeakLab(Lab):
    """Sliders for latency, rate and timeout, and the tasks of up to four handlers over time.

    handlers: names from `handlers.NAMES`. Any field of `LabPlan` may be given: the
    sliders' stops (`latency_s`, `rate_per_s`, `timeout_s`) and the `start`. `name` is the lab's
    id in the page and in the address bar's hash.

    `goals` are tasks for the reader (`leaklab.labs.leak_lab.goals.Goal`).
    A static page shows runs made here, at most 300; a notebook asks the kernel for any setting,
    and runs the servers live on the kernel's loop.
    Raises ValueError for unknown handlers, stops out of range, and more than 300 runs.
    """

    TAG = "leak-lab"
    _live: LiveLab | None = None

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
        self._loop = _running_loop()
        super().__init__(name, recorded(self.plan))

    def _heard(self, lab: object, content: dict[str, Any], buffers: object) -> None:
        """The page's messages about live mode too: `open`, `tell`, `close`.

        JupyterLab may deliver them on a thread of their own (a subshell); the servers live on the
        loop of the cell that made the lab, and nobody else may touch them.
        """
        if "ask" in content:
            super()._heard(lab, content, buffers)
        elif self._loop in (None, _running_loop()):
            self._obey(content)
        else:
            self._loop.call_soon_threadsafe(self._obey, content)

    def _obey(self, content: dict[str, Any]) -> None:
        try:
            if "open" in content:
                self._end_live()
                self._live = open_live(self.data["plan"], content["open"], self._say)
            elif "close" in content:
                self._end_live()
            elif self._live is not None:
                self._live.tell(content["tell"])
        except (ValueError, TypeError) as error:
            self._end_live()
            self._say({"error": str(error)})

    def _say(self, frame: dict[str, Any]) -> None:
        self.send({"live": frame})

    def _end_live(self) -> None:
        if self._live is not None:
            self._live.close()
            self._live = None

    def close(self) -> None:
        """End the live run too: no task survives the lab."""
        self._end_live()
        super().close()

    def __repr__(self) -> str:
        return f"LeakLab({list(self.plan.handlers)}, name={self.name!r})"


def _running_loop() -> asyncio.AbstractEventLoop | None:
    """This thread's loop while it runs; a notebook's cells run inside of one."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
