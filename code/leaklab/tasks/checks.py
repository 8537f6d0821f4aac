"""One way to refuse a number: name it, show it, give its unit and its limits."""

import math
from numbers import Real

WEEK_S = 7 * 24 * 3600.0
MAX_REQUESTS = 1_000_000
MAX_RATE_PER_S = 1_000_000.0
MAX_SAMPLES = 1_000_000


def check_number(
    name: str, value: object, unit: str, low: float, high: float, *, zero_ok: bool = False
) -> float:
    """Return `value` as a float if it lies in (low, high], or [low, high] when `zero_ok`.

    Raises ValueError naming the value, its unit and its limits.
    """
    bounds = (
        f"{'at least' if zero_ok else 'more than'} {_plain(low)} and at most {_plain(high)} {unit}"
    )
    if isinstance(value, bool) or not isinstance(value, Real):
        raise ValueError(f"{name} = {value!r} is not a number; it must be {bounds}")
    number = float(value)
    if math.isnan(number) or number > high or number < low or (number == low and not zero_ok):
        raise ValueError(f"{name} = {value} {unit} is out of range; it must be {bounds}")
    return number


def check_count(name: str, value: object, unit: str, low: int, high: int) -> int:
    """Return `value` if it is a whole number in [low, high]; ValueError as above otherwise."""
    bounds = f"a whole number from {low} to {high}{unit and ' ' + unit}"
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"{name} = {value!r} is not a whole number; it must be {bounds}")
    if not low <= value <= high:
        raise ValueError(f"{name} = {value} is out of range; it must be {bounds}")
    return value


def check_choice(name: str, value: object, choices: tuple[str, ...]) -> str:
    """Return `value` if it is one of `choices`; ValueError listing them otherwise."""
    if value not in choices:
        raise ValueError(f"{name} = {value!r} is unknown; it must be one of {', '.join(choices)}")
    return str(value)


def check_kind(name: str, value: object, *kinds: type) -> None:
    """Raise ValueError unless `value` is None or one of `kinds`."""
    if value is not None and not isinstance(value, kinds):
        known = ", ".join(kind.__name__ for kind in kinds)
        raise ValueError(f"{name} = {value!r} must be None or one of {known}")


def _plain(number: float) -> str:
    """A limit as people write it: 1000000, not 1e+06."""
    return f"{number:.15g}"
