"""What a running server is set to, and what of it can be turned."""

from dataclasses import dataclass, fields, replace
from typing import Any

from leaklab.tasks.checks import check_count, check_number

LONGEST_S = 3600.0


@dataclass(frozen=True)
class Knobs:
    """How slow the store behind the server is, and how long a request may take. Times in s.

    A read of pods takes `latency_s` times `factor`: the line of the incident became three times
    slower, so its factor went from 1 to 3. All values are chosen; 0.3, 1 and 0.6 are those of the
    book. Raises ValueError for a value that cannot be.
    """

    latency_s: float = 0.3
    factor: float = 1.0
    timeout_s: float = 0.6

    def __post_init__(self) -> None:
        check_number("latency", self.latency_s, "s", 0, LONGEST_S, zero_ok=True)
        check_number("factor", self.factor, "times", 0, 1000, zero_ok=True)
        check_number("timeout", self.timeout_s, "s", 0, LONGEST_S, zero_ok=False)

    @property
    def read_s(self) -> float:
        """How long a read of pods takes now."""
        return self.latency_s * self.factor

    def turned(self, given: dict[str, Any]) -> "Knobs":
        """These with some turned: `latency`, `factor`, `timeout`. ValueError for any other."""
        known = {each.name.removesuffix("_s"): each.name for each in fields(self)}
        unknown = sorted(set(given) - set(known))
        if unknown:
            raise ValueError(f"{unknown[0]!r:.40} is no knob; there are {', '.join(known)}")
        return replace(self, **{known[name]: value for name, value in given.items()})

    def as_given(self) -> dict[str, float]:
        """By the names under which they are turned."""
        return {"latency": self.latency_s, "factor": self.factor, "timeout": self.timeout_s}


def check_objects(count: object) -> int:
    """How many pods there are. ValueError unless that is 0 to 100,000."""
    return check_count("objects", count, "pods", 0, 100_000)
