"""What the card's commands are tried on: metrics and logs of our making, a stand-in for kubectl."""

import json

# The labels, sorted as Prometheus' text form has them, are those of apiserver's metrics.go of
# 1.12's time. Some of its copies put the scope where the content type belongs.
TIMEOUTS = """\
apiserver_request_count{client="pull-all/v2",code="504",contentType="",resource="pods",\
scope="cluster",subresource="",verb="LIST"} 190
apiserver_request_count{client="pull-all/v2",code="504",contentType="cluster",resource="nodes",\
scope="",subresource="",verb="LIST"} 10
"""
METRICS = f"""\
# TYPE apiserver_request_count counter
apiserver_request_count{{client="kubectl/v1.12.4",code="200",contentType="application/json",\
resource="pods",scope="cluster",subresource="",verb="LIST"}} 504
apiserver_request_count{{client="kubectl/v1.12.4",code="504",contentType="application/json",\
resource="pods",scope="namespace",subresource="",verb="POST"}} 3
{TIMEOUTS}apiserver_request_total{{client="pull-all/v2",code="504",contentType="",dry_run=""}} 200
go_goroutines 45321
go_threads 17
process_resident_memory_bytes 1.2e+09
process_start_time_seconds 1.57603911245e+09
"""
LOG = [
    "I1 httplog.go:132] GET /api/v1/pods: (1m0.1s) 504 [[pull-all/v2] 10.9.8.7:123]",
    "E1 wrap.go:34] killing connection/stream because serving request timed out and response had "
    "been started",
    "E1 wrap.go:34] kill connection/stream",
    "I1 httplog.go:132] GET /api/v1/pods?limit=504: (504.2ms) 200 [[pull-all/v2] 10.9.8.7:123]",
]
# Lines in the forms of 1.22, of 1.31 and later, and of writes, and metrics: all of our making.
NEWER_LOG = [
    'E1 wrap.go:54] timeout or abort while handling: GET "/api/v1/pods"',
    'E1 timeout.go:135] post-timeout activity - time-elapsed: 1.2s, GET "/api/v1/pods" result: nil',
    'E1 wrap.go:53] "Timeout or abort while handling" method="GET" URI="/api/v1/pods"',
    'E1 timeout.go:140] "Post-timeout activity" timeElapsed="1.2s" method="GET" result=null',
    'E1 finisher.go:175] "Unhandled Error" err="FinishRequest: post-timeout activity - '
    'time-elapsed: 1.2s, panicked: false, err: <nil>, panic-reason: <nil>"',
    'I1 httplog.go:132] "HTTP" verb="GET" URI="/api/v1/timeout" resp=200',
]
NEWER_METRICS = """\
# HELP apiserver_request_aborts_total Number of requests which apiserver aborted
apiserver_request_aborts_total{group="",resource="pods",verb="LIST"} 3
apiserver_request_post_timeout_total{source="timeout-handler",status="ok"} 40
apiserver_request_post_timeout_total{source="rest-handler",status="pending"} 2
apiserver_request_terminations_total{code="504",component="apiserver",verb="LIST"} 40
apiserver_request_total{code="200",resource="pods",verb="LIST"} 504
"""
KUBECTL = """\
#!/bin/sh
echo "$*" >> "$0.calls"
case "$*" in
  *endpoints*port*) printf 8443 ;;
  *endpoints*) printf '10.0.0.1 10.0.0.2 10.0.0.3' ;;
  */version) echo '{"gitVersion": "v1.12.4"}' ;;
  */metrics) cat "$STANDIN/metrics" ;;
  *debug=1) cat "$STANDIN/debug1" ;;
  *debug=2) cat "$STANDIN/debug2" ;;
esac
"""

FRAMINGS = {
    "as Go writes it": lambda line: line,
    "journald": lambda line: f"Mar 04 05:06:07 host-a kube-apiserver[42]: {line}",
    "journald, precise": lambda line: f"2020-03-04T05:06:07.100000+0000 a api[42]: {line}",
    "CRI": lambda line: f"2020-03-04T05:06:07.1Z stderr F {line}",
    "Docker": lambda line: json.dumps({"log": line + "\n", "stream": "stderr", "time": "05:06Z"}),
    "klog": lambda line: f"E0304 05:06:07.100000       1 runtime.go:69] {line}",
    "kubectl --prefix": lambda line: f"[pod/kube-apiserver-a/kube-apiserver] {line}",
    "Windows' line ends": lambda line: f"{line}\r",
}


def quit_log(minutes: list[int]) -> list[str]:
    """What Go writes at SIGQUIT, in the form of 1.12's time; lines of our making.

    One goroutine a minute in the filter's send, one in another send, one in the filter's worker.
    """
    filters = "k8s.io/apiserver/pkg/server/filters.(*timeoutHandler)"
    stacks = [(f"chan send, {old} minutes", f"{filters}.ServeHTTP.func1.1") for old in minutes]
    stacks += [("chan send", "main.feed"), ("select", f"{filters}.ServeHTTP.func1")]
    lines = ["SIGQUIT: quit", "PC=0x46e0c1 m=0 sigcode=0"]
    for number, (state, function) in enumerate(stacks, 7):
        lines += ["", f"goroutine {number} [{state}]:", f"{function}(0xc0001)"]
        lines += ["\t/go/src/timeout.go:106 +0xfd", f"created by {filters}.ServeHTTP"]
    return lines
