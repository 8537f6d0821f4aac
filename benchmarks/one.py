"""`python -m benchmarks.one NAME`: one measurement in this process, its numbers as JSON."""

import json
import sys
from collections.abc import Callable
from functools import partial

from benchmarks import breakdown, ours, over_http, side_by_side, tasks
from benchmarks.measure import Numbers

MEASUREMENTS: dict[str, Callable[[], Numbers]] = {
    "ours": partial(ours.parked, mock_clock=False, patient=True),
    "mock-clock": partial(ours.parked, mock_clock=True, patient=False),
    "mock-clock-patient": partial(ours.parked, mock_clock=True, patient=True),
    "scaling": ours.scaling,
    "slider": ours.slider,
    "million-1.17": partial(ours.million, "k8s-1.17"),
    "million-1.37": partial(ours.million, "k8s-1.37"),
    "side-by-side-1.12": partial(side_by_side.compare, "k8s-1.12"),
    "side-by-side-1.17": partial(side_by_side.compare, "k8s-1.17"),
    "floor": side_by_side.floor,
    "breakdown": breakdown.measure,
    "tasks": tasks.measure,
    "over-http": over_http.measure,
}


def main() -> None:
    """Measure what the command line names."""
    if len(sys.argv) != 2 or sys.argv[1] not in MEASUREMENTS:
        sys.exit(f"usage: python -m benchmarks.one NAME, NAME one of {', '.join(MEASUREMENTS)}")
    print(json.dumps(MEASUREMENTS[sys.argv[1]]()))


if __name__ == "__main__":
    main()
