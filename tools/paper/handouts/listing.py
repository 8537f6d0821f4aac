"""The lines of the filter, for a room that has no projector to point at: in Python and in Go."""

import html
import textwrap

from leaklab.book import go_filter, handler_source

LISTED = {  # a chapter: whose filter; in both the one before the fix, which is a bet
    "04_one_request": "k8s-1.12",
    "06_a_reader_for_every_outcome": "k8s-1.12",
}
PYTHON_BEGINS, GO_BEGINS = "        async def worker(", "    worker := func("
INDENT = 2  # of Go: so the two find room beside each other


def of(stem: str) -> str:
    """Both listings side by side as HTML, from the worker to the end; nothing for most chapters."""
    if stem not in LISTED:
        return ""
    name = LISTED[stem]
    python = from_worker(handler_source(name), PYTHON_BEGINS)
    go = from_worker(go_filter.source(name).removesuffix("}\n"), GO_BEGINS)
    sides = python, go.replace("    ", " " * INDENT)
    shown = "".join(f"<pre>{html.escape(side, quote=False)}</pre>" for side in sides)
    version = name.removeprefix("k8s-")
    head = f"The filter of {version} from its worker on: our port, and in Go, ours"
    return f'<h2>{head}</h2><div class="sides">{shown}</div>'


def from_worker(source: str, begins: str) -> str:
    """A filter's source from where its worker begins. ValueError where it has none."""
    return textwrap.dedent(source[source.index(begins) :]).rstrip()
