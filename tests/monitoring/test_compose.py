"""compose.yaml and the image of the server: pinned, on loopback, of files that are there."""

import copy
import re
import shlex

import click
import jsonschema
import pytest

from leaklab.cli.main import cli
from tests.support.monitoring import DASHBOARD, FOLDER, read_yaml
from tests.support.places import ROOT

pytestmark = pytest.mark.slow  # jsonschema takes a second to load

COMPOSE = read_yaml("compose.yaml")
PINNED = r"[a-z/-]+:v?\d+\.\d+\.\d+"
SERVICE = {
    "type": "object",
    "oneOf": [{"required": ["image"]}, {"required": ["build"]}],
    "required": ["ports"],
    "additionalProperties": False,
    "properties": {
        "image": {"type": "string", "pattern": f"^{PINNED}$"},
        "build": {"type": "object", "required": ["context", "dockerfile"]},
        "command": {"type": "array", "items": {"type": "string"}},
        "environment": {"type": "object", "additionalProperties": {"type": "string"}},
        "ports": {
            "type": "array",
            "minItems": 1,
            "items": {"type": "string", "pattern": r"^127\.0\.0\.1:\d+:\d+$"},
        },
        "volumes": {
            "type": "array",
            "items": {"type": "string", "pattern": r"^\./[\w./-]+:/[\w./-]+:ro$"},
        },
        "depends_on": {"type": "array", "items": {"enum": list(COMPOSE["services"])}},
    },
}
SCHEMA = {
    "type": "object",
    "required": ["name", "services"],
    "additionalProperties": False,
    "properties": {
        "name": {"type": "string"},
        "services": {"type": "object", "additionalProperties": SERVICE},
    },
}


def mounts(service):
    """What a service sees of the folder: path inside to path here."""
    pairs = (each.split(":")[:2] for each in COMPOSE["services"][service].get("volumes", []))
    return {inside: FOLDER / here for here, inside in pairs}


def test_images_are_pinned_and_ports_are_open_on_this_machine_alone():
    jsonschema.validate(COMPOSE, SCHEMA)
    assert list(COMPOSE["services"]) == ["server", "prometheus", "grafana"]


@pytest.mark.parametrize(
    ("service", "wrong"),
    [
        ("grafana", {"image": "grafana/grafana"}),
        ("grafana", {"image": "grafana/grafana:latest"}),
        ("prometheus", {"ports": ["9090:9090"]}),
        ("prometheus", {"ports": ["0.0.0.0:9090:9090"]}),
        ("prometheus", {"volumes": ["./alerts.yml:/etc/prometheus/alerts.yml"]}),
        ("server", {"privileged": True}),
    ],
)
def test_the_schema_finds(service, wrong):
    changed = copy.deepcopy(COMPOSE)
    changed["services"][service].update(wrong)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(changed, SCHEMA)


@pytest.mark.parametrize("service", COMPOSE["services"])
def test_what_is_mounted_is_there(service):
    assert [path for path in mounts(service).values() if not path.exists()] == []


def test_prometheus_finds_its_files_and_the_server():
    inside = mounts("prometheus")
    config = read_yaml("prometheus.yml")
    [job] = config["scrape_configs"]
    [sd] = job["file_sd_configs"]
    for name in [*config["rule_files"], *sd["files"]]:
        assert f"/etc/prometheus/{name}" in inside
        assert (FOLDER / name).exists(), "without compose it is read beside prometheus.yml"
    assert (
        "--config.file=/etc/prometheus/prometheus.yml"
        in COMPOSE["services"]["prometheus"]["command"]
    )
    port = COMPOSE["services"]["server"]["ports"][0].rpartition(":")[2]
    assert read_yaml("targets/in-compose.yml") == [{"targets": [f"server:{port}"]}]
    assert read_yaml("targets/server.yml") == [{"targets": [f"127.0.0.1:{port}"]}]


def test_grafana_finds_prometheus_and_its_dashboard():
    inside = mounts("grafana")
    assert inside["/etc/grafana/provisioning"] == FOLDER / "grafana" / "provisioning"
    [source] = read_yaml("grafana/provisioning/datasources/prometheus.yml")["datasources"]
    port = COMPOSE["services"]["prometheus"]["ports"][0].rpartition(":")[2]
    assert source["url"] == f"http://prometheus:{port}"
    [provider] = read_yaml("grafana/provisioning/dashboards/files.yml")["providers"]
    folder = inside[provider["options"]["path"]]
    assert folder / DASHBOARD.name == DASHBOARD
    settings = COMPOSE["services"]["grafana"]["environment"]
    home = settings["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"]
    assert home == f"{provider['options']['path']}/{DASHBOARD.name}"
    assert settings["GF_AUTH_ANONYMOUS_ENABLED"] == "true"
    assert settings["GF_AUTH_ANONYMOUS_ORG_ROLE"] == "Viewer"


def test_the_server_is_told_what_leaklab_understands():
    name, *options = COMPOSE["services"]["server"]["command"]
    options = [re.sub(r"\$\{\w+:-(.*)\}", r"\1", each) for each in options]
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    given = command.make_context(name, options).params
    assert (given["host"], given["handler"]) == ("0.0.0.0", "k8s-1.12")
    assert f":{given['port']}:{given['port']}" in COMPOSE["services"]["server"]["ports"][0]


def test_the_image_is_made_of_files_that_are_sent_and_are_there():
    build = COMPOSE["services"]["server"]["build"]
    assert (FOLDER / build["context"]).resolve() == ROOT
    dockerfile = ROOT / build["dockerfile"]
    lines = [line.split() for line in dockerfile.read_text(encoding="utf-8").splitlines()]
    [base] = [words[1] for words in lines if words[:1] == ["FROM"]]
    assert re.fullmatch(r"python:3\.\d+-slim-bookworm", base)
    copied = {name for words in lines if words[:1] == ["COPY"] for name in words[1:-1]}
    assert [name for name in copied if not (ROOT / name).exists()] == []
    ignored = dockerfile.with_name("Dockerfile.dockerignore").read_text(encoding="utf-8")
    sent = {line.removeprefix("!") for line in ignored.splitlines() if line.startswith("!")}
    assert sent == copied
    assert lines[-1] == ["ENTRYPOINT", '["leaklab"]']


def test_readme_names_files_and_commands_that_are_there():
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    for name in re.findall(r"^\| (`.*`) \|", text, re.MULTILINE):
        for path in re.findall(r"`([^`]+)`", name):
            assert (FOLDER / path).exists(), path
    for path in re.findall(r"monitoring/[\w./-]*\w", text):
        assert (ROOT / path.removeprefix("tests/")).exists() or (ROOT / "tests" / path).exists()
    said = re.findall(r"leaklab (serve|pull|turn)( .*)?$", text, re.MULTILINE)
    assert len(said) == 5
    for name, options in said:
        command = cli.get_command(click.Context(cli), name)
        assert command is not None
        command.make_context(name, shlex.split(options, comments=True))
