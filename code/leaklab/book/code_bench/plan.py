"""Chapters 4 to 12. What a bench is planned as: its server, and the load of its runs."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Any

from leaklab.apiserver import handlers
from leaklab.apiserver.handlers.base import TimeoutFilter
from leaklab.book import mystery
from leaklab.simulation.scenario import Scenario
from leaklab.tasks.checks import check_number

MYSTERIES: Mapping[str, type[TimeoutFilter]] = MappingProxyType(
    {"A": mystery.A, "B": mystery.B, "C": mystery.C}
)
LATENCY = "{L}"  # in a plan: where the slider's latency goes
SLOWEST_S = 600.0
MOST_REQUESTS = 1_200  # a run in the page should take no longer than a second or two


@dataclass(frozen=True, kw_only=True)
class BenchPlan:
    """A bench: the book's server, and what a run asks of it and of the reader's.

    server: a name from `handlers.NAMES`, or A, B, C. plans: the requests in turn, as in a
    `Scenario`, with {L} for the latency in s, which a slider gives. Times in s.
    """

    server: str = "k8s-1.12"
    plans: Sequence[str] = ("{L}:write",)
    timeout_s: float = 0.6
    duration_s: float = 6.0
    until_s: float = 10.0
    every_s: float = 0.1

    @property
    def book(self) -> type[TimeoutFilter]:
        """The book's server. ValueError for an unknown name."""
        return MYSTERIES.get(self.server) or handlers.find(self.server)

    def scenario(self, latency_s: float, rate_per_s: float) -> Scenario:
        """What is asked of both servers at this setting. ValueError for what is out of range."""
        check_number("latency", latency_s, "s", 0, SLOWEST_S)
        check_number("rate", rate_per_s, "requests/s", 0, MOST_REQUESTS / self.duration_s)
        return Scenario(
            rate_per_s=rate_per_s,
            duration_s=self.duration_s,
            timeout_s=self.timeout_s,
            plans=tuple(plan.replace(LATENCY, repr(latency_s)) for plan in self.plans),
            until_s=self.until_s,
            every_s=self.every_s,
        )

    def fields(self) -> dict[str, Any]:
        """As plain values, for the page, which hands them back with each question."""
        return {**asdict(self), "plans": list(self.plans)}
