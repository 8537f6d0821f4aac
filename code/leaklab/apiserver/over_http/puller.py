"""The administrator platform with real requests: lists all pods on a timer.

An open loop: a round begins when it is time, whether or not the last one has ended. httpx sends the
requests (it runs on trio, and speaks HTTP/2).
"""

import math
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import httpx
import trio

from leaklab.tasks.checks import check_count, check_number
from leaklab.tasks.profile.collector import gc_paused

PATH = "/api/v1/pods"
MOST_OPEN = 20_000
OUTCOMES = ("200", "504", "429", "other", "cut", "gave up", "refused")
MEANS = {
    "cut": "the server ended the connection or the stream before the answer was whole",
    "gave up": "no answer within the platform's own timeout",
    "refused": "no connection",
}


@dataclass(frozen=True)
class Pulls:
    """What the platform does. Times in s; ValueError for a value that cannot be.

    Every `every_s` it begins `parallel` pulls; each lists all pods, `limit` to a page (as kubectl;
    0: all at once). A list that failed is tried again `retries` times at most, at once.
    """

    every_s: float = 1.0
    parallel: int = 3
    timeout_s: float = 5.0
    retries: int = 0
    limit: int = 500
    last_s: float = math.inf
    http2: bool = False

    def __post_init__(self) -> None:
        check_number("every", self.every_s, "s", 0.001, 3600, zero_ok=True)
        check_count("parallel", self.parallel, "pulls", 1, 5000)
        check_number("timeout", self.timeout_s, "s", 0.001, 3600, zero_ok=True)
        check_count("retries", self.retries, "retries", 0, 100)
        check_count("limit", self.limit, "objects", 0, 1_000_000)
        if self.last_s != math.inf:
            check_number("for", self.last_s, "s", 0, 7 * 86_400)


@dataclass
class Second:
    """One second of it: lists by outcome, retries among them, pods that came, lists under way."""

    at_s: int
    outcomes: dict[str, int]
    retries: int
    pods: int
    open: int
    slowest_s: float

    def as_json(self) -> dict[str, Any]:
        """For `--json`: one object a second."""
        return asdict(self)


class Puller:
    """Pulls from `url` until its time is over; `tell` gets each second that has passed."""

    def __init__(
        self, url: str, pulls: Pulls, tell: Callable[[Second], None], *, verify: Any = True
    ) -> None:
        self._url = url
        self._pulls = pulls
        self._tell = tell
        self._verify = verify
        self.total: Counter[str] = Counter()
        self.pods = 0
        self.retried = 0
        self._now: Counter[str] = Counter()
        self._now_retries = self._now_pods = 0
        self._slowest_s = 0.0
        self._open = 0
        self.refusal = ""  # why there was no connection, the first time
        self.left_out = 0  # lists that were not begun: too many were under way

    async def run(self) -> None:
        """Begin rounds on time; at the end wait for what is under way."""
        pulls = self._pulls
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=200)
        async with httpx.AsyncClient(
            base_url=self._url,
            timeout=None,
            limits=limits,
            http2=pulls.http2,
            http1=not pulls.http2 or self._url.startswith("https"),
            verify=self._verify,
            trust_env=False,
            headers={"User-Agent": "leaklab-pull"},
        ) as client:
            began_s = trio.current_time()
            async with trio.open_nursery() as around:
                around.start_soon(self._each_second, began_s)
                async with trio.open_nursery() as nursery:
                    begun = 0
                    while begun * pulls.every_s < pulls.last_s:
                        await trio.sleep_until(began_s + begun * pulls.every_s)
                        for _ in range(pulls.parallel):
                            nursery.start_soon(self._pull, client)
                        begun += 1
                around.cancel_scope.cancel()
        self._second(math.ceil(trio.current_time() - began_s))

    async def _each_second(self, began_s: float) -> None:
        second = 0
        while True:
            second += 1
            await trio.sleep_until(began_s + second)
            self._second(second)

    def _second(self, at_s: int) -> None:
        shown = {name: self._now[name] for name in OUTCOMES if self._now[name]}
        slowest_s = round(self._slowest_s, 3)
        retries, pods = self._now_retries, self._now_pods
        self._tell(Second(at_s, shown, retries, pods, self._open, slowest_s))
        self._now, self._now_retries, self._now_pods, self._slowest_s = Counter(), 0, 0, 0.0

    async def _pull(self, client: httpx.AsyncClient) -> None:
        """All pages, each tried again where it failed; the pull ends when one stays without."""
        go_on: str | None = ""
        while go_on is not None:
            params = {"limit": str(self._pulls.limit)} if self._pulls.limit else {}
            if go_on:
                params["continue"] = go_on
            for attempt in range(1 + self._pulls.retries):
                self._now_retries += attempt > 0
                self.retried += attempt > 0
                answer = await self._list(client, params)
                if answer is not None:
                    break
            else:
                return
            self.pods += len(answer["items"])
            self._now_pods += len(answer["items"])
            go_on = answer["metadata"].get("continue") or None

    async def _list(self, client: httpx.AsyncClient, params: dict[str, str]) -> Any:
        """One list: its JSON if a 200 came in time, else None."""
        if self._open >= MOST_OPEN:
            self.left_out += 1
            return None
        began_s = time.monotonic()
        self._open += 1
        answer, outcome = None, "gave up"
        try:
            with trio.move_on_after(self._pulls.timeout_s):
                response = await client.get(PATH, params=params)
                outcome = str(response.status_code)
                if response.status_code == 200:
                    with gc_paused():  # else it walks the objects that JSON makes, time and again
                        answer = response.json()
        except httpx.ConnectError as error:
            outcome = "refused"
            self.refusal = self.refusal or str(error)
        except httpx.TransportError:
            outcome = "cut"
        except ValueError:
            outcome = "other"  # not JSON: another server
        finally:
            self._open -= 1
        outcome = outcome if outcome in OUTCOMES else "other"
        self._now[outcome] += 1
        self.total[outcome] += 1
        self._slowest_s = max(self._slowest_s, time.monotonic() - began_s)
        return answer if _is_list(answer) else None


def _is_list(answer: Any) -> bool:
    """Whether it is a list of Kubernetes' kind; another server may answer anything."""
    if not isinstance(answer, dict) or not isinstance(answer.get("items"), list):
        return False
    return isinstance(answer.get("metadata"), dict)
