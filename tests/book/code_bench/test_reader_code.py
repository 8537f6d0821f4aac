"""What a reader wrote becomes a handler, or one sentence with the number of the line."""

import sys

import pytest

from leaklab.apiserver.handlers.base import TimeoutFilter
from leaklab.book.code_bench import reader_code
from leaklab.book.code_bench.element import source_of
from leaklab.book.code_bench.reader_code import Fault, handler_in, hearing

OLD = source_of("k8s-1.12")
NO_NULLS = "SyntaxError" if sys.version_info >= (3, 11, 4) else "ValueError"


def fault(source: str) -> Fault:
    with pytest.raises(Fault) as raised:
        handler_in(source)
    assert "\n" not in raised.value.words
    return raised.value


def test_the_handler_is_found_whatever_its_name():
    handler = handler_in(OLD.replace("class TimeoutHandler", "class Mine"))
    assert issubclass(handler, TimeoutFilter)
    assert (handler.__name__, handler.__module__) == ("Mine", reader_code.MODULE)
    assert sys.modules[reader_code.MODULE].__dict__["Mine"] is handler


@pytest.mark.parametrize(
    ("source", "words", "line"),
    [
        ("", "No handler here: there must be one subclass of TimeoutFilter.", None),
        (
            "class A: pass",
            "No handler here: there must be one subclass of TimeoutFilter; A is none.",
            None,
        ),
        (
            OLD + "\n\nclass Two(TimeoutHandler): pass",
            "TimeoutHandler and Two are 2 handlers: keep one of them.",
            None,
        ),
        (
            "x = 1\nimport nothing_of_this_name",
            "ModuleNotFoundError: No module named 'nothing_of_this_name'",
            2,
        ),
        (
            "from leaklab.book.mystery.kit import nothing",
            "ImportError: cannot import name 'nothing'",
            1,
        ),
        ("x = 1\nx = = 2", "SyntaxError: invalid syntax", 2),
        ("if x:\ny = 1", "IndentationError: expected an indented block", 2),
        ("x = 1\n\n1 / 0", "ZeroDivisionError: division by zero", 3),
        ("raise SystemExit", "SystemExit", 1),
        ("raise KeyboardInterrupt", "KeyboardInterrupt", 1),
        ("print(undefined)", "NameError: name 'undefined' is not defined", 1),
        ("x = 1\0", f"{NO_NULLS}: source code string cannot contain null bytes", None),
        ("x = '\ud800'", "UnicodeEncodeError", None),
        (
            OLD.replace("async def serve_http", "async def serve"),
            "TimeoutHandler has no serve_http yet",
            None,
        ),
        (
            OLD.replace("await ", "").replace("async def", "def"),
            "TimeoutHandler.serve_http must begin with async def.",
            None,
        ),
    ],
)
def test_what_is_wrong_is_one_line_with_its_number(source, words, line):
    found = fault(source)
    assert found.words.startswith(words)
    assert found.line == line


def test_a_source_that_is_too_long_is_refused_with_the_limit():
    assert (
        fault("#" * 50_001).words
        == "The source has 50,001 characters; a bench takes 50,000 at most."
    )
    handler_in(OLD + "#" * (50_000 - len(OLD)))


def test_what_is_printed_is_kept_up_to_a_limit_and_shown_nowhere(capsys):
    with hearing() as heard:
        print("first")
        print("to the other side", file=sys.stderr)
        for _ in range(1000):
            print("x" * 99)
    text = heard.printed.kept()
    assert text.startswith("first\nto the other side\nxxx")
    assert text.endswith("… and 98,024 characters more")
    assert capsys.readouterr() == ("", "")
