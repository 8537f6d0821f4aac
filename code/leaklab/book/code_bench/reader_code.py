"""Chapters 4 to 12. A reader's source becomes a handler, or a sentence with a line in it."""

import contextlib
import io
import linecache
import os
import sys
import traceback
import warnings
from collections.abc import Iterator
from types import ModuleType

from leaklab.apiserver.handlers.base import TimeoutFilter
from leaklab.book.mystery.judge import refuse

MODULE = "your_code"
FILE = "your code"
MOST_CHARACTERS = 50_000
MOST_PRINTED = 2_000  # characters that are kept of what is printed


class Fault(Exception):
    """What is wrong with a reader's code, in one line; `line` is its number there, if known."""

    def __init__(self, words: str, line: int | None = None) -> None:
        super().__init__(words)
        self.words = words
        self.line = line


def handler_in(source: str) -> type[TimeoutFilter]:
    """Run `source` as a module of its own, and give the one handler that it defines.

    Raises Fault for whatever is wrong with it.
    """
    if len(source) > MOST_CHARACTERS:
        size = f"{len(source):,} characters"
        raise Fault(f"The source has {size}; a bench takes {MOST_CHARACTERS:,} at most.")
    module = ModuleType(MODULE)
    sys.modules[MODULE] = module  # dataclasses look a class's module up there
    linecache.cache[FILE] = (len(source), None, source.splitlines(keepends=True), FILE)
    try:
        code = compile(source, FILE, "exec", dont_inherit=True)
    except SyntaxError as error:
        raise Fault(f"{type(error).__name__}: {error.msg}", error.lineno) from None
    except (ValueError, RecursionError, MemoryError, OverflowError) as error:
        raise Fault(in_a_line(error)) from None
    try:
        exec(code, vars(module))
    except BaseException as error:  # SystemExit, too: it is the reader's, and ends nothing here
        raise Fault(in_a_line(error), line_of(error)) from None
    return _the_one(module)


def _the_one(module: ModuleType) -> type[TimeoutFilter]:
    own = {
        value.__name__: value
        for value in vars(module).values()
        if isinstance(value, type) and value.__module__ == MODULE
    }
    found = {name: value for name, value in own.items() if issubclass(value, TimeoutFilter)}
    if not found:
        there = f"; {next(iter(own))} is none" if own else ""
        raise Fault(f"No handler here: there must be one subclass of TimeoutFilter{there}.")
    if len(found) > 1:
        raise Fault(f"{' and '.join(found)} are {len(found)} handlers: keep one of them.")
    [handler] = found.values()
    if (refused := refuse(handler)) is not None:
        raise Fault(refused)
    return handler


def in_a_line(error: BaseException) -> str:
    """An exception's name and the first line of what it says."""
    kind = type(error).__name__
    text = str(error).splitlines()[0] if str(error) else ""
    return f"{kind}: {text:.200}" if text else kind


def line_of(error: BaseException) -> int | None:
    """The last line of the reader's code on the way to the exception."""
    steps = traceback.extract_tb(error.__traceback__)
    lines = [step.lineno for step in steps if step.filename == FILE]
    return lines[-1] if lines else None


class Printed(io.TextIOBase):
    """Takes what is printed, and keeps no more than its begin."""

    def __init__(self) -> None:
        self.text = ""
        self.total = 0

    def writable(self) -> bool:
        """Always."""
        return True

    def write(self, text: str, /) -> int:
        """Keep it, as far as there is room."""
        self.total += len(text)
        self.text += text[: MOST_PRINTED - len(self.text)]
        return len(text)

    def kept(self) -> str:
        """What was printed; the last line says how much was left out."""
        left_out = self.total - len(self.text)
        more = f"\n… and {left_out:,} characters more" if left_out else ""
        return self.text.rstrip("\n") + more


class Heard:
    """What the reader's code said on the side: `printed`, and lines that forget an await."""

    def __init__(self) -> None:
        self.printed = Printed()
        self.unawaited: list[int] = []


@contextlib.contextmanager
def hearing() -> Iterator[Heard]:
    """Within the block, prints and warnings of the reader's code are kept, and shown nowhere.

    Nor does `os._exit` end the process there: a page would wait for an answer in vain.
    """
    heard = Heard()

    def keep(
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        *_: object,
        **__: object,
    ) -> None:
        if filename == FILE and "never awaited" in str(message) and lineno not in heard.unawaited:
            heard.unawaited.append(lineno)

    with (
        contextlib.redirect_stdout(heard.printed),
        contextlib.redirect_stderr(heard.printed),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("default")
        warnings.showwarning = keep
        leave, os._exit = os._exit, _leave  # type: ignore[assignment]
        try:
            yield heard
        finally:
            os._exit = leave


def _leave(status: int) -> None:
    raise SystemExit(status)
