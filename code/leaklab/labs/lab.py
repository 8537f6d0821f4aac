"""What all labs' widgets share: one output for all places, one lab a name, questions heard.

The output is HTML: an element that finds its recorded data inside itself. On a static page that
is all. In JupyterLab the widget's model, which lives as long as the kernel, finds the element by
its name and answers it, with messages: traits would come back as echoes. A widget view beside the
HTML would be preferred there and saved with the notebook, and without its kernel it is an error
("model not found") where the lab was; so it goes only to hosts that need one.
"""

import asyncio
import html
import json
import os
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

import anywidget
import traitlets
from IPython.core.getipython import get_ipython

from leaklab.labs.alone import document, inline_script
from leaklab.labs.session import Session
from leaklab.labs.wire import Heard

SCRIPT = Path(__file__).parent / "static" / "labs.mjs"
TITLE = "A lab of Parked Forever"
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
FALLBACK = "This lab needs JavaScript. In JupyterLab, run this cell, and the lab appears here."


class _Labs(threading.local):
    """The labs that are open, by name. `marimo run` gives each visitor a thread in one process."""

    def __init__(self) -> None:
        self.open: dict[str, Lab] = {}


_labs = _Labs()


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

    def __init__(self, name: str, data: Mapping[str, Any]) -> None:
        if name in _labs.open:
            _labs.open.pop(name).close()
        self._session = Session(lambda said: self.send(said))
        self._loop = _running_loop()
        model_id = None if _in_marimo() else f"parked-forever-{name}"  # None: one of its own
        super().__init__(tag=self.TAG, name=name, data=data, model_id=model_id)
        _labs.open[name] = self
        self.on_msg(self._heard)

    def _heard(self, _: object, content: Heard, buffers: object) -> None:
        """A message from the page.

        JupyterLab may deliver it on a thread of its own (a subshell). A question is answered
        there; live servers are at home on the loop of the cell that made the lab, and nobody else
        may touch them.
        """
        if "ask" in content:
            self._session.hear(content)
        elif self._loop in (None, _running_loop()):
            self._hear_live(content)
        else:
            self._loop.call_soon_threadsafe(self._hear_live, content)

    def _hear_live(self, content: Heard) -> None:
        if "open" in content:
            self._session.close()  # a page that was loaded again has forgotten its live run
        self._session.hear(content)

    def close(self) -> None:
        """End a live run too: no task survives the lab."""
        if "_session" in vars(self):  # a lab that was refused has none, and is closed all the same
            self._session.close()
        super().close()

    def element(self) -> str:
        """The lab as HTML: its element, with its recorded data and its picture inside."""
        data = json.dumps(self.data, separators=(",", ":")).replace("</", "<\\/")
        return (
            f'<{self.TAG} id="{html.escape(self.name)}">'
            f'<script type="application/json">{data}</script>{self.still()}'
            f"<p>{FALLBACK}</p></{self.TAG}>"
        )

    def page(self, title: str = TITLE) -> str:
        """A whole HTML document with the lab and its script inside, to be written into a file.

        It asks nobody for anything, and answers from the recorded runs. Raises ValueError for a
        title that is no text, FileNotFoundError in a checkout that is not set up.
        """
        if not isinstance(title, str) or not title.strip():
            raise ValueError(f"title = {title!r} must be a text of at least one character")
        return document(title, self.element(), inline_script())

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        bundle: dict[str, Any] = {"text/plain": repr(self), "text/html": self.element()}
        if _models_need_views():
            view = {"version_major": 2, "version_minor": 0, "model_id": self.model_id}
            bundle[WIDGET_VIEW] = view
        return bundle, {}

    def still(self) -> str:
        """HTML of what the lab begins with, for where no script runs: same plan, same bytes."""
        return ""

    def __repr__(self) -> str:
        return f"{type(self).__name__}(name={self.name!r})"


def _models_need_views() -> bool:
    """Whether this notebook's host makes a widget's model for a view alone: Colab and VS Code."""
    if "google.colab" in sys.modules or "__vsc_ipynb_file__" in getattr(
        get_ipython(), "user_ns", ()
    ):
        return True
    # Not when VS Code's terminal started the Jupyter server whose kernel this is.
    return "VSCODE_PID" in os.environ and "JPY_SESSION_NAME" not in os.environ


def _in_marimo() -> bool:
    """Whether this is a cell of marimo, where models of several visitors live side by side."""
    marimo = sys.modules.get("marimo")
    return marimo is not None and marimo.running_in_notebook()


def _running_loop() -> asyncio.AbstractEventLoop | None:
    """This thread's loop while it runs; a notebook's cells run inside of one."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
