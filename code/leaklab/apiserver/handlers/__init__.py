"""The timeout handlers by name. One file each, same shape: the diff of two files is the lesson."""

import difflib
from importlib import import_module

from leaklab.apiserver.handlers.base import TimeoutFilter

NAMES = (
    "k8s-1.11",
    "k8s-1.12",
    "k8s-1.17",
    "k8s-1.22",
    "k8s-1.37",
    "buffered",
    "draft-1",
    "draft-2",
    "structured",
)


def find(name: str) -> type[TimeoutFilter]:
    """The handler class called `name`. ValueError, with the nearest name, when there is none."""
    if name not in NAMES:
        near = difflib.get_close_matches(str(name), NAMES, n=1, cutoff=0.3)
        meant = f"did you mean {near[0]!r}? " if near else ""
        raise ValueError(f"handler = {name!r} is unknown; {meant}known are {', '.join(NAMES)}")
    module = import_module(f"leaklab.apiserver.handlers.{name.replace('-', '_').replace('.', '_')}")
    handler: type[TimeoutFilter] = module.TimeoutHandler
    return handler


def summary(name: str) -> str:
    """The first line of the handler's docstring, without its name."""
    doc = import_module(find(name).__module__).__doc__ or ""
    return doc.strip().splitlines()[0].partition(": ")[2]
