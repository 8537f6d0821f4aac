"""Expressions name only metrics that the server exposes; also asked by the name of a service."""

import re

import pytest

from tests.support.monitoring import metrics_in, of_panels, rules
from tests.support.served import served

pytestmark = pytest.mark.slow
IN_COMPOSE = "server:8080"  # the Host that Prometheus sends there


@pytest.fixture(scope="module")
def exposed():
    """The names that /metrics has a type for."""
    with served("--objects", "5", "--latency", "0") as server:
        answer = server.ask("/metrics", host=IN_COMPOSE)
        assert answer.status == 200
        return set(re.findall(r"^# TYPE (\S+)", answer.body.decode(), re.MULTILINE))


@pytest.mark.parametrize(
    ("expression", "names"),
    [
        ("sum by (code) (rate(a_total{job='x', a!='b'}[5s])) > 3e6", {"a_total"}),
        ("a:b:c20s > 20 and a:b:c20s > 4 * d", {"a:b:c20s", "d"}),
        ("min_over_time(sum without (k) (a{j='l'})[10s:1s] offset 20s)", {"a"}),
    ],
)
def test_the_metrics_of_an_expression(expression, names):
    assert metrics_in(expression) == names


@pytest.mark.parametrize("title", of_panels())
def test_a_panel_asks_for_what_there_is(title, exposed):
    assert metrics_in(of_panels()[title]) <= exposed


@pytest.mark.parametrize("name", rules("record"))
def test_a_record_is_of_what_there_is(name, exposed):
    assert metrics_in(rules("record")[name]) <= exposed


@pytest.mark.parametrize("name", rules("alert"))
def test_an_alert_is_of_what_there_is_or_is_recorded(name, exposed):
    assert metrics_in(rules("alert")[name]) <= exposed | set(rules("record"))
