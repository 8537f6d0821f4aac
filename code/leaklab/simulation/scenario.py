"""What is asked of a run: the traffic, the timeout, the handlers' work, when to look."""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from leaklab.apiserver.plans import longest_s, parse_plan, split_plans
from leaklab.simulation.latency import Fixed, Latency, Link, LogNormal, Uniform
from leaklab.tasks.checks import (
    MAX_RATE_PER_S,
    MAX_REQUESTS,
    MAX_SAMPLES,
    WEEK_S,
    check_choice,
    check_count,
    check_kind,
    check_number,
)

VERBS = (
    "get",
    "list",
    "watch",
    "create",
    "update",
    "patch",
    "delete",
    "deletecollection",
    "proxy",
)
STEP_S = 0.05  # between samples, as in the recordings
TAIL_S = 2.5  # how long the recordings of the Go filter go on after the last handler can end


@dataclass(frozen=True, kw_only=True)
class Platform:
    """An administrator platform: on a timer it lists everything, and it does not wait for ever.

    A pull is `pages` lists, one after the other. A list that has no answer in time is given up (its
    connection or stream ends, which cancels the request's context); one that failed in any way is
    tried again at once.
    """

    every_s: float
    """The time from the begin of one pull to the begin of the next, s."""

    timeout_s: float
    """How long it waits for the answer to a list, s."""

    retries: int = 0
    """How often, at most, a list is tried again; then its pull ends."""

    pages: int = 1
    """How many lists make a pull."""

    def __post_init__(self) -> None:
        check_number("platform's every_s", self.every_s, "s", 0, WEEK_S)
        check_number("platform's timeout_s", self.timeout_s, "s", 0, WEEK_S)
        check_count("platform's retries", self.retries, "retries", 0, 100)
        check_count("platform's pages", self.pages, "pages", 1, 1000)


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """One run's question. Every field is checked; ValueError names value, unit and limits.

    Times are in virtual seconds.
    """

    rate_per_s: float = 50.0
    """How many requests arrive in a second. Beside a platform it may be 0."""

    duration_s: float = 4.0
    """For how long requests arrive, s."""

    timeout_s: float = 0.6
    """After how long a request is answered 504, or cut off, s."""

    plans: tuple[str, ...] | str = ("0.9:write",)
    """What the inner handlers do: one plan, or several (see `apiserver.plans`)."""

    select: str = "cycle"
    """Which plan a request gets: all in turn (`cycle`), or the first of two up to `step_index`
    requests and the second from there on (`step`)."""

    step_index: int = 0
    """How many requests get the first plan, with `select="step"`."""

    arrivals: str = "constant"
    """`constant`, where request i arrives at i / rate_per_s, or `poisson`."""

    latency: Latency | None = None
    """In place of `plans`: the distribution of the time that a handler takes to its one write."""

    link: Link | None = None
    """A line whose latency is added to each step of `plans`, or to `latency`."""

    platform: Platform | None = None
    """An administrator platform that pulls lists beside the load."""

    max_in_flight: int | None = None
    """How many handlers of reading verbs may run, and apart from them of mutating ones; above
    it a request is answered 429. None sets no limit."""

    honours_cancel: bool = False
    """Whether handlers return when their request's context is done."""

    client_hangup_s: float | None = None
    """How long a client of the load waits for its answer before it hangs up, s. None: for ever.
    A timeout of the same instant comes first, a handler's end comes later."""

    client_timeout_s: float | None = None
    """The `?timeout=` that clients send, the platform's too, s: 1 ns at least. None: they send
    none; 0 asks for nothing either."""

    http_version: int = 2
    """2: requests share connections, and a cut resets one stream. 1: it closes a connection."""

    report_gap_s: float = 0.0
    """HandleError's gap between two reports, s: 0.001 upstream; 0: reports take no time. Those of
    k8s-1.17 and k8s-1.22 queue by it, of k8s-1.37 each waits for one gap at most."""

    verb: str = "list"
    """The verb of the load's requests. The platform always lists."""

    until_s: float | None = None
    """When the run ends, s. Left out: 2.5 s after the last timeout or handler can end, except
    that a lognormal latency knows no last one."""

    every_s: float | None = None
    """The time between two samples of the census, s. Left out: 0.05 s, or more where that would
    give too many."""

    seed: int = 0
    """Begins all that is random: arrivals, latencies, the order of tasks that wake together."""

    def __post_init__(self) -> None:
        quiet = self.platform is not None  # then the platform's pulls are traffic enough
        check_number("rate_per_s", self.rate_per_s, "requests/s", 0, MAX_RATE_PER_S, zero_ok=quiet)
        check_number("duration_s", self.duration_s, "s", 0, WEEK_S)
        check_number("timeout_s", self.timeout_s, "s", 0, WEEK_S)
        self._check_plans()
        check_choice("verb", self.verb, VERBS)
        check_kind("honours_cancel", self.honours_cancel, bool)
        self._check_clients()
        check_choice("arrivals", self.arrivals, ("constant", "poisson"))
        check_kind("latency", self.latency, Fixed, Uniform, LogNormal)
        check_kind("link", self.link, Link)
        check_kind("platform", self.platform, Platform)
        if self.max_in_flight is not None:
            check_count("max_in_flight", self.max_in_flight, "requests", 1, MAX_REQUESTS)
        check_count("seed", self.seed, "", 0, 2**63 - 1)
        if self.until_s is not None:
            check_number("until_s", self.until_s, "s", 0, WEEK_S)
        check_number("horizon", self.horizon_s, "s", 0, WEEK_S)
        if self.every_s is not None:
            check_number("every_s", self.every_s, "s", 0, WEEK_S)
        self._check_sizes()

    def _check_clients(self) -> None:
        if self.client_hangup_s is not None:
            check_number("client_hangup_s", self.client_hangup_s, "s", 0, WEEK_S)
        if self.client_timeout_s is not None:
            asked_s = check_number(
                "client_timeout_s", self.client_timeout_s, "s", 0, WEEK_S, zero_ok=True
            )
            if 0 < asked_s < 1e-9:
                raise ValueError(f"client_timeout_s = {asked_s} s must be 0, or at least 1e-09 s")
        check_count("http_version", self.http_version, "", 1, 2)
        check_number("report_gap_s", self.report_gap_s, "s", 0, 1, zero_ok=True)

    def _check_plans(self) -> None:
        texts = (self.plans,) if isinstance(self.plans, str) else self.plans
        if not isinstance(texts, Sequence) or not all(isinstance(text, str) for text in texts):
            raise ValueError(f"plans = {texts!r} must be text such as '0.9:write', or several such")
        plans = tuple(plan for text in texts for plan in split_plans(text))
        if not plans:
            raise ValueError("plans is empty; at least one plan such as 0.9:write is needed")
        object.__setattr__(self, "plans", plans)
        check_choice("select", self.select, ("cycle", "step"))
        check_count("step_index", self.step_index, "requests", 0, MAX_REQUESTS)
        if self.select == "step" and len(plans) != 2:
            raise ValueError(f"select = 'step' needs exactly 2 plans, not {len(plans)}")

    def _check_sizes(self) -> None:
        if self.requests_expected > MAX_REQUESTS:
            raise ValueError(
                f"rate_per_s x duration_s = {self.requests_expected} requests is out of range; "
                f"it must be at most {MAX_REQUESTS} requests"
            )
        if self.horizon_s / self.step_s > MAX_SAMPLES:
            raise ValueError(
                f"every_s = {self.step_s:g} s over {self.horizon_s:g} s gives more than "
                f"{MAX_SAMPLES} samples; it must be at least {self.horizon_s / MAX_SAMPLES:g} s"
            )

    @property
    def constant_arrivals(self) -> int:
        """How many requests arrive before `duration_s` at a constant interval; none at rate 0."""
        if self.rate_per_s == 0:
            return 0
        return max(1, math.ceil(round(self.rate_per_s * self.duration_s, 9)))

    @property
    def requests_expected(self) -> int:
        """How many requests arrive, the platform's included (poisson arrivals: on average)."""
        own = self.constant_arrivals
        if self.platform is None:
            return own
        pulls = math.ceil(self.horizon_s / self.platform.every_s)
        return own + pulls * self.platform.pages * (1 + self.platform.retries)

    @property
    def longest_handler_s(self) -> float:
        """The longest time that an inner handler takes, seconds (see LogNormal's)."""
        if self.latency is not None:
            own = self.latency.longest_s
        else:
            own = max(longest_s(parse_plan(plan)) for plan in self.plans)
        return own + (self.link.longest_s if self.link else 0.0)

    @property
    def horizon_s(self) -> float:
        """When the run ends: `until_s`, or 2.5 s after all timeouts, handlers and reports."""
        if self.until_s is not None:
            return float(self.until_s)
        queue_s = self.report_gap_s * self.constant_arrivals
        return self.duration_s + max(self.timeout_s, self.longest_handler_s) + queue_s + TAIL_S

    @property
    def step_s(self) -> float:
        """The time between samples: `every_s`, or 0.05 s, or more where that gives too many."""
        if self.every_s is not None:
            return float(self.every_s)
        return max(STEP_S, self.horizon_s / MAX_SAMPLES)

    def to_dict(self) -> dict[str, Any]:
        """The scenario as plain values, with `until_s` filled in."""
        values = asdict(self)
        values["plans"] = list(self.plans)
        values["until_s"] = self.horizon_s
        values["every_s"] = self.step_s
        if self.latency is not None:
            values["latency"] = {
                "kind": type(self.latency).__name__.lower(),
                **asdict(self.latency),
            }
        return values
