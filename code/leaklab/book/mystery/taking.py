"""Chapter 12. A server's source into a notebook's cell, for those who fix it."""

import inspect

from leaklab.apiserver.handlers.base import TimeoutFilter

NAME = "FixedServer"
NEEDS = "from leaklab.book.mystery.kit import *  # what the class is made of"


def take(server: type[TimeoutFilter], *, edit: bool = False) -> type[TimeoutFilter]:
    """Give back `server`; with `edit`, its source comes into a new cell, as `class FixedServer`.

    Run that cell after each change, then let `judge` look at the class. Raises TypeError for what
    is no class, and RuntimeError with `edit` outside of a notebook, which has no cells.
    """
    if not (isinstance(server, type) and issubclass(server, TimeoutFilter)):
        raise TypeError(f"server = {server!r} must be mystery.A, mystery.B or mystery.C")
    if edit:
        _into_a_new_cell(cell_source(server))
    return server


def cell_source(server: type[TimeoutFilter]) -> str:
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
