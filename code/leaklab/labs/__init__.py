"""The labs: elements whose knobs turn in the page, in a notebook, and live."""

from leaklab.labs.leak_lab import LeakLab

__all__ = ["LeakLab"]
