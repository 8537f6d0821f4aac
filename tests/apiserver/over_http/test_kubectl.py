"""kubectl against `leaklab serve`: what it shows, watches, and says when a request fails.

Tried with kubectl 1.20 (Debian 12's) and 1.32.
"""

import json
import os
import re
import signal
import subprocess
import time

import pytest

from tests.support.programs import Kubectl
from tests.support.served import served

pytestmark = pytest.mark.slow
QUICK = ("--objects", "12", "--latency", "0")
NAMES = [f"pod-{number:06}" for number in range(12)]
TIMED_OUT = (  # client-go's own words for a 504 whose body has no kind, as the filter's has none
    "Error from server (Timeout): the server was unable to return a response in the time allotted,"
    " but may still be processing the request (get pods)\n"
)


@pytest.fixture(scope="module")
def quick():
    """A server that answers at once."""
    with served(*QUICK) as server:
        yield server


@pytest.fixture
def kubectl(quick, tmp_path):
    return Kubectl(quick.url, tmp_path)


@pytest.mark.parametrize("more", [(), ("--chunk-size=5",), ("--chunk-size=0",)])
def test_get_pods_prints_the_servers_table_however_large_a_page_is(kubectl, more):
    said = kubectl("get", "pods", *more)
    assert said.lines[0].split() == ["NAME", "READY", "STATUS", "RESTARTS", "AGE"]
    assert [line.split()[:4] for line in said.lines[1:]] == [
        [name, "1/1", "Running", "0"] for name in NAMES
    ]
    assert (said.code, said.err) == (0, "")


def test_the_wide_table_has_upstreams_columns(kubectl):
    header, first, *_ = kubectl("get", "pods", "-o", "wide").lines
    assert header.split("   ")[0] == "NAME"
    assert header.endswith("IP          NODE     NOMINATED NODE   READINESS GATES")
    assert first.split()[5:] == ["10.0.0.0", "node-0", "<none>", "<none>"]


def test_all_pods_come_as_json_yaml_and_names(kubectl):
    listed = json.loads(kubectl("get", "pods", "-o", "json").out)
    assert [each["metadata"]["name"] for each in listed["items"]] == NAMES
    assert {each["kind"] for each in listed["items"]} == {"Pod"}
    written = kubectl("get", "pods", "-o", "yaml").lines
    assert written[:2] == ["apiVersion: v1", "items:"]
    assert sum(line.strip() == "kind: Pod" for line in written) == 12
    assert kubectl("get", "pods", "-o", "name").lines == [f"pod/{name}" for name in NAMES]


def test_namespaces_are_a_table_of_their_own(kubectl):
    rows = [line.split()[:2] for line in kubectl("get", "ns").lines]
    assert rows == [["NAME", "STATUS"], ["default", "Active"], ["kube-system", "Active"]]
    assert [line.split()[0] for line in kubectl("get", "ns", "kube-system").lines] == [
        "NAME",
        "kube-system",
    ]
    empty = kubectl("get", "pods", "-n", "kube-system")
    assert empty.err == "No resources found in kube-system namespace.\n"
    assert len(kubectl("get", "pods", "-A", "--no-headers").lines) == 12


def test_one_pod_is_described(kubectl):
    said = kubectl("describe", "pod", "pod-000003")
    fields = dict(line.partition(":")[::2] for line in said.lines if not line.startswith(" "))
    fields = {name: value.strip() for name, value in fields.items()}
    assert (fields["Name"], fields["Namespace"]) == ("pod-000003", "default")
    assert (fields["Status"], fields["IP"], fields["Labels"]) == ("Running", "10.0.0.3", "app=demo")
    assert said.code == 0


def test_discovery_tells_what_there_is(kubectl):
    assert kubectl("api-versions").lines == ["v1"]
    rows = [line.split() for line in kubectl("api-resources").lines[1:]]
    assert rows == [
        ["endpoints", "ep", "v1", "true", "Endpoints"],
        ["namespaces", "ns", "v1", "false", "Namespace"],
        ["pods", "po", "v1", "true", "Pod"],
    ]
    assert "v1.12.4+leaklab" in kubectl("version").out


@pytest.mark.parametrize(
    ("handler", "version", "minor"),
    [("k8s-1.17", "v1.17.0+leaklab", "17"), ("k8s-1.37", "v1.37.0-beta.0+leaklab", "37")],
)
def test_the_version_is_that_of_the_filters_release(tmp_path, handler, version, minor):
    with served("--handler", handler, *QUICK) as server:
        said = Kubectl(server.url, tmp_path)("get", "--raw", "/version")
        told = json.loads(said.out)
        assert (told["gitVersion"], told["major"], told["minor"]) == (version, "1", minor)


WRONG = {
    ("get", "nothing"): 'error: the server doesn\'t have a resource type "nothing"\n',
    ("get", "pod", "nobody"): 'Error from server (NotFound): pods "nobody" not found\n',
    ("get", "ns", "nobody"): 'Error from server (NotFound): namespaces "nobody" not found\n',
    ("get", "--raw", "/nothing"): (
        "Error from server (NotFound): the server could not find the requested resource\n"
    ),
    ("get", "--raw", "/api/v1/pods/pod-000001"): (  # a pod is in a namespace
        "Error from server (NotFound): the server could not find the requested resource\n"
    ),
}


@pytest.mark.parametrize("arguments", WRONG)
def test_what_is_not_there_is_an_error_in_kubectls_words(kubectl, arguments):
    said = kubectl(*arguments)
    assert (said.code, said.out, said.err) == (1, "", WRONG[arguments])


def test_nothing_is_deleted(kubectl):
    said = kubectl("delete", "pod", "pod-000001")
    assert said.code == 1
    assert said.err.startswith("Error from server (MethodNotAllowed): ")
    assert len(kubectl("get", "pods", "--no-headers").lines) == 12


@pytest.mark.parametrize(("what", "rows"), [(("ns",), 3), (("pod", "pod-000003"), 2)])
def test_a_watch_ends_after_the_time_that_was_asked_for(kubectl, what, rows):
    began_s = time.monotonic()
    said = kubectl("get", *what, "-w", "--request-timeout=1s")
    assert (said.code, said.err, len(said.lines)) == (0, "", rows)
    assert 0.8 < time.monotonic() - began_s < 10


def test_a_watch_goes_on_beyond_the_filters_timeout(tmp_path):
    with served(*QUICK, "--timeout", "0.4") as server:
        kubectl = Kubectl(server.url, tmp_path)
        watching = subprocess.Popen(
            [*kubectl.command, "get", "pods", "-w"],
            env={**os.environ, **kubectl.environment},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert watching.stdout is not None
        try:
            lines = [watching.stdout.readline() for _ in range(13)]
            assert lines[-1].startswith(NAMES[-1])
            time.sleep(1)  # more than twice the timeout
            assert watching.poll() is None
            assert server.settled(0) == 0
        finally:
            watching.send_signal(signal.SIGINT)
            watching.wait()
            watching.stdout.close()


@pytest.mark.parametrize(("handler", "left"), [("k8s-1.12", 2), ("k8s-1.37", 0)])
def test_a_504_is_a_timeout_in_kubectls_words_and_is_not_tried_again(tmp_path, handler, left):
    """client-go tries again after a 429 alone: it has a Retry-After, the filter's 504 has none."""
    with served("--handler", handler, "--latency", "0.9", "--objects", "12") as server:
        kubectl = Kubectl(server.url, tmp_path)
        for _ in range(2):
            said = kubectl("get", "pods")
            assert (said.code, said.out, said.err) == (1, "", TIMED_OUT)
        assert server.settled(left) == left
        assert sum(bool(re.search(r"resp=504|\) 504 ", line)) for line in server.log) == 2


def test_after_a_429_it_waits_and_asks_again(tmp_path):
    """One slot, taken for 1.5 s: kubectl is refused, waits the Retry-After of 1 s, and succeeds."""
    busy = ("--max-in-flight", "1", "--latency", "1.5", "--timeout", "5", "--objects", "12")
    with served(*busy) as server, server.raw() as line:
        line.sendall(b"GET /api/v1/pods HTTP/1.1\r\nHost: localhost\r\n\r\n")
        time.sleep(0.2)  # it has the slot
        began_s = time.monotonic()
        said = Kubectl(server.url, tmp_path)("get", "pods", "--no-headers")
        assert (said.code, len(said.lines)) == (0, 12)
        assert time.monotonic() - began_s > 1 + 1.5  # Retry-After, and its own list
        metrics = server.ask("/metrics").body.decode()
        assert 'apiserver_dropped_requests_total{requestKind="readOnly"}' in metrics
