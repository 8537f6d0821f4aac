"""Debian's Prometheus asks a real `leaklab serve`, and is asked what it has seen."""

import concurrent.futures
import contextlib
import subprocess
import time

import pytest

from tests.support.monitoring import of_panels, prometheus, rules, wait_until
from tests.support.served import served
from tests.support.started import ENVIRONMENT, LEAKLAB

pytestmark = pytest.mark.slow
SLOW = ("--latency", "0.3", "--factor", "3", "--timeout", "0.6", "--objects", "20")
TASKS = 'go_goroutines{job="leaklab"}'
PARKED = 'leaklab_tasks{job="leaklab", state="chan send"}'
TIMED_OUT = 'sum(apiserver_request_terminations_total{job="leaklab", code="504"})'


@contextlib.contextmanager
def scraped(handler, folder):
    """A slow server, and a Prometheus that asks it."""
    with served("--handler", handler, *SLOW) as server, prometheus(server.port, folder) as seen:
        yield server, seen


@contextlib.contextmanager
def pulled(server):
    """The platform lists all pods, ten lists a second, until the block ends."""
    command = [*LEAKLAB, "pull", server.url]
    load = subprocess.Popen(command, env=ENVIRONMENT, stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        load.kill()
        load.wait()


def test_tasks_and_504s_are_counted_exactly(tmp_path):
    with (
        served("--handler", "k8s-1.12", *SLOW) as server,
        prometheus(server.port, tmp_path) as seen,
    ):
        before = seen.value(TASKS)
        with concurrent.futures.ThreadPoolExecutor(10) as pool:
            answers = list(pool.map(lambda _: server.ask("/api/v1/pods").status, range(30)))
        assert answers == [504] * 30
        assert server.settled(30) == 30
        assert wait_until(lambda: seen.value(PARKED) == 30), seen.value(PARKED)
        end_s = time.monotonic() + 2  # every number, as long as one looks
        while time.monotonic() < end_s:
            assert seen.value(TASKS) == before + 30
            assert seen.value(TIMED_OUT) == seen.value(PARKED) == 30
            time.sleep(0.5)


def expressions():
    """All that is asked or judged, with a name.

    The comparisons of an alert are made to give 0 or 1, so that they leave nothing out.
    """
    yield from of_panels().items()
    for name, expression in rules("record").items():
        yield name, expression
        yield f"{name}, as recorded", name
    for name, expression in rules("alert").items():
        yield name, expression.replace(">", "> bool")


def test_the_alert_comes_and_every_expression_has_a_result(tmp_path):
    with scraped("k8s-1.12", tmp_path) as (server, seen):
        assert seen.alerts() == {}
        with pulled(server):
            assert wait_until(lambda: "TasksGrowButRequestsDoNot" in seen.alerts(), 60)
            assert seen.alerts()["RequestsTimeOut"] == "firing"
            for name, expression in expressions():
                assert seen.query(expression), name


def test_on_1_17_the_same_load_wakes_no_alert_for_tasks(tmp_path):
    with scraped("k8s-1.17", tmp_path) as (server, seen), pulled(server):
        growth = "instance:go_goroutines:growth20s"
        assert wait_until(lambda: seen.value(growth) is not None, 60)
        assert wait_until(lambda: seen.alerts().get("RequestsTimeOut") == "firing")
        end_s = time.monotonic() + 8
        while time.monotonic() < end_s:
            assert "TasksGrowButRequestsDoNot" not in seen.alerts()
            time.sleep(0.5)
