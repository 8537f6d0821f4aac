"""Watches the calls of one request's tasks into the channel, the writer and the server.

Python's own tracing (`sys.settrace`) reports them, so nothing of the model has to be changed or
replaced to be watched, and what is reported is what has been called.
"""

import contextlib
import sys
from collections.abc import Iterator
from types import FrameType
from typing import Any

import trio

from leaklab.apiserver.golike import ErrHandlerTimeout, Panic, recovered
from leaklab.apiserver.handlers.base import TimeoutFilter
from leaklab.apiserver.response import Response
from leaklab.apiserver.timeout_writer import TimeoutWriter
from leaklab.labs.request_story.log import Log
from leaklab.labs.request_story.watch_tasks import RECEIVE, SEND
from leaklab.simulation.server import Server
from leaklab.tasks.profile.frames import code_of

SIMPLE = {  # being called is all there is to tell
    code_of(Server.count_timeout): "tells",
    code_of(Server.handle_error): "reports",
    code_of(recovered): "recovers",
}


class Calls:
    """Writes into `log` what a run's only request calls; `tracing()` is the block to run it in."""

    def __init__(self, log: Log, handler: type[TimeoutFilter]) -> None:
        self._log = log
        self._watchers = {
            code_of(handler.serve_http): self._enter,
            code_of(trio.MemorySendChannel.send_nowait): self._send,
            code_of(trio.MemorySendChannel.close): self._close,
            code_of(RECEIVE): self._receive,
            code_of(trio.CancelScope.cancel): self._cancel,
            code_of(TimeoutWriter.write): self._write,
            code_of(TimeoutWriter.timeout): self._timeout,
            code_of(Response.write_header): self._answer,
            code_of(Server.log_panic): self._panic,
            **dict.fromkeys(SIMPLE, self._simple),
        }

    @contextlib.contextmanager
    def tracing(self) -> Iterator[None]:
        """Within the block calls are watched; a debugger that traced before does so again."""
        before = sys.gettrace()
        sys.settrace(self._trace)
        try:
            yield
        finally:
            sys.settrace(before)

    def _trace(self, frame: FrameType, event: str, arg: Any) -> Any:
        """Python's question at every call: is somebody interested in what becomes of it?"""
        watch = self._watchers.get(frame.f_code) if self._log.running else None
        if watch is None:
            return None
        frame.f_trace_lines = False

        def local(frame: FrameType, event: str, arg: Any) -> Any:
            if self._log.running:
                watch(frame, event, arg)
            return local

        return local(frame, event, arg)

    def _add(self, kind: str, frame: FrameType) -> None:
        self._log.add(kind, line=self._log.line_of(frame))

    def _simple(self, frame: FrameType, event: str, arg: Any) -> None:
        if event == "call":
            self._add(SIMPLE[frame.f_code], frame)

    def _enter(self, frame: FrameType, event: str, arg: Any) -> None:
        if event == "call" and not self._log.steps:  # later calls are the task's next turns
            self._log.add("arrives", line=frame.f_code.co_firstlineno)

    def _send(self, frame: FrameType, event: str, arg: Any) -> None:
        """A send that does not block: did it wake a receiver, or was it stored, or neither?"""
        log = self._log
        if event == "call":
            log.woken = None
            log.outcome = "None" if frame.f_locals["value"] is None else "panic"
        elif event == "return":
            blocks = frame.f_back is not None and frame.f_back.f_code is code_of(SEND)
            if log.woken is not None:
                self._add(f"hands {log.outcome} to {log.woken}", frame)
            elif frame.f_locals["self"].statistics().current_buffer_used:
                self._add(f"stores {log.outcome}", frame)
            elif not blocks:  # else the task is about to be parked, and seen there
                self._add(f"drops {log.outcome}", frame)

    def _close(self, frame: FrameType, event: str, arg: Any) -> None:
        if event == "call":
            self._log.woken = None
        elif event == "return":
            self._add(f"closes to {self._log.woken or 'nobody'}", frame)

    def _receive(self, frame: FrameType, event: str, arg: Any) -> None:
        if event == "exception" and isinstance(arg[1], trio.Cancelled):
            self._add("times out", frame)

    def _cancel(self, frame: FrameType, event: str, arg: Any) -> None:
        caller = frame.f_back
        if event == "call" and caller is not None and caller.f_code.co_filename == self._log.path:
            self._add("cancels", frame)

    def _write(self, frame: FrameType, event: str, arg: Any) -> None:
        if event == "return" and arg is ErrHandlerTimeout:
            self._add("refused", frame)
        elif event == "return" and arg is None:
            self._add("writes", frame)

    def _timeout(self, frame: FrameType, event: str, arg: Any) -> None:
        if event == "exception" and isinstance(arg[1], Panic):
            self._add("cannot answer", frame)

    def _answer(self, frame: FrameType, event: str, arg: Any) -> None:
        if event == "call" and frame.f_locals["status"] == 504:
            self._add("answers 504", frame)

    def _panic(self, frame: FrameType, event: str, arg: Any) -> None:
        """A panic on its way to the server; the handler is left, but stands in its trace."""
        if event == "call" and not self._log.seen("cannot answer"):
            step = frame.f_locals["panic"].__traceback__
            while step is not None and step.tb_frame.f_code.co_filename != self._log.path:
                step = step.tb_next
            self._log.add("raises", line=step and step.tb_lineno)
