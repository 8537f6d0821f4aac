"""Whose code a frame is: a library's or the user's own.

A library's is what lies where packages are installed, and the standard library. Who has installed
a program of their own among the packages, as in a container, names it: `OWN.append("shop.")`. Who
keeps a library beside the program names that in `LIBRARIES`.
"""

import functools
import os
import sys
import sysconfig

from leaklab.tasks.profile.frames import Frame

# Beginnings of dotted names of functions; the first list that has one decides.
RUNTIME = ["trio.", "leaklab.tasks."]  # where tasks wait, not what they are
LIBRARIES: list[str] = []
OWN = ["leaklab."]  # the rest of it is a program
INSTALLED = frozenset({"site-packages", "dist-packages"})


def is_not_runtime(frame: Frame) -> bool:
    """Whether the frame is not of what only runs the tasks."""
    return not frame.function.startswith(tuple(RUNTIME))


def is_own(frame: Frame) -> bool:
    """Whether the frame is the user's own."""
    name = frame.function
    if name.startswith((*RUNTIME, *LIBRARIES)):
        return False
    return name.startswith(tuple(OWN)) or not _is_installed(_module(name))


def _module(function: str) -> str:
    """The loaded module that a dotted name begins with: the longest; "" if there is none."""
    name = function.partition(".<locals>")[0]
    while name and name not in sys.modules:
        name = name.rpartition(".")[0]
    return name


@functools.lru_cache(maxsize=4096)
def _is_installed(module: str) -> bool:
    """Whether a module is of the standard library, or lies where packages are installed."""
    if module in ("", "__main__"):
        return False
    if module in sys.builtin_module_names:
        return True
    loaded = sys.modules.get(module)
    spec = getattr(loaded, "__spec__", None)
    path = getattr(loaded, "__file__", None) or getattr(spec, "origin", None)
    if path is None:
        return False
    if path in ("frozen", "built-in"):
        return True
    parts = os.path.realpath(path).replace("\\", "/").split("/")
    return not INSTALLED.isdisjoint(parts) or _is_under(path, _standard_library())


@functools.cache
def _standard_library() -> tuple[str, ...]:
    paths = (sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib"), os.__file__)
    folders = {os.path.dirname(path) if path.endswith(".py") else path for path in paths if path}
    return tuple(sorted(os.path.realpath(folder) for folder in folders))


def _is_under(path: str, folders: tuple[str, ...]) -> bool:
    return os.path.realpath(path).startswith(tuple(folder + os.sep for folder in folders))
