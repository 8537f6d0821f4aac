"""`leaklab serve | turn | pull`: a real server with the filter in front, its knobs, its client."""

import contextlib
import json
import os
import signal
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from leaklab.cli import fetch
from leaklab.cli.runs import quantity

if TYPE_CHECKING:
    from leaklab.apiserver.over_http.puller import Puller, Second
    from leaklab.apiserver.over_http.server import Server

NEEDS = "leaklab {} needs packages of its own: pip install 'leaklab[serve]'"
TOKEN = "LEAKLAB_TOKEN"
URL = "http://127.0.0.1:8080"
ADDRESS = "LEAKLAB_URL"  # whom turn and pull ask, where none is named
KNOBS = "/leaklab/knobs"

knob_options = [
    click.option("--latency", type=quantity(float), help="A read of pods takes so long, s."),
    click.option("--factor", type=quantity(float), help="Times slower: the incident's line had 3."),
    click.option("--timeout", type=quantity(float), help="The filter's, s."),
]


def with_knobs(command: Any) -> Any:
    """Add the knobs to a command's options."""
    for option in reversed(knob_options):
        command = option(command)
    return command


@click.command("serve")
@click.option("--handler", default="k8s-1.12", show_default=True, help="See `leaklab handlers`.")
@click.option("--port", type=quantity(int), default=8080, show_default=True, help="0: any free.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@with_knobs
@click.option("--max-in-flight", type=quantity(int), help="Handlers at work at once. [no limit]")
@click.option("--objects", type=quantity(int), default=5000, show_default=True, help="Pods.")
@click.option("--http2", is_flag=True, help="HTTP/2 too: with TLS if asked, else from the start.")
@click.option("--tls", is_flag=True, help="TLS, with a certificate made for this run.")
@click.option("--quiet", is_flag=True, help="No log lines.")
def serve_command(
    handler: str,
    port: Any,
    host: str,
    max_in_flight: Any,
    objects: Any,
    http2: bool,
    tls: bool,
    quiet: bool,
    **turned: Any,
) -> None:
    """Serve pods over HTTP behind a timeout filter, for curl, kubectl and go tool pprof.

    The same handlers as everywhere in this book, in real time. At first a read of pods takes 0.3 s
    and the timeout is 0.6 s: all is well. `leaklab turn --factor 3` makes the line slow.
    """
    try:
        import trio

        from leaklab.apiserver.over_http.knobs import Knobs
        from leaklab.apiserver.over_http.server import Plan, Server
    except ImportError:
        raise ValueError(NEEDS.format("serve")) from None
    from leaklab.labs import served

    given = {name: value for name, value in turned.items() if value is not None}
    plan = Plan(
        handler=handler,
        host=host,
        port=port,
        knobs=Knobs().turned(given),
        max_in_flight=max_in_flight,
        objects=objects,
        http2=http2,
    )
    log = (lambda line: None) if quiet else (lambda line: print(line, file=sys.stderr))
    server = Server(plan, log)
    with tempfile.TemporaryDirectory(prefix="leaklab-") as folder:
        authority = _use_tls(server, Path(folder)) if tls else None

        def ready(host: str, port: int) -> None:
            url = _url(host, port, tls=tls)
            server.page = served.page(handler, url, _asking(url, authority))
            click.echo(_greeting(server, url, authority))
            sys.stdout.flush()

        try:
            left = trio.run(_until_interrupted, server, ready)
        except OSError as error:
            raise ValueError(f"{host}:{port}: {error.strerror or error}") from None
        except BaseExceptionGroup as group:
            first = _first(group)
            if isinstance(first, OSError):
                raise ValueError(f"{host}:{port}: {first.strerror or first}") from None
            click.echo(f"panic: {first}", err=True)  # as in Go: the process dies
            sys.stderr.flush()
            os._exit(2)
    click.echo(left)


async def _until_interrupted(server: "Server", ready: Any) -> str:
    """Serve until Ctrl-C or SIGTERM; what was left then, in a sentence."""
    import trio

    from leaklab.tasks.profile import own_count

    with trio.open_signal_receiver(signal.SIGINT, signal.SIGTERM) as signals:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(server.run, ready)
            async for _ in signals:
                left = f"Ended, with {own_count():,} tasks."
                if own_count() > 5000:  # to unwind them would take seconds
                    click.echo(left)
                    sys.stdout.flush()
                    os._exit(0)
                nursery.cancel_scope.cancel()
                break
    return left


def _first(group: BaseException) -> BaseException:
    while isinstance(group, BaseExceptionGroup):
        group = group.exceptions[0]
    return group


def _use_tls(server: "Server", folder: Path) -> Path:
    """Make a certificate for this machine; the path of the authority that clients are to trust."""
    import ssl

    try:
        import trustme
    except ImportError:
        raise ValueError(NEEDS.format("serve --tls")) from None
    authority = trustme.CA(organization_name="leaklab, for this run")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost", "127.0.0.1", "::1").configure_cert(context)
    server.use_tls(context)
    path = folder / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


def _url(host: str, port: int, *, tls: bool) -> str:
    name = f"[{host}]" if ":" in host else host
    return f"{'https' if tls else 'http'}://{name}:{port}"


def _asking(url: str, authority: Path | None) -> list[str]:
    """Commands that ask the server, none of which needs its token."""
    trust, ca = (f" --cacert {authority}", f" --ca {authority}") if authority else ("", "")
    kubectl = f" --certificate-authority {authority}" if authority else ""
    there = "" if url == os.environ.get(ADDRESS, URL) else f" {url}"
    return [
        f"curl{trust} '{url}/api/v1/pods?limit=2'",
        f"kubectl --server {url}{kubectl} get pods",
        f"leaklab pull{there}{ca}",
        f"curl -s{trust} '{url}/debug/pprof/goroutine?debug=1' | head",
        f"go tool pprof -top {url}/debug/pprof/goroutine",
    ]


def _greeting(server: "Server", url: str, authority: Path | None) -> str:
    """Where it listens, and what to try next."""
    plan, knobs = server.plan, server.knobs
    there = "" if url == os.environ.get(ADDRESS, URL) else f" {url}"
    ca = f" --ca {authority}" if authority else ""
    lines = [
        f"{plan.handler} serves {plan.objects:,} pods at {url}",
        f"A read takes {knobs.read_s:g} s, the timeout is {knobs.timeout_s:g} s. Ctrl-C ends it.",
        "",
        f"In a browser: {url}/#token={server.token}",
        "In another terminal:",
        "",
        f"  export {TOKEN}={server.token}",
        f"  leaklab turn{there}{ca} --factor 3",
        *(f"  {command}" for command in _asking(url, authority)),
    ]
    return "\n".join(lines)


def check_url(url: str) -> str:
    """A server's address without a path. ValueError for anything else."""
    parts = urlsplit(url if "://" in url else f"http://{url}")
    try:
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    if parts.scheme not in ("http", "https") or not host or parts.path not in ("", "/"):
        raise ValueError(f"URL = {url!r:.80} must be like {URL}")
    name = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{name}" + (f":{port}" if port else "")


@click.command("turn")
@click.argument("url", default=URL, envvar=ADDRESS)
@with_knobs
@click.option("--token", envvar=TOKEN, help=f"As the server printed it. [{TOKEN}]")
@click.option("--ca", type=click.Path(path_type=Path), help="Whom to trust, with --tls.")
def turn_command(url: str, token: str | None, ca: Path | None, **turned: Any) -> None:
    """Turn a running server's knobs; without an option, show them."""
    if not token:
        raise ValueError(f"the server's token is needed: --token, or {TOKEN} in the environment")
    given = {name: value for name, value in turned.items() if value is not None}
    for name, value in given.items():
        if isinstance(value, str):
            raise ValueError(f"{name} = {value!r:.40} is not a number")
    body = json.dumps(given).encode() if given else None
    answer = fetch.fetch(check_url(url) + KNOBS, token, body=body, ca=ca)
    knobs = json.loads(answer)
    click.echo("  ".join(f"{name} {value:g}" for name, value in knobs.items()))


@click.command("pull")
@click.argument("url", default=URL, envvar=ADDRESS)
@click.option("--every", type=quantity(float), help="A round begins, s. [1]")
@click.option("--parallel", type=quantity(int), help="Pulls in a round. [3]")
@click.option("--timeout", type=quantity(float), help="The platform's own, s. [5]")
@click.option("--retries", type=quantity(int), help="Of a list that failed. [0]")
@click.option("--limit", type=quantity(int), help="Pods to a page; 0: all at once. [500]")
@click.option("--for", "last", type=quantity(float), help="Seconds. [until Ctrl-C]")
@click.option("--http2", is_flag=True, help="Speak HTTP/2.")
@click.option("--ca", type=click.Path(path_type=Path), help="Whom to trust, with --tls.")
@click.option("--json", "as_json", is_flag=True, help="One object a second.")
def pull_command(
    url: str, http2: bool, ca: Path | None, as_json: bool, last: Any, **given: Any
) -> None:
    """List all pods on a timer, as the incident's administrator platform did; show what came back.

    The load is open: a round begins when it is time, whoever still waits.
    """
    try:
        import trio

        from leaklab.apiserver.over_http.puller import Puller, Pulls
    except ImportError:
        raise ValueError(NEEDS.format("pull")) from None
    names = {"every": "every_s", "timeout": "timeout_s"}
    chosen = {names.get(name, name): value for name, value in given.items() if value is not None}
    if last is not None:
        chosen["last_s"] = last
    pulls = Pulls(http2=http2, **chosen)
    tell = _tell_json if as_json else _tell
    puller = Puller(check_url(url), pulls, tell, verify=_trusted(ca))
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        trio.run(puller.run)
    except* KeyboardInterrupt:
        pass
    if not as_json:
        click.echo(_summary(puller))


def _trusted(ca: Path | None) -> Any:
    import ssl

    if ca is None:
        return True
    try:
        return ssl.create_default_context(cafile=str(ca))
    except (OSError, ssl.SSLError) as error:
        raise ValueError(f"{ca}: {getattr(error, 'strerror', None) or error}") from None


def _tell(second: "Second") -> None:
    """A line for a second."""
    seen = "  ".join(f"{name}: {count}" for name, count in second.outcomes.items()) or "nothing"
    more = f"  retries: {second.retries}" if second.retries else ""
    click.echo(
        f"{second.at_s:5} s  {seen}{more}  under way: {second.open}"
        f"  slowest: {second.slowest_s:.2f} s"
    )


def _tell_json(second: "Second") -> None:
    click.echo(json.dumps(second.as_json()))


def _summary(puller: "Puller") -> str:
    """What came back in all, and what the words mean."""
    from leaklab.apiserver.over_http.puller import MEANS

    total = sum(puller.total.values())
    parts = [f"{name}: {count:,}" for name, count in sorted(puller.total.items())]
    lines = [f"{total:,} lists. " + "  ".join(parts), f"{puller.pods:,} pods came."]
    lines += [f"{name}: {MEANS[name]}." for name in puller.total if name in MEANS]
    if puller.left_out:
        lines.append(f"{puller.left_out:,} were not begun: too many were under way.")
    return "\n".join(lines)
