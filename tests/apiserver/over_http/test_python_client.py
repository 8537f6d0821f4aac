"""The official Python client of Kubernetes against `leaklab serve`: lists, watches, errors."""

import json
import re
import time

import pytest
from kubernetes import client, watch

from tests.support.served import served

pytestmark = pytest.mark.slow
NAMES = [f"pod-{number:06}" for number in range(12)]


def core(server):
    """The API of pods and namespaces, as the client has it."""
    return client.CoreV1Api(client.ApiClient(client.Configuration(host=server.url)))


@pytest.fixture(scope="module")
def quick():
    """A server that answers at once."""
    with served("--objects", "12", "--latency", "0") as server:
        yield server


def names(objects):
    return [each.metadata.name for each in objects]


def test_all_pods_come_as_the_clients_objects(quick):
    listed = core(quick).list_pod_for_all_namespaces()
    assert names(listed.items) == NAMES
    pod = listed.items[3]
    assert (pod.status.phase, pod.status.pod_ip, pod.spec.node_name) == (
        "Running",
        "10.0.0.3",
        "node-3",
    )
    assert pod.metadata.creation_timestamp.year == 2019
    assert names(core(quick).list_namespace().items) == ["default", "kube-system"]


def test_pages_follow_their_token_and_tell_what_remains(quick):
    api, found, go_on, remaining = core(quick), [], None, []
    while go_on != "":
        page = api.list_pod_for_all_namespaces(limit=5, _continue=go_on)
        found += names(page.items)
        remaining.append(page.metadata.remaining_item_count)
        go_on = page.metadata._continue or ""
    assert found == NAMES
    assert remaining == [7, 2, None]


def test_a_watch_ends_when_its_time_is_over(quick):
    began_s = time.monotonic()
    events = list(watch.Watch().stream(core(quick).list_pod_for_all_namespaces, timeout_seconds=1))
    assert 1 < time.monotonic() - began_s < 10
    assert [event["type"] for event in events] == ["ADDED"] * 12
    assert names(event["object"] for event in events) == NAMES


def test_a_watch_goes_on_from_what_a_list_has_seen(quick):
    """Nothing changes here, so it has nothing to tell; one object by its name is told."""
    api = core(quick)
    seen = api.list_namespaced_pod("default").metadata.resource_version
    listing = (api.list_namespaced_pod, "default")
    after = watch.Watch().stream(*listing, resource_version=seen, timeout_seconds=1)
    assert list(after) == []
    one = watch.Watch().stream(
        *listing, field_selector="metadata.name=pod-000003", timeout_seconds=1
    )
    assert names(event["object"] for event in one) == ["pod-000003"]


def test_what_is_not_there_is_an_api_exception_with_a_status(quick):
    with pytest.raises(client.ApiException) as raised:
        core(quick).read_namespaced_pod("nobody", "default")
    status = json.loads(raised.value.body)
    assert (raised.value.status, status["reason"]) == (404, "NotFound")
    assert status["message"] == 'pods "nobody" not found'
    assert status["details"] == {"name": "nobody", "kind": "pods"}


def test_a_wrong_continue_token_is_a_bad_request(quick):
    with pytest.raises(client.ApiException) as raised:
        core(quick).list_pod_for_all_namespaces(limit=5, _continue="abc")
    assert (raised.value.status, raised.value.reason) == (400, "Bad Request")


def test_the_version_has_every_field_that_the_client_wants(quick):
    told = client.VersionApi(core(quick).api_client).get_code()
    assert (told.major, told.minor, told.git_version) == ("1", "12", "v1.12.4+leaklab")


@pytest.mark.parametrize(
    ("handler", "message", "left"),
    [
        ("k8s-1.12", "Timeout: request did not complete within 600ms", 1),
        ("k8s-1.37", "Timeout: request did not complete within the allotted timeout", 0),
    ],
)
def test_a_504_is_an_api_exception_with_the_filters_body(handler, message, left):
    """Asked once: urllib3 tries again after a Retry-After alone. The messages are as recorded."""
    with served("--handler", handler, "--latency", "0.9", "--objects", "12") as server:
        with pytest.raises(client.ApiException) as raised:
            core(server).list_pod_for_all_namespaces()
        status = json.loads(raised.value.body)
        assert (raised.value.status, status["reason"], status["code"]) == (504, "Timeout", 504)
        assert status["message"] == message
        assert server.settled(left) == left
        assert sum(bool(re.search(r"resp=504|\) 504 ", line)) for line in server.log) == 1
