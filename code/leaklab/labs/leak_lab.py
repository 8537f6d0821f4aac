"""`LeakLab(...)`: the heart of the book, in a static page and in a notebook alike."""

import html
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from leaklab.labs.recorded import recorded, runs_of
from leaklab.labs.settings import MAX_RUNS, LabPlan, Setting

SCRIPT = Path(__file__).parent / "static" / "labs.mjs"
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
_open: dict[str, "LeakLab"] = {}


class LeakLab(anywidget.AnyWidget):
    """Sliders for latency, rate and timeout, and the tasks of up to four handlers over time.

    handlers: names from `leaklab.handlers.NAMES`. Any field of `LabPlan` may be given: the
    sliders' stops (`latency_s`, `rate_per_s`, `timeout_s`) and the `start`. `name` is the lab's
    id in the page and in the address bar's hash.

    One output serves two doors. A static page takes the HTML form, fed by runs made here, at
    most 300. A notebook takes the widget form, and asks the kernel for any setting. Raises
    ValueError for unknown handlers, stops out of range, and more than 300 runs.
    """

    _esm = SCRIPT
    name = traitlets.Unicode().tag(sync=True)
    data = traitlets.Dict().tag(sync=True)
    question = traitlets.Dict().tag(sync=True)
    answer = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        handlers: Sequence[str] = ("k8s-1.12", "k8s-1.17"),
        *,
        name: str = "leak-lab",
        **fields: Any,
    ) -> None:
        self.plan = LabPlan(handlers=tuple(handlers), **fields)
        runs = (len(self.plan.settings()) + 2) * len(self.plan.handlers)
        if runs > MAX_RUNS:
            raise ValueError(
                f"lab {name!r} needs {runs} runs; it must need at most {MAX_RUNS}: give fewer stops"
            )
        if name in _open:  # the cell is run again: its former lab ends
            _open.pop(name).close()
        data = recorded(self.plan)
        super().__init__(name=name, data=data, model_id=f"parked-forever-{name}")
        _open[name] = self
        self.observe(self._answer, "question")

    def _answer(self, change: dict[str, Any]) -> None:
        asked = dict(change["new"])
        number = asked.pop("number", 0)
        try:
            runs = runs_of(self.plan.scenario(Setting(**asked)), self.plan.handlers)
        except (ValueError, TypeError) as error:
            self.answer = {"number": number, "error": str(error)}
        else:
            self.answer = {"number": number, "runs": runs}

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        data = json.dumps(self.data, separators=(",", ":")).replace("</", "<\\/")
        element = (
            f'<leak-lab id="{html.escape(self.name)}">'
            f'<script type="application/json">{data}</script></leak-lab>'
        )
        view = {"version_major": 2, "version_minor": 0, "model_id": self.model_id}
        return {"text/plain": repr(self), "text/html": element, WIDGET_VIEW: view}, {}

    def __repr__(self) -> str:
        return f"LeakLab({list(self.plan.handlers)}, name={self.name!r})"
