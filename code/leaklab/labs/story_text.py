"""One request's story as text, for a page that wants to be read and not stepped through."""

from leaklab.labs.story import record
from leaklab.labs.story_words import KINDS
from leaklab.scenario import Scenario


def story_text(scenario: Scenario, handler: str) -> str:
    """What the tasks of the run's only request did, a line a step, with its virtual time in s.

    Raises ValueError for a scenario with more than one request.
    """
    steps = record(scenario, handler)
    return "\n".join(f"{step.t_s:7.3f} s  {KINDS[step.kind].says}" for step in steps)
