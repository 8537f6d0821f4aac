"""A server's source into a notebook's cell, for those who mend it."""

import inspect

from leaklab.apiserver.handlers.base import TimeoutFilter

NAME = "Mended"
NEEDS = "from leaklab.book.mystery.kit import *  # what the class is made of"


def take(server: type[TimeoutFilter], *, edit: bool = False) -> type[TimeoutFilter]:
    """Give back `server`; with `edit`, its source comes into a new cell below, as `class Mended`.

    Run that cell after each change, then let `judge` look at Mended. Raises TypeError for what is
    no class, and RuntimeError with `edit` outside of a notebook, which has no cells.
    """
    if not (isinstance(server, type) and issubclass(server, TimeoutFilter)):
        raise TypeError(f"server = {server!r} must be mystery.A, mystery.B or mystery.C")
    if edit:
        _into_a_new_cell(source(server))
    return server


def source(server: type[TimeoutFilter]) -> str:
    """All that the new cell needs: the imports, and the class under its new name."""
    text = inspect.getsource(server).replace(f"class {server.__name__}(", f"class {NAME}(", 1)
    return f"{NEEDS}\n\n\n{text.rstrip()}"


def _into_a_new_cell(text: str) -> None:
    try:
        from IPython import get_ipython
    except ImportError:
        shell = None
    else:
        shell = get_ipython()
    if shell is None:
        raise RuntimeError("edit=True works in a notebook, where there are cells")
    shell.set_next_input(text)
