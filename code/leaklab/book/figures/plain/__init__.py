"""Figures where matplotlib cannot be had: the same functions, drawn plainly as SVG.

JupyterLite's Python has no matplotlib. There the figures' modules are imported with stand-ins
for what they use of it, and each figure says so. Anywhere else nothing of this is used.
"""

import contextlib
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from leaklab.book.figures.plain.figure import Figure
from leaklab.book.figures.plain.marks import Axes, Line2D, Patch, Rectangle

ABSENT = find_spec("matplotlib") is None


@contextlib.contextmanager
def stand_in(absent: bool = ABSENT) -> Iterator[None]:
    """While this lasts, what is imported of matplotlib is plain, if there is no matplotlib."""
    if not absent:
        yield
        return
    parts: dict[str, dict[str, Any]] = {
        "matplotlib": {"rc_context": contextlib.nullcontext, "rcParams": {}},
        "matplotlib.axes": {"Axes": Axes},
        "matplotlib.figure": {"Figure": Figure},
        "matplotlib.lines": {"Line2D": Line2D},
        "matplotlib.patches": {"Patch": Patch, "Rectangle": Rectangle},
        "matplotlib.ticker": {"MaxNLocator": lambda integer: integer},
    }
    before = {name: sys.modules.pop(name) for name in parts if name in sys.modules}
    for name, contents in parts.items():
        sys.modules[name] = ModuleType(name)
        vars(sys.modules[name]).update(contents)
    try:
        yield
    finally:
        for name in parts:
            del sys.modules[name]
        sys.modules.update(before)
