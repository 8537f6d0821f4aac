"""One server, put together: from its sockets to its pods."""

import secrets
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field

import trio

from leaklab.apiserver.handlers import NAMES
from leaklab.apiserver.over_http import kube, objects
from leaklab.apiserver.over_http.chain import VERSIONS, Chain
from leaklab.apiserver.over_http.control import LIVE, Control
from leaklab.apiserver.over_http.klog import Log
from leaklab.apiserver.over_http.knobs import Knobs, check_objects
from leaklab.apiserver.over_http.measures import Measures
from leaklab.apiserver.over_http.watched import Watched
from leaklab.apiserver.over_http.wire.exchange import Asked
from leaklab.apiserver.over_http.wire.listener import Front, allow_many_files
from leaklab.apiserver.over_http.wire.service import Service
from leaklab.apiserver.response import Handler, Request, Writer
from leaklab.tasks import profile
from leaklab.tasks.checks import check_choice, check_count
from leaklab.tasks.endpoint import ProfileEndpoint

MOST_IN_FLIGHT = 100_000


@dataclass(frozen=True)
class Plan:
    """What a server is to be. Raises ValueError for a value that cannot be."""

    handler: str = "k8s-1.12"
    host: str = "127.0.0.1"
    port: int = 8080
    knobs: Knobs = field(default_factory=Knobs)
    max_in_flight: int | None = None
    objects: int = 5000
    http2: bool = False

    def __post_init__(self) -> None:
        check_choice("handler", self.handler, NAMES)
        check_count("port", self.port, "", 0, 65_535)
        check_objects(self.objects)
        if self.max_in_flight is not None:
            check_count("max_in_flight", self.max_in_flight, "requests", 1, MOST_IN_FLIGHT)


class Server:
    """Serves a plan until it is cancelled. `token` turns its knobs.

    `page` is the HTML that a browser gets at `/`, set once the address is known; what it draws
    comes from `control.LIVE`.
    """

    def __init__(self, plan: Plan, write_log: Callable[[str], None]) -> None:
        self.plan = plan
        self.page = ""
        self.token = secrets.token_urlsafe(18)
        self.measures = Measures(profile.own_count, plan.handler)
        self._log = Log(plan.handler, write_log)
        self._chain: Chain | None = None
        self._tls: ssl.SSLContext | None = None

    @property
    def knobs(self) -> Knobs:
        """As they are turned now."""
        return self.plan.knobs if self._chain is None else self._chain.knobs

    def turn(self, knobs: Knobs) -> None:
        """Requests that arrive from now on get these."""
        assert self._chain is not None
        self._chain.knobs = knobs

    def use_tls(self, context: ssl.SSLContext) -> None:
        """Serve over TLS; to be called before `run`."""
        context.set_alpn_protocols(["h2", "http/1.1"] if self.plan.http2 else ["http/1.1"])
        self._tls = context

    async def run(self, ready: Callable[[str, int], None]) -> None:
        """Listen and serve; `ready` is told host and port. Raises OSError where it cannot."""
        allow_many_files()
        plan = self.plan
        objects.pods_encoded(plan.objects)  # now, and not in the first list's time
        origins = profile.Origins()
        trio.lowlevel.add_instrument(origins)
        api = kube.Api(lambda: self.knobs, plan.objects, VERSIONS.get(plan.handler, "1.17.0"))
        try:
            async with trio.open_nursery() as left_behind, trio.open_nursery() as connections:
                watched = Watched(left_behind)
                control = Control(
                    api,
                    self.measures,
                    ProfileEndpoint(watch=origins),
                    watched,
                    token=self.token,
                    knobs=lambda: self.knobs,
                    turn=self.turn,
                    page=lambda: self.page,
                )
                self._chain = Chain(
                    plan.handler,
                    control.serve,
                    left_behind,
                    knobs=plan.knobs,
                    max_in_flight=plan.max_in_flight,
                    log=self._log,
                    measures=self.measures,
                    watched=watched,
                )
                service = Service(_described(self._chain))
                front = Front(service, http2=plan.http2, tls=self._tls)
                listeners = await trio.open_tcp_listeners(plan.port, host=plan.host)
                api.address = listeners[0].socket.getsockname()[:2]
                port = api.address[1]
                connections.start_soon(watched.sample)
                ready(plan.host, port)
                await front.serve(listeners, connections)
        finally:
            trio.lowlevel.remove_instrument(origins)


def _described(chain: Chain) -> Handler:
    """Work out the verb first: the log, the metrics and the filters all ask for it."""

    async def serve(w: Writer, r: Request) -> None:
        assert isinstance(r, Asked)
        kube.describe(r)
        if r.path == LIVE:
            r.verb = "watch"  # it has no end, and so no timeout
        await chain.handler(w, r)

    return serve
