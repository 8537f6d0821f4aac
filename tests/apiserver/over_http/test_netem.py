"""A line that is slow for real: Linux netem, in a network namespace of the test's own.

Only root may do this, and only where the kernel has netem; elsewhere it is skipped, and says why.
"""

import json
import shutil
import subprocess
import sys

import pytest

from tests.support.serving import PATIENCE_S
from tests.support.started import ENVIRONMENT

pytestmark = [pytest.mark.slow, pytest.mark.timing]
DELAY_MS = 150  # each way
ASK = f"""
set -e
ip link set lo up
{{line}}
{sys.executable} -m leaklab serve --quiet --latency 0 --objects 3 >greeting.txt &
server=$!
until grep -q pprof greeting.txt; do sleep 0.1; done
{sys.executable} -m leaklab pull --for 2 --parallel 1 --json
kill -INT $server
wait $server
"""
NETEM = f"tc qdisc add dev lo root netem delay {DELAY_MS}ms"


def in_a_namespace(commands: str, folder):
    return subprocess.run(
        ["unshare", "--net", "bash", "-c", commands],
        cwd=folder,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=2 * PATIENCE_S,
        check=False,
    )


@pytest.fixture
def namespaces(tmp_path):
    """The folder for a test, where this machine lets us have a network of our own."""
    for command in ("unshare", "ip", "tc"):
        if shutil.which(command) is None:
            pytest.skip(f"{command} is missing: it is part of util-linux or iproute2")
    tried = in_a_namespace("ip link set lo up", tmp_path)
    if tried.returncode:
        pytest.skip(f"no network namespace here: {tried.stderr.strip()}")
    return tmp_path


def slowest_s(line: str, folder) -> float:
    """The slowest list of some seconds, s; all are answered 200."""
    done = in_a_namespace(ASK.replace("{line}", line), folder)
    assert done.returncode == 0, done.stderr
    seconds = [json.loads(each) for each in done.stdout.splitlines()]
    assert {outcome for second in seconds for outcome in second["outcomes"]} == {"200"}
    return max(second["slowest_s"] for second in seconds)


def test_in_a_network_of_its_own_a_quick_line_is_quick(namespaces):
    assert slowest_s("true", namespaces) < 2 * DELAY_MS / 1000


def test_netem_makes_the_line_slow(namespaces):
    tried = in_a_namespace(f"ip link set lo up; {NETEM}", namespaces)
    if tried.returncode:
        pytest.skip(f"this kernel has no netem: {tried.stderr.strip()}")
    assert slowest_s(NETEM, namespaces) >= 2 * DELAY_MS / 1000  # there and back, once at least
