"""Log lines in klog's form, as the release that a handler was ported from writes them.

`I` or `E`, month and day, the time, the process, file and line of upstream's source, the message.
Up to 1.19 messages are sentences, today's have named fields. A request that timed out and got its
504 is logged by upstream only at -v=3 (httplog); here it always is.
"""

import os
import time
from collections.abc import Callable

from leaklab.apiserver.golike import duration_text
from leaklab.apiserver.late_end import LateEnd
from leaklab.serve.exchange import Asked

STRUCTURED = ("k8s-1.22", "k8s-1.37")  # of the handlers here, those with named fields in httplog


class Log:
    """Writes what happens, line by line, with `write`."""

    def __init__(self, handler: str, write: Callable[[str], None]) -> None:
        self._structured = handler in STRUCTURED
        self._write = write

    def line(self, severity: str, source: str, message: str) -> None:
        """One line, or several where the message has them."""
        now_s = time.time()
        when = time.strftime("%m%d %H:%M:%S", time.localtime(now_s))
        micro = int(now_s % 1 * 1e6)
        self._write(f"{severity}{when}.{micro:06} {os.getpid():7} {source}] {message}")

    def timed_out(self, r: Asked, took_s: float) -> None:
        """A request was answered 504."""
        took, agent = duration_text(round(took_s, 6)), r.headers.get("user-agent", "")
        if self._structured:
            fields = {
                "verb": r.verb.upper(),
                "URI": r.target,
                "latency": took,
                "userAgent": agent,
                "srcIP": r.peer,
            }
            text = " ".join(f"{name}={quoted(value)}" for name, value in fields.items())
            self.line("I", "httplog.go:132", f'"HTTP" {text} resp=504')
        else:
            shown = f"{r.method} {r.target}: ({took}) 504 [{agent} {r.peer}]"
            self.line("I", "wrap.go:42", plain(shown))

    def cut_off(self, r: Asked, panic: Exception) -> None:
        """An answer was cut off, after it had begun or because its handler panicked."""
        if self._structured:
            fields = f"method={quoted(r.method)} URI={quoted(r.target)} auditID=\"\""
            self.line("E", "wrap.go:53", f'"Timeout or abort while handling" {fields}')
        else:
            self.line("E", "wrap.go:34", plain(f"apiserver panic'd on {r.method} {r.target}: {panic}"))

    def late_end(self, report: Exception) -> None:
        """A handler ended after its request had timed out: as HandleError writes it."""
        source = "timeout.go:140" if isinstance(report, LateEnd) else "runtime.go:112"
        self.line("E", source, str(report))


def quoted(text: str) -> str:
    """Text as Go's %q writes it."""
    shown = "".join(each if each.isprintable() else f"\\x{ord(each):02x}" for each in text)
    return '"' + shown.replace('"', '\\"') + '"'


def plain(text: str) -> str:
    """Text on one line, without what moves a terminal's cursor."""
    return "".join(each if each.isprintable() else "?" for each in text)
