"""/metrics of `leaklab serve`, read by Prometheus' own parsers: exact counts, and the memory."""

import collections
import concurrent.futures
import time

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.support.programs import program, run
from tests.support.served import served
from tests.support.serving import PATIENCE_S

pytestmark = pytest.mark.slow
PODS = "/api/v1/pods"
OLD_COUNT = "apiserver_request_count_total"  # the parser adds _total to a counter's name
IN_TIME, LATE = 12, 9


def samples(server):
    """Every sample by name: its labels and value."""
    found = collections.defaultdict(list)
    for family in text_string_to_metric_families(server.ask("/metrics").body.decode()):
        for sample in family.samples:
            found[sample.name].append((sample.labels, sample.value))
    return found


def value(server, name, **labels):
    """The sum of the samples with these labels."""
    wanted = labels.items()
    return sum(count for has, count in samples(server)[name] if wanted <= has.items())


def by_code(server, name):
    """Lists of pods by code and content type."""
    found = collections.Counter()
    for labels, count in samples(server)[name]:
        if (labels["verb"], labels["resource"]) == ("LIST", "pods"):
            found[labels["code"], labels.get("contentType")] += count
    return dict(found)


def until(look, wanted):
    """What `look` gives as soon as it is `wanted`; else what it gives after a while."""
    until_s = time.monotonic() + PATIENCE_S
    while (seen := look()) != wanted and time.monotonic() < until_s:
        time.sleep(0.1)
    return seen


def ask_together(server, count):
    """The statuses of so many lists at once."""
    with concurrent.futures.ThreadPoolExecutor(count) as pool:
        answers = list(pool.map(server.ask, [PODS] * count))
    return collections.Counter(answer.status for answer in answers)


OK, LATE_OK, TIMED_OUT = ("200", "application/json"), ("200", ""), ("504", "")


@pytest.mark.parametrize(
    ("handler", "counted", "left"),
    [
        ("k8s-1.12", {OK: IN_TIME, LATE_OK: LATE, TIMED_OUT: LATE}, LATE),
        ("k8s-1.37", {OK: IN_TIME, LATE_OK: LATE}, 0),
    ],
)
def test_requests_are_counted_by_code_as_each_release_counts_them(handler, counted, left):
    """1.12 counts a timed out one twice: the filter's 504, and what its handler answered late.

    Since 1.17 (#83427) the 504 is a termination instead. A late handler's headers go nowhere, so
    its content type is empty.
    """
    options = ("--latency", "0.3", "--timeout", "0.6", "--objects", "5")
    with served("--handler", handler, *options) as server:
        before = value(server, "go_goroutines")
        assert ask_together(server, IN_TIME) == {200: IN_TIME}
        server.turn(factor=4)
        assert ask_together(server, LATE) == {504: LATE}
        for name in (OLD_COUNT, "apiserver_request_total"):
            assert until(lambda name=name: by_code(server, name), counted) == counted
        ended = {("504", None): LATE}
        assert by_code(server, "apiserver_request_terminations_total") == ended
        assert until(lambda: value(server, "go_goroutines") - before, left) == left
        late_ends = LATE if handler == "k8s-1.37" else 0  # reported since 1.22 (#97428)
        told = value(server, "apiserver_request_post_timeout_total", status="ok")
        assert told == late_ends


def test_every_label_is_upstreams():
    with served("--latency", "0", "--objects", "5") as server:
        for path in (PODS, "/api/v1/namespaces/default/pods/pod-000001", "/api/v1/nothing"):
            server.ask(path, user_agent="somebody/1.0 (linux)")
        server.ask("/api/v1/namespaces", user_agent="Mozilla/5.0 (X11)")
        rows = [labels for labels, _ in samples(server)["apiserver_request_total"]]
        said = {(row["verb"], row["resource"], row["scope"], row["code"]) for row in rows}
        assert said >= {
            ("LIST", "pods", "cluster", "200"),
            ("GET", "pods", "namespace", "200"),
            ("LIST", "", "", "404"),
            ("LIST", "namespaces", "cluster", "200"),
        }
        assert {row["client"] for row in rows} >= {"somebody/1.0 (linux)", "Browser"}
        assert {row["component"] for row in rows} == {"apiserver"}


def test_what_is_refused_is_counted():
    busy = ("--max-in-flight", "2", "--latency", "0.5", "--timeout", "5", "--objects", "5")
    with served(*busy) as server:
        assert ask_together(server, 8) == {200: 2, 429: 6}
        assert value(server, "apiserver_dropped_requests_total", requestKind="readOnly") == 6
        assert value(server, OLD_COUNT, code="429") == 6


def test_handlers_at_work_are_in_flight_and_a_watch_is_not():
    late = ("--latency", "1.5", "--timeout", "0.4", "--objects", "5")
    with served(*late) as server, server.raw() as watch:
        watch.sendall(b"GET /api/v1/pods?watch=1 HTTP/1.1\r\nHost: localhost\r\n\r\n")
        watch.recv(100)

        def in_flight():
            flight = "apiserver_current_inflight_requests"
            return value(server, flight, requestKind="readOnly")

        assert in_flight() == 1  # the scrape itself
        assert ask_together(server, 6) == {504: 6}
        assert in_flight() == 1 + 6  # timed out, and still at work
        assert until(in_flight, 1) == 1


def test_promtool_finds_nothing_but_upstreams_own_names():
    """Upstream's camelCase labels and the old name without _total are what it was known by."""
    with served("--max-in-flight", "2", "--latency", "0.9", "--objects", "5") as server:
        ask_together(server, 4)
        text = until(lambda: server.ask("/metrics").status, 200) and server.ask("/metrics")
        said = run(program("promtool", "prometheus"), "check", "metrics", given=text.body.decode())
    complaints = {tuple(line.split(" ", 1)) for line in (said.out + said.err).splitlines()}
    camel_case = "label names should be written in 'snake_case' not 'camelCase'"
    assert complaints == {
        ("apiserver_request_count", 'counter metrics should have "_total" suffix'),
        (
            "apiserver_request_count",
            'non-histogram and non-summary metrics should not have "_count" suffix',
        ),
        ("apiserver_request_count", camel_case),
        ("apiserver_request_total", camel_case),
        ("apiserver_current_inflight_requests", camel_case),
        ("apiserver_dropped_requests_total", camel_case),
    }


BATCH = 1500


@pytest.mark.parametrize(("handler", "grows"), [("k8s-1.12", True), ("k8s-1.17", False)])
def test_memory_grows_with_what_is_parked_and_does_not_come_back(handler, grows):
    """Two batches: the first also brings what any load needs, the second only what is left."""
    options = ("--http2", "--latency", "0.3", "--timeout", "0.1", "--objects", "5", "--quiet")
    with served("--handler", handler, *options) as server:
        tasks, memory = [value(server, "go_goroutines")], []
        for done in (1, 2):
            load = ("-n", str(BATCH), "-c", "1", "-m", "200", server.url + PODS)
            assert f"{BATCH} done" in run(program("h2load"), *load).out
            wanted = tasks[0] + BATCH * done * grows
            tasks.append(until(lambda: value(server, "go_goroutines"), wanted))
            memory.append(value(server, "process_resident_memory_bytes"))
        assert [count - tasks[0] for count in tasks] == [0, BATCH * grows, 2 * BATCH * grows]
        second_kb = (memory[1] - memory[0]) / BATCH / 1000  # for each request
        assert second_kb > 5 if grows else second_kb < 3, memory  # measured: 8.1, and below 2
        time.sleep(1)
        later = value(server, "process_resident_memory_bytes")
        if grows:
            assert later - memory[0] > 0.9 * (memory[1] - memory[0])
