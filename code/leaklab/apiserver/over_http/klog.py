"""Log lines in the form of glog and klog, as the release of a handler writes them, or one near it.

`I` or `E`, month and day, the time, the process, file and line of upstream's source, the message.
Up to 1.17 messages are sentences; since 1.22 some have named fields, today's all. Upstream logs a
request and its 504 from a verbosity on (httplog); here a 504 is always logged. The forms are those
of logs in kubernetes/kubernetes #56278 (1.8), #72095 (1.12), #97962 (1.17.12), #103425 (1.18.15)
and in issues of 2022 to 2025 (1.22 and later); line numbers are those of some release near the
handler's. Left out are stacks, which releases up to 1.19 add to a 504, and all to a panic.
"""

import os
import time
from collections.abc import Callable
from typing import NamedTuple

from leaklab.apiserver.golike import ConnectionKilled, ErrAbortHandler, duration_text
from leaklab.apiserver.late_end import LateEnd
from leaklab.apiserver.over_http.wire.exchange import Asked

KILLED = "killing connection/stream because serving request timed out and response had been started"


class Forms(NamedTuple):
    """How a release writes: a request with its status, and an answer that was cut off.

    Since 1.20 (#95002) the filter cuts off with ErrAbortHandler, which is a line of its own; any
    other panic is a handler's fault.
    """

    served: tuple[str, str]
    cut: tuple[tuple[str, str], ...]
    aborted: tuple[tuple[str, str], ...] = ()
    late: str = "timeout.go:135"  # where a late end is reported


OLDEST = Forms(
    ("wrap.go:42", "{method} {uri}: ({took}) 504 [[{agent}] {address}]"),
    (
        ("runtime.go:66", "Observed a panic: {observed}"),
        ("wrap.go:34", "apiserver panic'd on {method} {uri}: {panic}"),
    ),
)
OF_1_17 = Forms(
    ("httplog.go:90", "{method} {uri}: ({took}) 504 [{agent} {address}]"),
    (
        ("runtime.go:78", "Observed a panic: {observed}"),
        ("wrap.go:39", "apiserver panic'd on {method} {uri}"),
    ),
)
FIELDS = (
    '"HTTP" verb={verb} URI={uri_quoted} latency={took_quoted} userAgent={agent_quoted}'
    ' audit-ID="" srcIP={address_quoted} resp=504'
)
OF_1_22 = Forms(
    ("httplog.go:132", FIELDS),
    cut=(
        OF_1_17.cut[0],
        ("wrap.go:58", '"apiserver panic\'d" method={method_quoted} URI={uri_quoted} audit-ID=""'),
    ),
    aborted=(
        (
            "wrap.go:54",
            'timeout or abort while handling: method={method} URI={uri_quoted} audit-ID=""',
        ),
    ),
)
TODAYS = Forms(
    ("httplog.go:132", FIELDS),
    late="timeout.go:140",
    cut=(
        ("runtime.go:142", '"Observed a panic" panic={panic_quoted}'),
        ("wrap.go:57", '"apiserver panic\'d" method={method_quoted} URI={uri_quoted} auditID=""'),
    ),
    aborted=(
        (
            "wrap.go:53",
            '"Timeout or abort while handling" logger="UnhandledError" method={method_quoted}'
            ' URI={uri_quoted} auditID=""',
        ),
    ),
)
FORMS = {"k8s-1.11": OLDEST, "k8s-1.12": OLDEST, "k8s-1.22": OF_1_22, "k8s-1.37": TODAYS}


class Log:
    """Writes what happens, line by line, with `write`, as the release of `handler` would."""

    def __init__(self, handler: str, write: Callable[[str], None]) -> None:
        self._forms = FORMS.get(handler, OF_1_17)
        self._write = write

    def timed_out(self, r: Asked, took_s: float) -> None:
        """A request was answered 504."""
        self._lines("I", (self._forms.served,), r, took=duration_text(round(took_s, 6)))

    def cut_off(self, r: Asked, panic: Exception) -> None:
        """An answer was cut off: it had begun when the time was over, or its handler panicked."""
        text = KILLED if isinstance(panic, ConnectionKilled) else str(panic).partition("\n")[0]
        observed = text  # a handler's panic comes as text with its stack; the filter's is an error
        if isinstance(panic, ConnectionKilled):
            observed = f"&errors.errorString{{s:{quoted(text)}}} ({text})"
        aborted = self._forms.aborted if isinstance(panic, ErrAbortHandler) else ()
        self._lines("E", aborted or self._forms.cut, r, panic=text, observed=observed)

    def late_end(self, report: Exception) -> None:
        """A handler ended after its request had timed out: as HandleError writes it."""
        source = self._forms.late if isinstance(report, LateEnd) else "runtime.go:112"
        self._line("E", source, plain(str(report)))

    def _lines(
        self, severity: str, forms: tuple[tuple[str, str], ...], r: Asked, **more: str
    ) -> None:
        values = {
            "method": r.method,
            "verb": quoted(r.verb.upper() if r.method in ("GET", "HEAD") else r.method),
            "uri": r.target,
            "agent": r.headers.get("user-agent", ""),
            "address": r.address,
            **more,
        }
        values |= {f"{name}_quoted": quoted(value) for name, value in values.items()}
        for source, form in forms:
            self._line(severity, source, form.format_map({k: plain(v) for k, v in values.items()}))

    def _line(self, severity: str, source: str, message: str) -> None:
        now_s = time.time()
        when = time.strftime("%m%d %H:%M:%S", time.localtime(now_s))
        micro = int(now_s % 1 * 1e6)
        self._write(f"{severity}{when}.{micro:06} {os.getpid():7} {source}] {message}")


def quoted(text: str) -> str:
    """Text in quotes, on one line."""
    return '"' + plain(text.replace("\\", "\\\\").replace('"', '\\"')) + '"'


def plain(text: str) -> str:
    """Text on one line, without what moves a terminal's cursor."""
    return "".join(each if each.isprintable() else f"\\x{ord(each):02x}" for each in text)
