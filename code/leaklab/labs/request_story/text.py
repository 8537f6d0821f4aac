"""One request's story as text, for a page that wants to be read and not stepped through."""

import textwrap

from leaklab.labs.request_story.record import record
from leaklab.labs.request_story.words import KINDS
from leaklab.simulation.scenario import Scenario

WIDTH = 66  # columns, for a narrow page


def story_text(scenario: Scenario, handler: str) -> str:
    """What the tasks of the run's only request did, step by step, each with its virtual time in s.

    Raises ValueError for a scenario with more than one request.
    """
    return "\n".join(_line(step.t_s, KINDS[step.kind].text) for step in record(scenario, handler))


def _line(t_s: float, text: str) -> str:
    time = f"{t_s:7.3f} s  "
    return textwrap.fill(text, WIDTH, initial_indent=time, subsequent_indent=" " * len(time))
