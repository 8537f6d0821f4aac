"""values.yaml for Zero to JupyterHub: what we know of the chart; with its schema, the schema too.

The chart's schema is not ours to copy. Where CHART_SCHEMA names the values.schema.yaml or .json of
a chart that was pulled, and CHART_VALUES its values.yaml, the values are held against these.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools.book.execute import METADATA
from tools.hub.values import VALUES, faults, over, read
from tools.paths import CHAPTERS, ROOT

pytestmark = pytest.mark.slow  # jsonschema takes a second to load

KNOWN = {"hub", "proxy", "singleuser", "scheduling", "prePuller", "cull"}
SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["hub"],
    "properties": {
        "hub": {"type": "object"},
        "cull": {"type": "object", "properties": {"every": {"type": "integer"}}},
    },
}


@pytest.fixture(scope="module")
def values():
    return read(VALUES)


def bytes_of(size: str) -> int:
    """`512M` in bytes, as KubeSpawner reads it: 1024 to the step."""
    return int(size[:-1]) * 1024 ** ("KMGT".index(size[-1]) + 1)


def test_only_parts_that_the_chart_has_are_set(values):
    assert set(values) == KNOWN


def test_a_participant_has_a_guarantee_and_a_larger_limit(values):
    memory, cpu = values["singleuser"]["memory"], values["singleuser"]["cpu"]
    assert bytes_of(memory["guarantee"]) < bytes_of(memory["limit"])
    assert 0 < cpu["guarantee"] < cpu["limit"]


def test_the_first_page_is_a_chapter_that_exists(values):
    opens = values["singleuser"]["defaultUrl"]
    assert opens.startswith("/lab/tree/chapters/")
    assert (CHAPTERS / opens.rpartition("/")[2]).is_file()
    assert METADATA["kernelspec"]["name"] == "python3"  # the kernel of the image's own Python


def test_no_password_is_written_down_and_nobody_comes_in_without_one(values):
    config = values["hub"]["config"]
    assert config["JupyterHub"]["authenticator_class"] != "dummy"
    assert not any("assword" in key for each in config.values() for key in each)
    assert "hub.config.SharedPasswordAuthenticator.user_password" in VALUES.read_text("utf-8")


def test_participants_reach_no_other_host_and_idle_servers_end(values):
    assert values["hub"]["networkPolicy"]["enabled"] is True
    policy = values["singleuser"]["networkPolicy"]
    rules = policy["egressAllowRules"]
    assert policy["enabled"] is True
    opened = {name for name, allowed in rules.items() if allowed}
    assert all(name.startswith("dnsPorts") for name in opened)
    cull = values["cull"]
    assert cull["enabled"] is True
    assert 0 < cull["every"] < cull["timeout"] < cull["maxAge"]


def test_placeholders_come_with_the_priority_by_which_they_give_way(values):
    scheduling = values["scheduling"]
    assert scheduling["userPlaceholder"]["replicas"] > 0
    assert scheduling["podPriority"]["enabled"] is True
    limits = values["hub"]
    assert limits["activeServerLimit"] >= 100 >= limits["concurrentSpawnLimit"]


def test_values_are_laid_over_the_charts_as_helm_does():
    assert over({"a": {"x": 1, "y": 2}, "b": [1]}, {"a": {"y": 3}, "b": [2]}) == {
        "a": {"x": 1, "y": 3},
        "b": [2],
    }


def test_a_wrong_value_is_told_with_its_place():
    wrong = {"cull": {"every": "5m"}, "culling": {}}
    told = sorted(faults(wrong, SCHEMA))
    assert told[0] == "cull.every: '5m' is not of type 'integer'"
    assert "'culling' was unexpected" in told[1]
    assert len(told) == 2  # what is required may come from the chart's own values
    assert list(faults({}, SCHEMA, {"hub": {}})) == []
    assert list(faults({}, SCHEMA, {})) == ["values: 'hub' is a required property"]
    with pytest.raises(ValueError, match="no JSON schema"):
        list(faults({}, {"type": 7}))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "told"),
    [(None, "cannot be read"), ("a: [", "is no YAML"), ("- 1", "must hold a mapping, and holds")],
)
def test_a_bad_file_is_one_line(tmp_path, text, told):
    path = tmp_path / "schema.yaml"
    if text is not None:
        path.write_text(text)
    command = [sys.executable, "-m", "tools.hub.values", str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert told in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_charts_schema_allows_the_values(values):
    name = os.environ.get("CHART_SCHEMA")
    if not name:
        pytest.skip("CHART_SCHEMA names no values.schema.yaml of a chart: helm pull brings it")
    charts = os.environ.get("CHART_VALUES")
    defaults = read(Path(charts)) if charts else None
    assert list(faults(values, read(Path(name)), defaults)) == []
