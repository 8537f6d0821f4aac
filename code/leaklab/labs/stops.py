"""What every lab's sliders have in common: stops that rise, and not too many of anything."""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

from leaklab.apiserver import handlers

MAX_STOPS = 50
MAX_HANDLERS = 4
MAX_RUNS = 300  # recorded in one page: keeps a lab under its 250 kB


def check_stops(name: str, stops: Sequence[object], most: int = MAX_STOPS) -> None:
    """ValueError unless there are 1 to `most` stops."""
    if not 1 <= len(stops) <= most:
        raise ValueError(f"{name} has {len(stops)} stops; it must have 1 to {most}")


def check_rising(name: str, stops: Sequence[float], most: int = MAX_STOPS) -> None:
    """ValueError unless there are 1 to `most` stops, each greater than the one before."""
    check_stops(name, stops, most)
    if list(stops) != sorted(set(stops)):
        raise ValueError(f"{name} = {stops} must rise from stop to stop")


def check_knob(name: str, stops: Sequence[Any]) -> None:
    """ValueError unless a knob can have these stops: numbers that rise, or words in any order."""
    check_stops(name, stops)
    if not isinstance(stops[0], str):
        check_rising(name, stops)


def check_runs(runs: int, what: str = "runs") -> None:
    """ValueError if a page would have to record more than MAX_RUNS of them."""
    if runs > MAX_RUNS:
        raise ValueError(f"the stops make {runs} {what}; they must make at most {MAX_RUNS}")


def combinations(stops: Mapping[str, object]) -> Iterator[dict[str, Any]]:
    """Every combination of the knobs' stops, by name; the first knob changes slowest.

    In this order recorded answers stand in a page; it is sent along as `order`.
    """
    lists = cast("Iterable[Sequence[Any]]", stops.values())
    for each in itertools.product(*lists):
        yield dict(zip(stops, each, strict=True))


def check_handlers(names: Sequence[str]) -> None:
    """ValueError unless these are 1 to 4 handlers, each known."""
    if not 1 <= len(names) <= MAX_HANDLERS:
        raise ValueError(f"a lab offers 1 to {MAX_HANDLERS} handlers, not {len(names)}")
    for name in names:
        handlers.find(name)
