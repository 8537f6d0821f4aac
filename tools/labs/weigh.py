"""`python -m tools.labs.weigh FOLDER`: refuse chapters whose labs put too much into their page.

A page must load fast on a slow line, so `make book` asks first: at most 300 recorded runs and
250 kB (gzip) of data a page, over all of its labs.
"""

import gzip
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from bs4 import BeautifulSoup

MAX_RUNS = 300
MAX_KB = 250
DATA = 'script[type="application/json"]'
RUNS: dict[str, Callable[[dict[str, Any]], int]] = {
    "incident-replay": lambda data: len(data["replays"]),
    "leak-lab": lambda data: sum(
        len(runs)
        for runs in [*data["runs"], *(p.get("runs", ()) for p in data["presets"].values())]
    ),
    "limits-lab": lambda data: len(data["runs"]),
    "request-story": lambda data: len(data["stories"]),
    "task-profile": lambda data: len(data["profiles"]),
}


class Weight(NamedTuple):
    """One lab in one page: recorded runs, and kB of its data as gzip has it."""

    name: str
    runs: int
    kb: float


def labs(notebook: Path) -> Iterator[Weight]:
    """The labs in the outputs of a notebook."""
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        for output in cell.get("outputs", ()):
            text = "".join(output.get("data", {}).get("text/html", ""))
            for script in BeautifulSoup(text, "html.parser").select(DATA):
                element, data = script.parent, script.get_text()
                if element is not None and element.name in RUNS:
                    runs = RUNS[element.name](json.loads(data))
                    yield Weight(str(element["id"]), runs, len(gzip.compress(data.encode())) / 1000)


def too_heavy(notebook: Path, weights: list[Weight]) -> Iterator[str]:
    """What is over the limits in this page, with the lab that weighs most."""
    for unit, limit, of in (("recorded runs", MAX_RUNS, "runs"), ("kB of lab data", MAX_KB, "kb")):
        total: float = sum(getattr(weight, of) for weight in weights)
        if total > limit:
            most = max(weights, key=lambda weight: float(getattr(weight, of)))
            yield (
                f"{notebook.name} has {total:.0f} {unit}, {limit} at most; "
                f"lab {most.name!r} alone has {getattr(most, of):.0f}: give it fewer stops"
            )


def check(folder: Path) -> None:
    """Weigh every chapter of the folder; exit with what is too heavy."""
    wrong: list[str] = []
    for notebook in sorted(folder.glob("*.ipynb")):
        wrong += too_heavy(notebook, list(labs(notebook)))
    if wrong:
        sys.exit("\n".join(wrong))


if __name__ == "__main__":
    check(Path(sys.argv[1]))
