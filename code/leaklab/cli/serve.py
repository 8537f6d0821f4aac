"""`leaklab serve`: a real server with the filter in front."""

import errno
import os
import signal
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from leaklab.cli.runs import quantity
from leaklab.cli.served import ADDRESS, NEEDS, TOKEN, URL, with_knobs

if TYPE_CHECKING:
    from leaklab.apiserver.over_http.server import Server

LOOPBACK = {"0.0.0.0": "127.0.0.1", "::": "::1"}


@click.command("serve")
@click.option("--handler", default="k8s-1.12", show_default=True, help="See `leaklab handlers`.")
@click.option("--port", type=quantity(int), default=8080, show_default=True, help="0: any free.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@with_knobs
@click.option("--max-in-flight", type=quantity(int), help="Handlers at work at once. [no limit]")
@click.option("--objects", type=quantity(int), default=5000, show_default=True, help="Pods.")
@click.option(
    "--http2", is_flag=True, help="HTTP/2 too; without TLS for clients that begin with it."
)
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
            server.page = served.page(handler, url, _asking(url, authority, http2=http2))
            click.echo(_greeting(server, url, authority))
            sys.stdout.flush()

        try:
            left = trio.run(_until_interrupted, server, ready)
        except OSError as error:
            raise ValueError(_why_not(host, port, error)) from None
        except BaseExceptionGroup as group:
            first = _first(group)
            if isinstance(first, OSError):
                raise ValueError(_why_not(host, port, first)) from None
            click.echo(f"panic: {first}", err=True)  # as in Go: the process dies
            sys.stderr.flush()
            os._exit(2)
    click.echo(left)


def _why_not(host: str, port: int, error: OSError) -> str:
    """Why it cannot listen there."""
    more = "; --port chooses another" if error.errno == errno.EADDRINUSE else ""
    return f"{host}:{port}: {error.strerror or error}{more}"


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
    shown = LOOPBACK.get(host, host)  # "all of this machine's" is no address to open
    name = f"[{shown}]" if ":" in shown else shown
    return f"{'https' if tls else 'http'}://{name}:{port}"


def _asking(url: str, authority: Path | None, *, http2: bool) -> list[str]:
    """Commands that ask the server, none of which needs its token."""
    trust, ca = (f" --cacert {authority}", f" --ca {authority}") if authority else ("", "")
    kubectl = f" --certificate-authority {authority}" if authority else ""
    there = "" if url == os.environ.get(ADDRESS, URL) else f" {url}"
    pprof = url.replace("https:", "https+insecure:")  # it takes no authority
    return [
        f"curl{trust} '{url}/api/v1/pods?limit=2'",
        f"kubectl --server {url}{kubectl} get pods",
        f"leaklab pull{there}{ca}{' --http2' if http2 else ''}",
        f"curl -s{trust} '{url}/debug/pprof/goroutine?debug=1' | head",
        f"go tool pprof -top {pprof}/debug/pprof/goroutine",
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
        *(f"  {command}" for command in _asking(url, authority, http2=plan.http2)),
    ]
    return "\n".join(lines)
