"""The request story as a page shows it, and the steps that have to stand there."""

from collections.abc import Iterable
from typing import Any

from leaklab.labs.request_story.log import Step
from leaklab.labs.request_story.plan import StoryPlan, StorySetting
from leaklab.labs.request_story.record import record
from leaklab.labs.request_story.words import KINDS

PLAN = StoryPlan()
ASK = "Press Next, or the right arrow key, and follow the request step by step. "


def to_the_end(page: Any) -> None:
    """Show the last step."""
    page.lab.get_by_label("Step", exact=True).press("End")


def recorded_steps(
    latency_s: float = 0.9, handler: str = "k8s-1.12", fate: str = "answers"
) -> list[Step]:
    """The story at these knobs, recorded here."""
    setting = StorySetting(latency_s=latency_s, handler=handler, fate=fate)
    return record(PLAN.scenario(setting), handler)


def sentence(step: Step) -> str:
    """What the page says at a step."""
    return f"At {step.t_s:g} s, line {step.line}. {KINDS[step.kind].text}"


def words(page: Any) -> list[str]:
    """The list of all steps, as it stands in the page."""
    found: list[str] = page.lab.locator("details li").all_text_contents()
    return found


def in_words(steps: Iterable[Step]) -> list[str]:
    """The list of all steps, as it has to stand there."""
    return [f"{s.t_s:g} s, {s.task}, line {s.line}. {KINDS[s.kind].text}" for s in steps]
