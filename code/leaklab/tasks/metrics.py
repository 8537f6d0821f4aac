"""Tasks by state for Prometheus, by its official client: `pip install leaklab[prometheus]`.

    from prometheus_client import REGISTRY
    REGISTRY.register(TasksCollector())

    leaklab_tasks{library="asyncio",state="Queue.put"} 45000.0

Each scrape takes a profile: 5 to 15 µs a task, during which the event loop stands still.
"""

from collections import Counter
from collections.abc import Iterable

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from leaklab.tasks import profile
from leaklab.tasks.checks import check_count

OTHER = "other"
HELP = "Live tasks of this process by what they wait for."


class TasksCollector(Collector):
    """Live tasks by library and state, counted at each scrape, in a thread or in the loop.

    A state is a label's value, so at most `most_states` are told apart for each library, those
    with most tasks; the rest is `other`. ValueError unless that is 1 to 1,000.
    """

    def __init__(self, most_states: int = 50) -> None:
        self._most = check_count("most_states", most_states, "states", 1, 1000)

    def describe(self) -> Iterable[GaugeMetricFamily]:
        """The family without values: registering must not take a profile."""
        return [self._family()]

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """The counts of this moment; none where nothing runs."""
        family = self._family()
        try:
            stacks = profile.collect(itself=False)
        except RuntimeError:  # no loop runs yet, or any more
            return [family]
        for library in sorted({stack.library for stack in stacks}):
            states = Counter(stack.state for stack in stacks if stack.library == library)
            for state, count in self._bounded(states).items():
                family.add_metric([library, state], count)
        return [family]

    def _bounded(self, states: Counter[str]) -> dict[str, int]:
        ordered = sorted(states.items(), key=lambda item: (-item[1], item[0]))
        kept = dict(ordered[: self._most])
        rest = sum(count for _, count in ordered[self._most :])
        return {**kept, OTHER: rest} if rest else kept

    @staticmethod
    def _family() -> GaugeMetricFamily:
        return GaugeMetricFamily("leaklab_tasks", HELP, labels=["library", "state"])
