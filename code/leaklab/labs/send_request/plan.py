"""What can be sent: one request in time, one that is late, and a thousand late ones."""

import math
from dataclasses import dataclass

from leaklab.simulation.scenario import Scenario
from leaklab.tasks.checks import MAX_RATE_PER_S, check_count, check_number

HANDLERS = ("k8s-1.12", "k8s-1.17")
LINES = ("usual", "slow")
LONGEST_S = 600.0
SAMPLES = 120  # of the tasks over time, while many requests are served


@dataclass(frozen=True, kw_only=True)
class SendPlan:
    """How long a request takes on the usual line and on the slow one, and the timeout, in s.

    The timeout lies between the two: ValueError otherwise. `rate_per_s` and `many` are those of the
    requests that a machine sends, all over the slow line.
    """

    usual_s: float = 0.3
    slow_s: float = 0.9
    timeout_s: float = 0.6
    rate_per_s: float = 100.0
    many: int = 1000

    def __post_init__(self) -> None:
        slow_s = check_number("slow_s", self.slow_s, "s", 0, LONGEST_S)
        timeout_s = check_number("timeout_s", self.timeout_s, "s", 0, slow_s)
        usual_s = check_number("usual_s", self.usual_s, "s", 0, timeout_s)
        if not usual_s < timeout_s < slow_s:
            raise ValueError(
                f"timeout_s = {timeout_s:g} s must lie between usual_s = {usual_s:g} s "
                f"and slow_s = {slow_s:g} s"
            )
        check_number("rate_per_s", self.rate_per_s, "requests/s", 0, MAX_RATE_PER_S)
        check_count("many", self.many, "requests", 2, 10_000)

    def latency_s(self, line: str) -> float:
        """How long the work of a request takes on this line, s."""
        return self.usual_s if line == "usual" else self.slow_s

    def one(self, line: str) -> Scenario:
        """One request at time 0, and a look at what it leaves."""
        return Scenario(
            rate_per_s=1,
            duration_s=1,
            timeout_s=self.timeout_s,
            plans=f"{self.latency_s(line)!r}:write",
            until_s=max(1, 1.5 * self.slow_s),
        )

    def machine(self) -> Scenario:
        """Many requests at a steady rate over the slow line, until all are done."""
        duration_s = self.many / self.rate_per_s
        until_s = math.ceil(duration_s + 2 * self.slow_s)
        return Scenario(
            rate_per_s=self.rate_per_s,
            duration_s=duration_s,
            timeout_s=self.timeout_s,
            plans=f"{self.slow_s!r}:write",
            until_s=until_s,
            every_s=until_s / SAMPLES,
        )
