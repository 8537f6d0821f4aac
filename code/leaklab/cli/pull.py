"""`leaklab turn | pull`: the knobs of a running server, and its client."""

import contextlib
import json
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from leaklab.cli import fetch
from leaklab.cli.runs import quantity
from leaklab.cli.served import ADDRESS, KNOBS, NEEDS, TOKEN, URL, check_url, with_knobs

if TYPE_CHECKING:
    from leaklab.apiserver.over_http.puller import Puller, Second


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
@click.option(
    "--for", "last", type=quantity(float), help="Begin rounds for so many seconds. [until Ctrl-C]"
)
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
    closed = False
    try:
        trio.run(puller.run)
    except* KeyboardInterrupt:
        pass
    except* BrokenPipeError:
        closed = True
    if closed:  # whoever read the lines has enough of them, as in `leaklab pull | head`
        raise BrokenPipeError
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
    if puller.refusal:
        lines.append(f"Why, the first time: {puller.refusal}.")
    if puller.left_out:
        lines.append(f"{puller.left_out:,} were not begun: too many were under way.")
    return "\n".join(lines)
