"""Durations are printed and read as Go prints and reads them, and lose no nanosecond."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaklab.apiserver.golike import duration_text, parse_duration


# The right-hand sides were printed by Go 1.19's time.Duration, rounded to its nanoseconds.
@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0s"),
        (1e-10, "0s"),
        (1e-9, "1ns"),
        (1e-6, "1µs"),
        (0.005, "5ms"),
        (0.1 + 0.2, "300ms"),
        (0.6, "600ms"),
        (1, "1s"),
        (1.0000000001, "1s"),
        (1.5, "1.5s"),
        (2.3, "2.3s"),
        (60, "1m0s"),
        (60.5, "1m0.5s"),
        (3600, "1h0m0s"),
        (3661.25, "1h1m1.25s"),
        (86_400, "24h0m0s"),
        (604_800, "168h0m0s"),
        (100_000.123456789, "27h46m40.123456789s"),
        (0.000123456789, "123.457µs"),
        (0.9999999999, "1s"),
        (59.9999999999, "1m0s"),
        (3599.9999999999, "1h0m0s"),
    ],
)
def test_durations_print_as_in_go(seconds: float, text: str):
    assert duration_text(seconds) == text


PER_UNIT_NS = {"h": 3600 * 10**9, "m": 60 * 10**9, "s": 10**9, "ms": 10**6, "µs": 10**3, "ns": 1}


@given(st.integers(0, 604_800 * 10**9))
def test_no_nanosecond_of_a_duration_is_lost(ns: int):
    parts = re.findall(r"([\d.]+)(h|ms|m|µs|ns|s)", duration_text(ns / 1e9))
    read_back = sum(float(number) * PER_UNIT_NS[unit] for number, unit in parts)
    assert read_back == pytest.approx(ns, rel=1e-11, abs=0.1)


@given(st.integers(0, 604_800 * 10**9))
def test_what_is_printed_can_be_read(ns: int):
    assert parse_duration(duration_text(ns / 1e9)) == pytest.approx(ns / 1e9, rel=1e-11, abs=1e-10)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0", 0),
        ("-0", 0),
        ("0s", 0),
        ("400ms", 0.4),
        ("0.4s", 0.4),
        (".5s", 0.5),
        ("5.s", 5),
        ("+5s", 5),
        ("-1s", -1),
        ("1h2m3s4ms5us6ns", 3723.004005006),
        ("7µs", 7e-6),
    ],
)
def test_durations_are_read_as_in_go(text: str, seconds: float):
    assert parse_duration(text) == pytest.approx(seconds)


NONE = [
    "1" * 5000,
    "٣s",
    "",
    "5",
    "abc",
    "s",
    ".s",
    "1 s",
    "--1s",
    "1s ",
    "1S",
    "1d",
    "1e3s",
    "1,5s",
    "nan",
    "s1",
]


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_duration_is_refused_by_name(text: str):
    with pytest.raises(ValueError, match="is no duration such as 400ms") as refusal:
        parse_duration(text)
    assert repr(text)[:50] in str(refusal.value)


def test_a_duration_beyond_go_s_is_refused():
    assert parse_duration("2562047h") > 9e9
    with pytest.raises(ValueError, match="longer than Go's longest"):
        parse_duration("2562048h")
