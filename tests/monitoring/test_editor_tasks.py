"""The tasks of the editor start what there is, as the monitoring's README says it."""

import json

import click
import pytest

from leaklab.cli.main import cli
from tests.support.monitoring import FOLDER
from tests.support.places import ROOT

EDITOR = json.loads((ROOT / ".vscode" / "tasks.json").read_text(encoding="utf-8"))
TASKS = {task["label"]: task for task in EDITOR["tasks"]}
CONTAINER = ROOT / ".devcontainer"


def test_which_there_are():
    assert set(TASKS) == {"serve 1.12", "serve 1.17", "pull", "turn the factor to 3", "prometheus"}


@pytest.mark.parametrize("label", [each for each in TASKS if each != "prometheus"])
def test_leaklab_understands(label):
    task = TASKS[label]
    assert task["command"] == "${workspaceFolder}/.venv/bin/leaklab"
    name, *options = task["args"]
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    given = command.make_context(name, options).params
    if name == "serve":
        assert given["handler"] == label.replace("serve ", "k8s-")
    if name == "turn":
        assert given["factor"] == 3
        assert task["options"]["env"] == {"LEAKLAB_TOKEN": "${input:token}"}
        assert [each["id"] for each in EDITOR["inputs"]] == ["token"]


def test_prometheus_is_started_as_the_readme_says():
    task = TASKS["prometheus"]
    line = " ".join([task["command"], *task["args"]])
    assert line in (FOLDER / "README.md").read_text(encoding="utf-8").splitlines()


def test_the_container_has_prometheus_and_shows_the_ports():
    assert " prometheus " in (CONTAINER / "Dockerfile").read_text(encoding="utf-8")
    settings = json.loads((CONTAINER / "devcontainer.json").read_text(encoding="utf-8"))
    assert {8080, 9090} <= set(settings["forwardPorts"])
