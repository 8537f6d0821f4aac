"""What all labs' widgets share: one output for two doors, questions from the page, one lab a name.

A static page takes the HTML form, whose element finds its data inside itself. A notebook takes
the widget form, and asks the kernel with messages: traits would come back as echoes.
"""

import html
import json
from pathlib import Path
from typing import Any, ClassVar

import anywidget
import traitlets

from leaklab.labs.answers import answer

SCRIPT = Path(__file__).parent / "static" / "labs.mjs"
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
_open: dict[str, "Lab"] = {}


class Lab(anywidget.AnyWidget):
    """A lab's widget. A subclass names its element's `TAG`, and hands its data to `__init__`.

    `data["plan"]` says, as plain values, what the lab was asked for; the answers depend on it
    and on the question alone. `name` is the lab's id in the page and in the address bar's hash.
    A cell that runs again ends its former lab of the same name.
    """

    TAG: ClassVar[str]
    _esm = SCRIPT
    tag = traitlets.Unicode().tag(sync=True)
    name = traitlets.Unicode().tag(sync=True)
    data = traitlets.Dict().tag(sync=True)

    def __init__(self, name: str, data: dict[str, Any]) -> None:
        if name in _open:
            _open.pop(name).close()
        super().__init__(tag=self.TAG, name=name, data=data, model_id=f"parked-forever-{name}")
        _open[name] = self
        self.on_msg(self._heard)

    def _heard(self, _: object, content: dict[str, Any], buffers: object) -> None:
        """A message from the page: {"ask": question, "number": n} is answered under its number."""
        if "ask" in content:
            said = answer(self.TAG, self.data["plan"], content["ask"])
            self.send({"number": content["number"], "answer": said})

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        data = json.dumps(self.data, separators=(",", ":")).replace("</", "<\\/")
        element = (
            f'<{self.TAG} id="{html.escape(self.name)}">'
            f'<script type="application/json">{data}</script></{self.TAG}>'
        )
        view = {"version_major": 2, "version_minor": 0, "model_id": self.model_id}
        return {"text/plain": repr(self), "text/html": element, WIDGET_VIEW: view}, {}

    def __repr__(self) -> str:
        return f"{type(self).__name__}(name={self.name!r})"
