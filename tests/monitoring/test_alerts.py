"""The rules before Prometheus' own judge: they are well-formed, they fire, they stay silent."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.monitoring import FOLDER, program, read_yaml

pytestmark = pytest.mark.slow
CASES = Path(__file__).with_name("alerts.rules-test.yml")


def promtool(*arguments):
    """How it ends, and what it says."""
    command = [program("promtool"), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_config_and_rules_are_well_formed():
    assert promtool("check", "config", FOLDER / "prometheus.yml")[0] == 0
    status, said = promtool("check", "rules", "--lint-fatal", FOLDER / "alerts.yml")
    assert (status, "6 rules found" in said) == (0, True), said


def test_they_fire_in_the_incident_and_are_silent_in_health():
    status, said = promtool("test", "rules", CASES)
    assert status == 0, said


WEAKENED = {
    "requests at work are passed over": ("> 8 * instance", "> 0 * instance", "a healthy burst"),
    "a step is enough": ("for: 25s", "for: 10s", "a step"),
    "it takes very many tasks": ("growth20s > 20\n", "growth20s > 900\n", "the incident"),
    "any code is a 504": ('code="504"', 'code=~".*"', "a healthy burst"),
    "any memory is high": ("> 100e6", "> 50e6", "a healthy burst"),
}


@pytest.mark.parametrize("fault", WEAKENED)
def test_the_cases_find_that(fault, tmp_path):
    """Each case can fail: a rule made worse is found by the one that it is for."""
    right, wrong, case = WEAKENED[fault]
    text = (FOLDER / "alerts.yml").read_text(encoding="utf-8")
    assert right in text
    (tmp_path / "monitoring").mkdir()
    (tmp_path / "monitoring" / "alerts.yml").write_text(text.replace(right, wrong), "utf-8")
    here = tmp_path / "tests" / "monitoring"
    here.mkdir(parents=True)
    shutil.copy(CASES, here)
    status, said = promtool("test", "rules", here / CASES.name)
    assert status == 1
    assert f"name: {case}" in said


def test_each_alert_has_a_plain_summary_and_says_that_its_threshold_is_chosen():
    groups = read_yaml("alerts.yml")["groups"]
    alerts = [rule for group in groups for rule in group["rules"] if "alert" in rule]
    assert len(alerts) == 3
    for alert in alerts:
        said = alert["annotations"]
        assert said["summary"].startswith("{{ $labels.instance }} ")
        assert len(said["summary"]) < 100
        assert said["description"].rstrip(".").rpartition("told: ")[2].startswith("chosen")
