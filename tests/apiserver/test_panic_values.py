"""Go's panics as Python's exceptions: value, stack, abort, and the late write that is none."""

import re

from leaklab.apiserver.golike import (
    MAX_STACK_BYTES,
    ErrAbortHandler,
    ErrHandlerTimeout,
    HandlerTimeoutError,
    Panic,
    recovered,
)


def test_a_recovered_panic_is_its_value_and_its_stack():
    def inner() -> None:
        raise KeyError("no such pod")

    try:
        inner()
    except KeyError as error:
        panic = recovered(error)
    value, first, place, *_ = str(panic).splitlines()
    assert value == "KeyError: 'no such pod'"
    assert first.endswith("inner(...)")
    assert re.fullmatch(r"\ttests/apiserver/test_panic_values\.py:\d+", place)
    assert type(panic) is Panic


def test_a_recovered_stack_fits_into_upstreams_buffer():
    def deep(levels: int) -> None:
        if levels:
            deep(levels - 1)
        raise Panic("too deep")

    try:
        deep(900)
    except Panic as error:
        panic = recovered(error)
    value, _, stack = str(panic).partition("\n")
    assert value == "too deep"
    assert len(stack) == MAX_STACK_BYTES == 65_536


def test_an_abort_is_a_panic_and_a_late_write_is_a_value():
    assert issubclass(ErrAbortHandler, Panic)
    assert isinstance(ErrHandlerTimeout, HandlerTimeoutError)
    assert not isinstance(ErrHandlerTimeout, Panic)  # it is returned, never raised
