"""The wire's types, made for the JavaScript; and the order in which recorded answers stand."""

from itertools import product

import pytest

from leaklab.labs import wire
from leaklab.labs.incident_replay.plan import IncidentPlan
from leaklab.labs.leak_lab.plan import LabPlan
from leaklab.labs.request_story.record import StoryPlan
from leaklab.labs.themes import THEMES
from leaklab.roles import ROLES, STACKED
from tools.labs import generate


def test_what_the_bundles_were_made_with_is_what_python_says():
    made = {path.name: path.read_text(encoding="utf-8") for path in generate.MADE.iterdir()}
    assert made == {name: make() for name, make in generate.MADE_BY.items()}


@pytest.mark.parametrize(
    ("kind", "script"),
    [
        (dict[str, int], "Record<string, number>"),
        (list[tuple[str, float]], "Array<[string, number]>"),
        (wire.Crash | None, "Crash | null"),
        (bool, "boolean"),
    ],
)
def test_a_type_is_written_in_typescript(kind, script):
    assert generate.script(kind) == script


def test_a_type_that_json_has_not_is_refused():
    with pytest.raises(KeyError):
        generate.script(set[int])


def test_a_field_that_may_be_missing_is_marked():
    types = generate.wire_types()
    assert "\n  rule?: Array<number>;\n" in types
    assert "\n  peak: number;\n" in types
    assert "\nexport type Heard = Ask | Open | Tell | Close;\n" in types


@pytest.mark.parametrize(
    "plan", [LabPlan(), StoryPlan(), IncidentPlan()], ids=lambda plan: type(plan).__name__
)
def test_recorded_answers_stand_in_the_order_of_their_stops(plan):
    every = [dict(zip(plan.stops, each, strict=True)) for each in product(*plan.stops.values())]
    assert [setting.knobs() for setting in plan.settings()] == every


def test_stacks_have_each_role_once():
    assert sorted(STACKED) == sorted(ROLES)


def test_a_dark_page_has_colours_of_its_own():
    light, dark = THEMES["light"], THEMES["dark"]
    assert all(getattr(light, name) != getattr(dark, name) for name in light._fields)
