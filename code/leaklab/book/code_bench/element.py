"""Chapters 4 to 12. `CodeBench(server)`: a bench as the output of a cell."""

import ast
import hashlib
import html
import inspect
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from pygments.lexers import PythonLexer

from leaklab.apiserver import handlers
from leaklab.book import mystery
from leaklab.book.code_bench.plan import MYSTERIES, BenchPlan
from leaklab.book.mystery.taking import cell_source
from leaklab.book.page import Page
from leaklab.book.source import highlighted

NOTEBOOK = (
    "In the book's pages this opens as an editor that runs and judges what you write. "
    "In a notebook, {take} puts it into a cell."
)
JUDGE = "from leaklab.book import mystery\n\nmystery.judge({name})"
CLASS_NAME = re.compile(r"^class (\w+)\(", re.MULTILINE)


class CodeBench(Page):
    """A server's source, which the page opens as an editor, with a run and the judge beside it.

    server: a name from `handlers.NAMES`, or `mystery.A`, `B`, `C` by their letters. latency_s and
    rate_per_s are the stops of its sliders, start is where they stand at first (s, requests/s).
    `name` is its id in the page; `plan` has the rest: see `BenchPlan`. Raises ValueError for an
    unknown server and for a load out of range.
    """

    def __init__(
        self,
        server: str,
        *,
        name: str,
        latency_s: Sequence[float] = (0.1, 0.3, 0.59, 0.61, 0.9, 1.8),
        rate_per_s: Sequence[float] = (10, 50, 100),
        start: tuple[float, float] = (0.9, 50),
        **plan: float | Sequence[str],
    ) -> None:
        asked: dict[str, Any] = {"server": server, **plan}
        bench = BenchPlan(**asked)
        for latency in latency_s:
            for rate in rate_per_s:
                bench.scenario(latency, rate)
        if start[0] not in latency_s or start[1] not in rate_per_s:
            raise ValueError(f"start = {start} must be a stop of latency_s and one of rate_per_s")
        text = source_of(server)
        data = {
            "plan": bench.fields(),
            "stops": {"latency_s": list(latency_s), "rate_per_s": list(rate_per_s)},
            "start": {"latency_s": start[0], "rate_per_s": start[1]},
            "title": title_of(server),
            "file": re.sub(r"\W", "_", title_of(server).lower()) + ".py",
            "judge": JUDGE.format(name=CLASS_NAME.findall(text)[-1]),
            "of": hashlib.sha256(text.encode()).hexdigest()[:16],
        }
        super().__init__(text, _element(name, data, text, take_call(server)))


def source_of(server: str) -> str:
    """The text that a bench begins with: all that runs, without a word on what is wrong in it."""
    if server in MYSTERIES:
        return f"{cell_source(MYSTERIES[server])}\n"
    module = inspect.getmodule(handlers.find(server))
    assert module is not None
    whole = inspect.getsource(module)
    after = ast.parse(whole).body[0].end_lineno  # the module's docstring tells what is wrong
    return "\n".join(whole.splitlines()[after:]).strip() + "\n"


def title_of(server: str) -> str:
    """What a bench for it is called."""
    return f"Server {server}" if server in MYSTERIES else f"Handler {server}"


def take_call(server: str) -> str:
    """What a notebook calls to have the source in a cell."""
    if server in MYSTERIES:
        assert getattr(mystery, server) is MYSTERIES[server]
        return f"mystery.take(mystery.{server}, edit=True)"
    return f'mystery.take(handlers.find("{server}"), edit=True)'


def _element(name: str, data: Mapping[str, object], text: str, take: str) -> str:
    packed = json.dumps(data, separators=(",", ":"), ensure_ascii=False).replace("</", "<\\/")
    note = NOTEBOOK.format(take=f"<code>{html.escape(take)}</code>")
    listing = highlighted(text, PythonLexer())
    return (
        f'<code-bench id="{html.escape(name)}">'
        f'<script type="application/json">{packed}</script>{listing}<p>{note}</p></code-bench>'
    )
