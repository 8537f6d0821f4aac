"""Stacks that meet the field guide and the rules of what is ordinary. Innermost frame first."""

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
