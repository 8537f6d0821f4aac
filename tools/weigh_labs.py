"""weigh_labs.py FOLDER: what the labs of each chapter put into its page; exit 1 over the limits.

A page must load fast on a slow line, so `make book` asks first: at most 300 recorded runs and
250 kB (gzip) of data a page, over all of its labs.
"""

import gzip
import html
import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

MAX_RUNS = 300
MAX_KB = 250
ELEMENT = re.compile(
    r'<(?P<tag>[a-z]+-[a-z]+) id="(?P<name>[^"]*)">'
    r'<script type="application/json">(?P<data>.*?)</script>',
    re.DOTALL,
)
RUNS: dict[str, Callable[[dict[str, Any]], int]] = {
    "incident-replay": lambda data: len(data["replays"]),
    "leak-lab": lambda data: sum(
        len(runs)
        for runs in [*data["runs"], *(p.get("runs", ()) for p in data["presets"].values())]
    ),
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
            for found in ELEMENT.finditer("".join(output.get("data", {}).get("text/html", ""))):
                data = found["data"]
                runs = RUNS[found["tag"]](json.loads(data))
                yield Weight(
                    html.unescape(found["name"]), runs, len(gzip.compress(data.encode())) / 1000
                )


def too_heavy(notebook: Path, weights: list[Weight]) -> Iterator[str]:
    """What is over the limits in this page, with the lab that weighs most."""
    for unit, limit, of in (("recorded runs", MAX_RUNS, 1), ("kB of lab data", MAX_KB, 2)):
        total = sum(weight[of] for weight in weights)
        if total > limit:
            most = max(weights, key=lambda weight: weight[of])
            yield (
                f"{notebook.name} has {total:.0f} {unit}, {limit} at most; "
                f"lab {most.name!r} alone has {most[of]:.0f}: give it fewer stops"
            )


def main() -> None:
    """Weigh every chapter of the folder."""
    wrong = []
    for notebook in sorted(Path(sys.argv[1]).glob("*.ipynb")):
        wrong += too_heavy(notebook, list(labs(notebook)))
    if wrong:
        sys.exit("\n".join(wrong))


if __name__ == "__main__":
    main()
