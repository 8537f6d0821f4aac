"""A running server's address, token and knobs, as `leaklab serve`, `turn` and `pull` name them."""

from typing import Any
from urllib.parse import urlsplit

import click

from leaklab.cli.runs import quantity

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
