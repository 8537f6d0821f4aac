"""One request's story: recorded from a real run, for every stop of a lab, and for any question."""

import functools
import inspect
from collections.abc import Sequence
from typing import Any

from leaklab.apiserver import handlers
from leaklab.labs.lab_data import (
    Shape,
    Source,
    StoryAnswer,
    StoryData,
)
from leaklab.labs.request_story.log import STATES, TASKS, Log, Step
from leaklab.labs.request_story.plan import FATES, StoryPlan, StorySetting
from leaklab.labs.request_story.watch_calls import Calls
from leaklab.labs.request_story.watch_tasks import Tasks
from leaklab.labs.request_story.words import KINDS
from leaklab.simulation.scenario import Scenario
from leaklab.simulation.simulate import simulate

KIND_NAMES = tuple(KINDS)


def record(scenario: Scenario, handler: str) -> list[Step]:
    """Run `scenario` through the handler called `handler`, and write down what its tasks do.

    For scenarios of one request: with more, their tasks could not be told apart (ValueError).
    Watching costs a call of Python for each call in the run, and traces only this thread.
    """
    if scenario.requests_expected != 1:
        raise ValueError(f"a story has 1 request, not {scenario.requests_expected}")
    found = handlers.find(handler)
    log = Log(found.serve_http.__code__.co_filename)
    tasks = Tasks(log)
    with Calls(log, found).tracing():
        simulate(scenario, handler, instruments=[tasks], probe=(scenario.horizon_s, tasks.finish))
    return log.steps


def compact(steps: Sequence[Step]) -> StoryAnswer:
    """Steps as numbers: of their time in `times`, then of task, state, line and kind.

    Stories on one side of the timeout mostly differ in their times alone.
    """
    times = sorted({step.t_s for step in steps})
    shape = [
        (
            times.index(step.t_s),
            TASKS.index(step.task),
            STATES.index(step.state),
            step.line,
            KIND_NAMES.index(step.kind),
        )
        for step in steps
    ]
    return {"times": times, "steps": shape}


def answer(plan: dict[str, Any], question: dict[str, Any]) -> StoryAnswer:
    """The story at the setting `question` for a lab planned as `plan`."""
    setting = StorySetting(**question)
    return compact(record(StoryPlan.for_engine(plan).scenario(setting), setting.handler))


@functools.lru_cache(maxsize=8)
def recorded(plan: StoryPlan) -> StoryData:
    """All that the element needs: sources, words, and each story as shape and times."""
    shapes: list[Shape] = []
    stories: list[tuple[int, list[float]]] = []
    for setting in plan.settings():
        story = compact(record(plan.scenario(setting), setting.handler))
        if story["steps"] not in shapes:
            shapes.append(story["steps"])
        stories.append((shapes.index(story["steps"]), story["times"]))
    return {
        "plan": plan.engine_fields(),
        "order": list(plan.stops),
        "stops": plan.stops,
        "start": plan.start.knobs(),
        "tasks": list(TASKS),
        "states": list(STATES),
        "kinds": list(KINDS.values()),
        "handlers": {name: source(name) for name in plan.handlers},
        "fates": {name: words for name, (words, _) in FATES.items()},
        "shapes": shapes,
        "stories": stories,
    }


def source(handler: str) -> Source:
    """The handler's class as its file has it, the file, and the number of its first line there."""
    found = handlers.find(handler)
    lines, first = inspect.getsourcelines(found)
    file = found.__module__.replace(".", "/") + ".py"
    return {"file": file, "first": first, "text": "".join(lines).rstrip("\n")}
