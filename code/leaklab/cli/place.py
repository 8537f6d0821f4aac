"""Where leaklab runs, and what sets it up there: only a checkout has a Makefile."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parents[3]  # of a checkout


@dataclass(frozen=True)
class Place:
    """A kind of place. `set_up` is the advice there; `{extra}` in it stands for one of pip's.

    `needed` are the extras that must be complete there, `offered` those that may be; "" is the
    base. Not `developed` means that nobody builds or tests the book there.
    """

    name: str
    set_up: str
    needed: tuple[str, ...] = ("",)
    offered: tuple[str, ...] = ()
    developed: bool = False

    def advice(self, extra: str = "") -> str:
        """What to do where the packages of `extra` are missing, or wrong."""
        return self.set_up.format(extra=f"leaklab[{extra}]" if extra else "leaklab")


CHECKOUT = Place(
    "a checkout",
    "run make setup",
    needed=("", "book"),
    offered=("test", "bench", "lock"),
    developed=True,
)
INSTALLED = Place(
    "an installed package",
    'run python -m pip install --upgrade "{extra}"',
    offered=("figures", "notebook"),
)
BINDER = Place("Binder", "open the chapter from the book again", needed=("", "notebook"))
COLAB = Place(
    "Colab",
    'run %pip install "{extra}" in a cell, then Runtime > Restart session',
    needed=("", "notebook"),
)
LITE = Place("JupyterLite", "reload the page; its packages come with it")


def here(env: Mapping[str, str] = os.environ, root: Path = ROOT) -> Place:
    """The place that this is."""
    if sys.platform == "emscripten":
        return LITE
    if any(name.startswith("BINDER_") for name in env):
        return BINDER
    if "COLAB_RELEASE_TAG" in env or _has_colab():
        return COLAB
    return CHECKOUT if (root / "Makefile").is_file() and (root / "chapters").is_dir() else INSTALLED


def _has_colab() -> bool:
    try:
        return find_spec("google.colab") is not None
    except ImportError:  # there is no package google at all
        return False
