"""The labs: elements whose knobs turn in the page, in a notebook, and live."""

from typing import Any

__all__ = ["LeakLab"]


def __getattr__(name: str) -> Any:
    """`LeakLab` on demand: the engine in the page imports this package without anywidget."""
    if name == "LeakLab":
        from leaklab.labs.leak_lab import LeakLab

        return LeakLab
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
