"""How long an answer takes: distributions for the server's share, a link for the line's share."""

import math
import random
from collections.abc import Callable
from dataclasses import dataclass

from leaklab.tasks.checks import WEEK_S, check_number


@dataclass(frozen=True)
class Fixed:
    """Every answer takes `seconds`."""

    seconds: float

    def __post_init__(self) -> None:
        check_number("fixed latency", self.seconds, "s", 0, WEEK_S)

    def draw(self, rng: random.Random) -> float:
        """The latency of one answer, s."""
        return self.seconds

    @property
    def longest_s(self) -> float:
        """The longest latency, s."""
        return self.seconds


@dataclass(frozen=True)
class Uniform:
    """Answers take between `low_s` and `high_s`, all equally likely."""

    low_s: float
    high_s: float

    def __post_init__(self) -> None:
        check_number("uniform latency's low end", self.low_s, "s", 0, WEEK_S, zero_ok=True)
        check_number("uniform latency's high end", self.high_s, "s", self.low_s, WEEK_S)

    def draw(self, rng: random.Random) -> float:
        """The latency of one answer, s."""
        return rng.uniform(self.low_s, self.high_s)

    @property
    def longest_s(self) -> float:
        """The longest latency, s."""
        return self.high_s


@dataclass(frozen=True)
class LogNormal:
    """Half of the answers take less than `median_s`; `sigma` is the spread of the logarithm."""

    median_s: float
    sigma: float

    def __post_init__(self) -> None:
        check_number("lognormal latency's median", self.median_s, "s", 0, WEEK_S)
        check_number("lognormal latency's sigma", self.sigma, "(no unit)", 0, 5)

    def draw(self, rng: random.Random) -> float:
        """The latency of one answer, s; at most a week."""
        return min(self.median_s * math.exp(rng.gauss(0, self.sigma)), WEEK_S)

    def share_over(self, limit_s: float) -> float:
        """The share of answers, 0 to 1, that take longer than `limit_s`: the tail."""
        check_number("limit_s", limit_s, "s", 0, WEEK_S)
        # statistics.NormalDist has no tail of its own: 1 - cdf is 0 from nine deviations on.
        deviations = math.log(limit_s / self.median_s) / self.sigma
        return math.erfc(deviations / math.sqrt(2)) / 2

    @property
    def longest_s(self) -> float:
        """Not a bound: four deviations out, which 3 answers in 100,000 exceed."""
        return min(self.median_s * math.exp(4 * self.sigma), WEEK_S)


Latency = Fixed | Uniform | LogNormal


def parse_latency(text: str) -> Latency:
    """`fixed:0.9`, `uniform:0.2:1.5` or `lognormal:0.3:0.5` (median in s, sigma)."""
    name, *numbers = text.split(":")
    forms: dict[str, tuple[Callable[..., Latency], int]] = {
        "fixed": (Fixed, 1),
        "uniform": (Uniform, 2),
        "lognormal": (LogNormal, 2),
    }
    if name not in forms or len(numbers) != forms[name][1]:
        known = "fixed:SECONDS, uniform:LOW:HIGH, lognormal:MEDIAN:SIGMA"
        raise ValueError(f"latency {text!r} is not one of {known}")
    try:
        values = [float(number) for number in numbers]
    except ValueError:
        raise ValueError(f"latency {text!r}: {':'.join(numbers)!r} must be numbers") from None
    return forms[name][0](*values)


@dataclass(frozen=True)
class Link:
    """A line with a base latency, `base_s`, and a factor on it that changes at given times.

    `changes` are pairs (time in s, factor), times rising; before the first the factor is 1.
    """

    base_s: float
    changes: tuple[tuple[float, float], ...] = ()

    def __post_init__(self) -> None:
        check_number("link's base latency", self.base_s, "s", 0, WEEK_S)
        last_s = 0.0
        for at_s, factor in self.changes:
            check_number("link's change time", at_s, "s", last_s, WEEK_S, zero_ok=True)
            check_number("link's factor", factor, "times", 0, 1000)
            last_s = at_s

    def factor_at(self, t_s: float) -> float:
        """The factor in force at time `t_s`."""
        factor = 1.0
        for at_s, changed in self.changes:
            if at_s > t_s:
                break
            factor = changed
        return factor

    def latency_at(self, t_s: float) -> float:
        """The line's share of the latency of a request that begins at `t_s`, in seconds."""
        return self.base_s * self.factor_at(t_s)

    @property
    def longest_s(self) -> float:
        """The line's largest share of any latency, s."""
        return self.base_s * max([1.0, *(factor for _, factor in self.changes)])
