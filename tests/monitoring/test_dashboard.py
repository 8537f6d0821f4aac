"""The dashboard: by its schema, readable by all, and of metrics that there are."""

import copy
import itertools
import json
from pathlib import Path

import jsonschema
import pytest

from leaklab.roles import ROLES
from tests.support.monitoring import dashboard, metrics_in, of_panels, read_yaml

pytestmark = pytest.mark.slow  # jsonschema takes a second to load

SCHEMA = json.loads(Path(__file__).with_name("dashboard.schema.json").read_text(encoding="utf-8"))
PANELS = dashboard()["panels"]
# The fills of the book's four roles, which colour-blind readers tell apart; and for what is left,
# a violet and a grey that differ from these in lightness.
COLOURS = {look.fill for look in ROLES.values()} | {"#b07aa1", "#8c959f"}


def test_it_follows_the_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(dashboard(), SCHEMA)


WRONG = {
    "no title": lambda panel: panel.pop("title"),
    "a title without its unit": lambda panel: panel.update(title="Tasks"),
    "no unit": lambda panel: panel["fieldConfig"]["defaults"].pop("unit"),
    "an unknown unit": lambda panel: panel["fieldConfig"]["defaults"].update(unit="tasks"),
    "no description": lambda panel: panel.update(description=""),
    "wider than the grid": lambda panel: panel["gridPos"].update(w=25),
    "a slip of the pen": lambda panel: panel.update(gridpos={}),
    "no colour of its own": lambda panel: panel["fieldConfig"]["defaults"].update(
        color={"mode": "palette-classic"}
    ),
    "nothing asked": lambda panel: panel.update(targets=[]),
}


@pytest.mark.parametrize("fault", WRONG)
def test_the_schema_finds(fault):
    wrong = copy.deepcopy(dashboard())
    WRONG[fault](wrong["panels"][0])
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, SCHEMA)


def cells(panel):
    """The places of the grid that a panel takes."""
    at = panel["gridPos"]
    columns = range(at["x"], at["x"] + at["w"])
    return set(itertools.product(columns, range(at["y"], at["y"] + at["h"])))


def test_no_panel_lies_on_another_or_beside_the_grid():
    for one, other in itertools.combinations(PANELS, 2):
        assert not cells(one) & cells(other), (one["title"], other["title"])
    assert max(column for panel in PANELS for column, _ in cells(panel)) < 24


def test_titles_and_numbers_are_each_panels_own():
    for field in ("title", "id", "description"):
        assert len({panel[field] for panel in PANELS}) == len(PANELS), field


def test_colours_are_those_that_all_can_tell_apart():
    for panel in PANELS:
        settings = panel["fieldConfig"]
        used = [settings["defaults"]["color"]["fixedColor"]] + [
            prop["value"]["fixedColor"]
            for override in settings["overrides"]
            for prop in override["properties"]
            if prop["id"] == "color"
        ]
        assert set(used) <= COLOURS, panel["title"]
        assert len(set(used)) == len(used), panel["title"]


def test_each_panel_asks_the_source_that_is_provisioned():
    [source] = read_yaml("grafana/provisioning/datasources/prometheus.yml")["datasources"]
    named = {"type": source["type"], "uid": source["uid"]}
    for panel in PANELS:
        assert panel["datasource"] == named
        assert [target["datasource"] for target in panel["targets"]] == [named] * len(
            panel["targets"]
        )


def test_what_the_incident_is_read_from_is_on_it():
    asked = set().union(*(metrics_in(each) for each in of_panels().values()))
    assert asked == {
        "leaklab_tasks",
        "go_goroutines",
        "process_resident_memory_bytes",
        "apiserver_request_total",
        "apiserver_request_terminations_total",
        "apiserver_current_inflight_requests",
    }
