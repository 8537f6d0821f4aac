"""A refused number is named, shown, and told its unit and its limits."""

import math
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaklab.tasks.checks import check_choice, check_count, check_kind, check_number


@pytest.mark.parametrize("value", [0.5, 1, 10, Fraction(1, 3)])
def test_a_number_within_its_limits_comes_back_as_a_float(value: float):
    checked = check_number("speed", value, "m/s", 0, 10)
    assert checked == float(value)
    assert type(checked) is float


@pytest.mark.parametrize("value", [0, -1, 10.001, math.nan, math.inf, -math.inf])
def test_a_number_outside_its_limits_is_refused(value: float):
    with pytest.raises(ValueError) as refusal:
        check_number("speed", value, "m/s", 0, 10)
    assert str(refusal.value) == (
        f"speed = {value} m/s is out of range; it must be more than 0 and at most 10 m/s"
    )


@pytest.mark.parametrize("value", ["5", None, True, 1j, [5], Decimal(5)])
def test_what_is_no_number_is_refused(value: object):
    with pytest.raises(ValueError) as refusal:
        check_number("speed", value, "m/s", 0, 10)
    assert str(refusal.value) == (
        f"speed = {value!r} is not a number; it must be more than 0 and at most 10 m/s"
    )


@given(
    value=st.one_of(st.floats(), st.integers(), st.fractions(), st.text(), st.booleans()),
    low=st.integers(-10, 0),
    width=st.integers(1, 10**6),
    zero_ok=st.booleans(),
)
def test_what_comes_back_lies_within_and_what_is_refused_does_not(value, low, width, zero_ok):
    high = low + width
    number = isinstance(value, float | int | Fraction) and not isinstance(value, bool)
    within = number and (low <= value <= high if zero_ok else low < value <= high)
    limits = ("speed", value, "m/s", low, high)
    if within:
        assert check_number(*limits, zero_ok=zero_ok) == float(value)
        return
    with pytest.raises(ValueError) as refusal:
        check_number(*limits, zero_ok=zero_ok)
    assert str(refusal.value).startswith(f"speed = {value if number else repr(value)}")
    assert str(refusal.value).endswith(f"and at most {high} m/s")


def test_zero_where_zero_is_allowed():
    assert check_number("delay", 0, "s", 0, 10, zero_ok=True) == 0
    with pytest.raises(ValueError, match="at least 0 and at most 10 s"):
        check_number("delay", -0.1, "s", 0, 10, zero_ok=True)


@pytest.mark.parametrize("value", [1, 2, 3])
def test_a_count_within_its_limits(value: int):
    assert check_count("tries", value, "tries", 1, 3) == value


@pytest.mark.parametrize("value", [0, 4, -1, 10**30])
def test_a_count_outside_its_limits(value: int):
    with pytest.raises(ValueError) as refusal:
        check_count("tries", value, "tries", 1, 3)
    assert str(refusal.value) == (
        f"tries = {value} is out of range; it must be a whole number from 1 to 3 tries"
    )


@pytest.mark.parametrize("value", [1.0, "1", None, True, math.nan])
def test_what_is_no_count(value: object):
    with pytest.raises(ValueError, match=r"is not a whole number; .* from 1 to 3$"):
        check_count("tries", value, "", 1, 3)


def test_a_kind():
    check_kind("colour", None, int)
    check_kind("colour", 5, int, str)
    with pytest.raises(ValueError, match=r"^colour = 'red' must be None or one of int, float$"):
        check_kind("colour", "red", int, float)


def test_a_choice():
    assert check_choice("colour", "red", ("red", "blue")) == "red"
    with pytest.raises(ValueError, match=r"colour = 'green' is unknown; .* one of red, blue"):
        check_choice("colour", "green", ("red", "blue"))
