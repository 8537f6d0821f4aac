"""The replay of the two evenings as a page shows it, and what has to stand there."""

import re
from typing import Any

from leaklab.labs.encoding import counts
from leaklab.labs.incident_replay.memory import RULE
from leaklab.labs.incident_replay.plan import HOUR_S, IncidentPlan, IncidentSetting
from leaklab.labs.incident_replay.record import TIMES_S, replay

PLAN = IncidentPlan()
TASKS = "Server's tasks (goroutines)"
MEMORY = "Server's memory, estimated, MiB"
PULLS = "Platform's timeouts in 15 min"
LINE = "Latency of the line, s"


def numbers(page: Any, title: str) -> list[float]:
    """The numbers beside a chart's title, as they are read there."""
    text = page.lab.locator(f'figure[aria-label="{title}"] .value').inner_text()
    return [float(number.replace(",", "")) for number in re.findall(r"[\d,.]*\d", text)]


def memory_mib(tasks: int) -> list[float]:
    """The least and the most that a server with so many tasks takes."""
    least, most = RULE["least_mib"], RULE["most_mib"]
    return [RULE["at_rest_mib"] + tasks * each for each in (least, most)]


def simulated(hour: float, **knobs: Any) -> dict[str, list[float]]:
    """What the page has to say at `hour`, from a replay made here: one entry a chart."""
    shown: Any = replay(PLAN, IncidentSetting(**knobs))
    at = TIMES_S.index(hour * HOUR_S)
    parked = counts(shown["parked"])[at]
    at_work = sum(counts(shown[role])[at] for role in ("serving", "worker", "drainer"))
    missed = counts(shown["missed"])
    recent = missed[at + 1] - missed[at] if at + 1 < len(missed) else 0
    return {
        TASKS: [parked, at_work],
        MEMORY: sorted({round(mib) for mib in memory_mib(parked + at_work)}),
        PULLS: [recent, missed[at]],
    }


def check(page: Any, hour: float, **knobs: Any) -> None:
    """The page says at `hour` what a replay made here gives."""
    said = simulated(hour, **knobs)
    assert {title: numbers(page, title) for title in said} == said


def press(page: Any, label: str, *keys: str) -> None:
    """Press the keys on the control of that label."""
    page.lab.get_by_label(label, exact=True).focus()
    for key in keys:
        page.page.keyboard.press(key)
