"""The alert that chapter 10 shows is the one that Prometheus loads, whole."""

import yaml

from leaklab.book.never_again import alert_rule
from tests.support.monitoring import FOLDER, rules


def test_the_packages_copy_is_the_repositorys_file():
    assert alert_rule.RULES.read_bytes() == (FOLDER / "alerts.yml").read_bytes()


def test_it_shows_the_alert_and_the_rules_that_it_names_and_no_other():
    shown = yaml.safe_load(repr(alert_rule.look()))
    *recorded, alert = shown
    assert alert["alert"] == alert_rule.ALERT
    assert alert["expr"] == rules("alert")[alert_rule.ALERT]
    named = {name: expr for name, expr in rules("record").items() if name in alert["expr"]}
    assert {rule["record"]: rule["expr"] for rule in recorded} == named
    assert len(named) == 2
