"""The field guide and the rules of what is ordinary: each is met by its stack, and by no other."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from leaklab.dumps import rules
from leaklab.dumps.growth import changes
from leaklab.dumps.meaning import judged
from leaklab.dumps.reading import read
from leaklab.dumps.values import Dump, Frame, Group
from tests.support.places import ROOT

FILTERS = "k8s.io/apiserver/pkg/server/filters.(*timeoutHandler).ServeHTTP"
VENDORED = "k8s.io/kubernetes/vendor/"
# entry -> a stack that meets it (innermost first), its state, and a near miss
GUIDE = {
    "timeout-filter-leak": (
        [f"{VENDORED}{FILTERS}.func1.1", f"{VENDORED}{FILTERS}.func1"],
        "chan send",
        ([f"{VENDORED}{FILTERS}.func1"], "select"),
    ),
    "timeout-filter-late-reader": ([f"{FILTERS}.func2.1"], "chan receive", ([FILTERS], "sleep")),
    "timeout-filter-waiting": (
        ["runtime.gopark", FILTERS, "net/http.HandlerFunc.ServeHTTP"],
        "select",
        (["main.slow", FILTERS], "select"),
    ),
    "finish-request": (
        ["k8s.io/apiserver/pkg/endpoints/handlers.finishRequest.func1"],
        "chan send",
        (["k8s.io/apiserver/pkg/endpoints/handlers.finishRequest"], "select"),
    ),
    "handle-error-queue": (
        [
            "sync.runtime_SemacquireMutex",
            "sync.(*Mutex).Lock",
            "k8s.io/apimachinery/pkg/util/runtime.(*rudimentaryErrorBackoff).OnError",
        ],
        "semacquire",
        (["k8s.io/apimachinery/pkg/util/runtime.HandleCrash"], "running"),
    ),
    "watch-cache-sender": (
        ["k8s.io/apiserver/pkg/storage/cacher.(*cacheWatcher).sendWatchCacheEvent"],
        "chan send",
        (["k8s.io/apiserver/pkg/storage/cacher.(*Cacher).dispatchEvent"], "select"),
    ),
    "slow-watch": (
        ["k8s.io/apiserver/pkg/storage/cacher.(*cacheWatcher).sendWatchCacheEvent"],
        "select",
        (["k8s.io/apiserver/pkg/storage/cacher.(*cacheWatcher).add"], "select"),
    ),
    "stream-watcher": (
        ["k8s.io/apimachinery/pkg/watch.(*StreamWatcher).receive"],
        "chan send",
        (["k8s.io/apimachinery/pkg/watch.(*StreamWatcher).receive"], "IO wait"),
    ),
    "watches": (
        ["k8s.io/apiserver/pkg/storage/cacher.(*cacheWatcher).process"],
        "chan receive",
        (["k8s.io/apiserver/pkg/storage/cacher.(*Cacher).dispatchEvents"], "select"),
    ),
    "kube-aggregator-check": (
        [
            "k8s.io/kube-aggregator/pkg/controllers/status.(*AvailableConditionController).sync."
            "func1.1"
        ],
        "chan send",
        (
            ["k8s.io/kube-aggregator/pkg/controllers/status.(*AvailableConditionController).sync"],
            "select",
        ),
    ),
    "containerd-reaper": (
        ["github.com/containerd/containerd/sys/reaper.(*Monitor).Wait.func1"],
        "chan send",
        (["github.com/containerd/containerd/sys/reaper.(*Monitor).Wait"], "select"),
    ),
    "moby-done": (
        ["github.com/docker/docker/pkg/promise.Go.func1"],
        "chan send",
        (["github.com/docker/docker/pkg/promise.Go.func1"], "IO wait"),
    ),
    "go-resiliency-deadline": (
        ["github.com/eapache/go-resiliency/deadline.(*Deadline).Run.func1"],
        "chan send",
        (["github.com/eapache/go-resiliency/deadline.(*Deadline).Run"], "select"),
    ),
    "grpc-stream-not-ended": (
        ["runtime.gopark", "google.golang.org/grpc.newClientStreamWithParams.func4"],
        "select",
        (["google.golang.org/grpc.newClientStreamWithParams"], "select"),
    ),
    "go-mutex-test": (
        ["sync_test.TestMutexFairness.func2"],
        "chan send",
        (["sync_test.TestMutexFairness"], "select"),
    ),
    "http-body-not-closed": (
        ["net/http.(*persistConn).readLoop"],
        "select",
        (["net/http.(*persistConn).roundTrip"], "select"),
    ),
    "http-transport-per-request": (
        ["net/http.(*persistConn).writeLoop"],
        "select",
        (["net/http.(*persistConn).roundTrip"], "select"),
    ),
    "http-client-waits": (
        ["runtime.selectgo", "net/http.(*persistConn).roundTrip", "net/http.(*Client).do"],
        "select",
        (["net/http.(*persistConn).readLoop"], "select"),
    ),
    "sql-pool-empty": (
        ["database/sql.(*DB).conn", "database/sql.(*DB).query"],
        "select",
        (["database/sql.(*DB).connectionOpener"], "select"),
    ),
    "sql-rows-not-closed": (
        ["database/sql.(*Rows).awaitDone"],
        "select",
        (["database/sql.(*Rows).Next"], "IO wait"),
    ),
    "file-lock-queue": (
        ["internal/poll.runtime_Semacquire", "internal/poll.(*fdMutex).rwlock", "os.(*File).Write"],
        "semacquire",
        (["internal/poll.(*FD).Write", "os.(*File).Write"], "syscall"),
    ),
    "exec-wait-pipe": (
        ["os/exec.(*Cmd).awaitGoroutines", "os/exec.(*Cmd).Wait"],
        "chan receive",
        (["os/exec.(*Cmd).watchCtx.func1"], "select"),
    ),
    "http-server-idle": (
        ["net/http.(*connReader).Read", "bufio.(*Reader).fill", "net/http.(*conn).serve"],
        "IO wait",
        (
            [
                "net/http.(*connReader).Read",
                "bufio.(*Reader).fill",
                "net/http.(*body).Read",
                "example.test/shop.(*Cart).put",
                "net/http.serverHandler.ServeHTTP",
                "net/http.(*conn).serve",
            ],
            "IO wait",
        ),
    ),
    "waitgroup": (
        ["sync.runtime_Semacquire", "sync.(*WaitGroup).Wait", "main.all"],
        "semacquire",
        (["sync.(*Cond).Wait", "main.all"], "sync.Cond.Wait"),
    ),
    "lock-queue": (
        ["internal/sync.(*Mutex).lockSlow", "sync.(*Mutex).Lock", "main.all"],
        "sync.Mutex.Lock",
        (["main.(*Mutex).wait", "main.all"], "chan receive"),
    ),
    "context-propagation": (
        ["context.(*cancelCtx).propagateCancel.func2"],
        "select",
        (["context.WithCancel"], "running"),
    ),
    "ticker-loop": (
        ["example.test/shop.(*Cart).heartbeatLoop.func1"],
        "chan receive",
        (["example.test/shop.(*Cart).waitForTicket"], "chan receive"),
    ),
    "late-sender": (
        ["example.test/shop.ask.func1"],
        "chan send",
        (["example.test/shop.ask.func1"], ""),
    ),
}
ORDINARY = {
    "Go's own workers": (["runtime.bgsweep"], "GC sweep wait"),
    "whoever takes this profile": (["runtime/pprof.writeGoroutine"], "running"),
    "a listener": (["internal/poll.(*FD).Accept", "net.(*netFD).accept"], "IO wait"),
    "a signal's receiver": (["os/signal.signal_recv", "os/signal.loop"], "syscall"),
    "an idle connection of an HTTP client": (["net/http.(*persistConn).writeLoop"], "select"),
    "a connection of an HTTP server that waits for a request": (
        ["bufio.(*Reader).Peek", "net/http.(*conn).serve"],
        "IO wait",
    ),
    "the reader beside a running HTTP handler": (
        ["net/http.(*connReader).backgroundRead"],
        "IO wait",
    ),
    "the test runner": (["testing.(*T).Run", "testing.runTests.func1"], "chan receive"),
    "a server that waits for its end": (["main.main"], "chan receive"),
    "a log that is flushed by the clock": (["k8s.io/klog/v2.(*flushDaemon).run.func1"], "select"),
    "a pool of database connections": (["database/sql.(*DB).connectionOpener"], "select"),
    "OpenCensus or a metrics worker": (["go.opencensus.io/stats/view.(*worker).start"], "select"),
    "a work queue's own goroutines": (
        ["k8s.io/client-go/util/workqueue.(*delayingType).waitingLoop"],
        "select",
    ),
    "a gRPC connection": (
        [
            "runtime.selectgo",
            "google.golang.org/grpc/internal/transport.(*controlBuffer).get",
            "google.golang.org/grpc/internal/transport.(*loopyWriter).run",
        ],
        "select",
    ),
    "gRPC's helpers of a client or a server": (
        ["google.golang.org/grpc/internal/grpcsync.(*CallbackSerializer).run"],
        "select",
    ),
    "informers and their listeners": (
        ["k8s.io/client-go/tools/cache.(*processorListener).pop"],
        "select",
    ),
    "the API server's watch cache": (
        ["k8s.io/apiserver/pkg/storage/cacher.(*Cacher).dispatchEvents"],
        "select",
    ),
    "something done from time to time": (
        ["k8s.io/apimachinery/pkg/util/wait.BackoffUntil"],
        "select",
    ),
    "an etcd client's watch": (
        ["go.etcd.io/etcd/client/v3.(*watchGrpcStream).serveSubstream"],
        "select",
    ),
    "a watcher of files": (
        ["os.(*File).Read", "github.com/fsnotify/fsnotify.(*inotify).readEvents"],
        "IO wait",
    ),
    "a log file's or a cache's caretaker": (
        ["gopkg.in/natefinch/lumberjack%2ev2.(*Logger).millRun"],
        "chan receive",
    ),
    "a MySQL connection's watcher": (
        ["github.com/go-sql-driver/mysql.(*mysqlConn).startWatcher.func1"],
        "select",
    ),
    "a child process that is awaited": (
        ["syscall.Syscall6", "os.(*Process).blockUntilWaitable", "os.(*Process).wait"],
        "syscall",
    ),
    "a timer's sleep": (["time.Sleep", "main.tick"], "sleep"),
}


def group(functions: list[str], state: str = "", count: int = 40) -> Group:
    return Group(count, tuple(Frame(name, "/src/a.go", 7) for name in functions), state)


def test_every_entry_and_every_rule_is_tried_here():
    assert [entry.id for entry in rules.GUIDE] == list(GUIDE)
    assert [rule.name for rule in rules.ORDINARY] == list(ORDINARY)


@pytest.mark.parametrize("name", GUIDE)
def test_an_entry_is_met_by_its_stack_and_not_by_a_near_one(name):
    functions, state, (near, other_state) = GUIDE[name]
    met = rules.entry_for(group(functions, state))
    assert met is not None
    assert met.id == name
    other = rules.entry_for(group(near, other_state))
    assert other is None or other.id != name


@pytest.mark.parametrize("name", ORDINARY)
def test_a_rule_is_met_by_its_stack(name):
    functions, state = ORDINARY[name]
    rule = rules.ordinary_for(group(functions, state, 1))
    assert rule is not None
    assert rule.name == name
    (verdict,) = judged(Dump("-", "debug=2", (group(functions, state, 1),))).verdicts
    assert verdict.kind == "ordinary"
    assert rules.ordinary_for(group(["example.test/shop.serve"], "chan send")) is None


def test_what_is_ordinary_in_small_numbers_is_not_in_any_number():
    functions, state = ORDINARY["a timer's sleep"]
    (verdict,) = judged(Dump("-", "debug=2", (group(functions, state, 400),))).verdicts
    assert verdict.kind == "suspect"
    assert "400 are more than a timer's sleep needs (20)" in verdict.reasons


@pytest.mark.parametrize("entry", rules.GUIDE, ids=lambda entry: entry.id)
def test_an_entry_has_sources_and_a_page_of_the_book(entry):
    assert entry.sources
    assert all(re.match(r"https://", source) for source in entry.sources)
    page = entry.chapter.partition(".html")[0]
    assert list((ROOT / "chapters").glob(f"{page}.*")), entry.chapter
    assert entry.kind in ("leak", "suspect", "symptom", "cost", "ordinary")
    assert entry.what
    assert entry.versions
    assert entry.now


def test_the_real_filters_leak_is_known_in_a_profile_without_states():
    recorded = ROOT / "code/leaklab/recordings/go-profiles"
    name = "tripled_latency_L0.9__k8s-1.12.4.end.debug1.txt"
    first = judged(read((recorded / name).read_bytes(), name)).verdicts[0]
    assert (first.kind, first.group.count) == ("leak", 200)
    assert first.entry is not None
    assert first.entry.id == "timeout-filter-leak"


def test_the_fixed_filter_in_mid_run_is_a_cost_and_no_leak():
    recorded = ROOT / "code/leaklab/recordings/go-profiles"
    name = "tripled_latency_L0.9__k8s-1.17.0.mid.debug1.txt"
    found = judged(read((recorded / name).read_bytes(), name))
    assert found.of_kind("leak") == ()
    assert [each.group.count for each in found.of_kind("cost")] == [15]


def test_an_unknown_stack_gets_its_reasons_with_numbers():
    unknown = Group(
        400, (Frame("example.test/shop.put", "/a.go", 7),), "chan send", {3: 100, 9: 200, 40: 100}
    )
    (verdict,) = judged(Dump("-", "debug=2", (unknown,))).verdicts
    assert (verdict.kind, verdict.entry) == ("suspect", None)
    assert verdict.reasons == (
        "400 stand on one and the same stack",
        "in `chan send` only another goroutine can wake them",
        "they have waited 3 to 40 minutes: they came one by one, and stayed",
    )


def test_what_nothing_can_wake_is_said():
    waiting = Group(12, (Frame("main.wait", "/a.go", 7),), "select (no cases)")
    (verdict,) = judged(Dump("-", "debug=2", (waiting,))).verdicts
    assert any("nothing can wake them" in reason for reason in verdict.reasons)


def test_what_gos_own_search_calls_leaked_is_a_suspect_however_few():
    leaked = Group(1, (Frame("main.put", "/a.go", 7),), "chan send", marks=frozenset({"leaked"}))
    (verdict,) = judged(Dump("-", "debug=1", (leaked,))).verdicts
    assert verdict.kind == "suspect"


POOL = Group(1000, (Frame("example.test/shop.work", "/a.go", 7),), "chan receive")


def dump_of(*groups: Group) -> Dump:
    return Dump("-", "debug=2", groups)


def test_a_pool_of_idle_workers_is_told_what_would_tell():
    (verdict,) = judged(dump_of(POOL)).verdicts
    assert any("idle workers of a pool look the same" in reason for reason in verdict.reasons)


def test_a_pool_that_kept_its_number_is_no_suspect():
    dumps = [dump_of(POOL)] * 2
    (verdict,) = judged(dumps[1], changes(dumps)).verdicts
    assert verdict.kind == "unclear"
    assert verdict.reasons[-1] == "1000 in all 2 dumps: it did not grow"


def test_blocked_senders_that_kept_their_number_stay_suspects():
    sending = replace(POOL, state="chan send")
    dumps = [dump_of(sending)] * 2
    assert judged(dumps[1], changes(dumps)).verdicts[0].kind == "suspect"


@pytest.mark.parametrize(
    ("counts", "reason"),
    [
        ((10, 1000), "grew from 10 to 1000, +99.0 a minute, in 2 dumps, and never fell"),
        ((2000, 1000), "fell from 2000 to 1000, -100.0 a minute: it does not only grow"),
        (
            (10, 5, 1000),
            "went from 10 to 1000, +99.0 a minute, in 3 dumps, up and down: 10, 5, 1000",
        ),
    ],
)
def test_growth_is_a_reason(counts, reason):
    dumps = [dump_of(replace(POOL, count=count)) for count in counts]
    noon = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
    times = [noon + timedelta(minutes=10 * at / (len(counts) - 1)) for at in range(len(counts))]
    (verdict,) = judged(dumps[-1], changes(dumps, times)).verdicts
    assert verdict.reasons[-1] == reason


def test_what_grew_stands_before_what_is_many():
    few = Group(50, (Frame("example.test/shop.put", "/b.go", 9),), "chan send")
    before, after = dump_of(POOL, replace(few, count=20)), dump_of(POOL, few)
    assert judged(after).verdicts[0].group is POOL
    assert judged(after, changes([before, after])).verdicts[0].group is few


def test_a_watch_that_reads_is_ordinary_and_one_that_nobody_reads_is_not():
    receive = "k8s.io/apimachinery/pkg/watch.(*StreamWatcher).receive"
    reading = group(["net.(*conn).Read", receive], "IO wait")
    assert rules.ordinary_for(reading) is not None
    assert rules.ordinary_for(group([receive], "")) is None
    assert rules.ordinary_for(group([receive], "chan send")) is None


def test_a_stack_that_some_have_left_is_no_suspect():
    dumps = [dump_of(replace(POOL, state="", count=count)) for count in (15, 10)]
    (verdict,) = judged(dumps[1], changes(dumps)).verdicts
    assert (verdict.kind, verdict.title) == ("unclear", "fewer than before: they end")


def test_a_client_connection_that_waits_for_its_body_to_be_closed_is_not_idle():
    """The same function, with another frame on top: in forms with states and without."""
    read_loop = Frame("net/http.(*persistConn).readLoop", "net/http/transport.go", 2227)
    peek = Frame("bufio.(*Reader).Peek", "bufio/bufio.go", 139)
    for state, idle_state in (("select", "IO wait"), ("", "")):
        held = Group(15, (Frame("runtime.gopark"), read_loop), state)
        idle = Group(15, (Frame("internal/poll.(*FD).Read"), peek, read_loop), idle_state)
        judgement = judged(Dump("-", "debug=2", (held, idle)))
        kinds = {each.group.frames: each.kind for each in judgement.verdicts}
        assert kinds == {held.frames: "symptom", idle.frames: "ordinary"}


H2 = "k8s.io/kubernetes/vendor/golang.org/x/net/http2"
CACHE = "k8s.io/client-go/tools/cache"
# Names as other versions of the same code have them: stack, state, the rule or the entry it meets.
OTHER_NAMES = [
    (["net/http/internal/http2.(*serverConn).readFrames"], "IO wait", "a connection of an HTTP"),
    ([f"{H2}.(*clientConnReadLoop).run"], "IO wait", "an idle connection of an HTTP client"),
    (["net/http.(*http2clientStream).writeRequest"], "select", "http-body-not-closed"),
    (["gopkg.in/natefinch/lumberjack.v2.(*Logger).mill.func1"], "chan receive", "a log file"),
    ([f"{CACHE}.(*processorListener).run.func1.1"], "select", "informers"),
    (["sync.(*Cond).Wait", f"{CACHE}.(*RealFIFO).PopBatch"], "sync.Cond.Wait", "informers"),
    (["k8s.io/apimachinery/pkg/util/wait.BackoffUntilWithContext"], "select", "something done"),
    (["google.golang.org/grpc/transport.loopyWriter"], "select", "a gRPC connection"),
    (
        ["sync.(*Cond).Wait", "google.golang.org/grpc/internal/transport.(*http2Client).keepalive"],
        "sync.Cond.Wait",
        "a gRPC connection",
    ),
    (["google.golang.org/grpc.(*addrConn).resetTransportAndUnlock"], "select", "gRPC's helpers"),
    (["github.com/golang/glog.(*fileSink).flushDaemon"], "select", "a log that is flushed"),
    ([f"{H2}.(*responseWriter).CloseNotify.func1"], "chan receive", "watches"),
    (["github.com/dotcloud/docker/utils.func·002"], "chan send", "moby-done"),
    (["k8s.io/apiserver/pkg/storage/etcd3.(*watchChan).run"], "select", "the API server's"),
    (["golang.org/x/net/context.propagateCancel.func1"], "select", "context-propagation"),
]


@pytest.mark.parametrize(
    ("functions", "state", "name"), OTHER_NAMES, ids=lambda each: str(each)[:60]
)
def test_the_names_of_other_versions_are_known(functions, state, name):
    rule, entry = (
        rules.ordinary_for(group(functions, state)),
        rules.entry_for(group(functions, state)),
    )
    found = [rule.name if rule else "", entry.id if entry else ""]
    assert any(each.startswith(name) for each in found), found


def test_who_waits_for_a_lock_of_the_log_is_not_its_flusher():
    waiting = group(
        ["sync.(*Mutex).Lock", "k8s.io/klog/v2.(*loggingT).output"], "sync.Mutex.Lock", 4
    )
    assert rules.ordinary_for(waiting) is None
