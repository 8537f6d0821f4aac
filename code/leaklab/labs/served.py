"""The page of `leaklab serve`: one real server, drawn as it happens by labs/js/src/served."""

import html
import json

from leaklab.labs import alone

SCRIPT = alone.SCRIPT.with_name("served.js")
NO_SCRIPT = "This page draws what the server tells of itself; for that it needs JavaScript."


def page(handler: str, url: str, commands: list[str]) -> str:
    """The whole page. `commands` ask the server at `url`, and stand below the lab.

    FileNotFoundError where the script was not bundled.
    """
    data = json.dumps({"handler": handler}).replace("<", "\\u003c")
    script = f'<script type="application/json">{data}</script>'
    element = f"<served-lab>{script}<p>{NO_SCRIPT}</p></served-lab>"
    shown = html.escape("\n".join(commands), quote=False)
    below = (
        "<h2>Ask it</h2>\n"
        f'<pre tabindex="0" aria-label="Commands that ask this server"><code>{shown}</code></pre>\n'
        f"<p>Each line asks the server at {html.escape(url)}; the picture above follows. It "
        "counts the tasks that serve lists and gets; /metrics counts the server's own too.</p>\n"
    )
    wraps = "white-space: pre-wrap; overflow-wrap: anywhere"
    head = f"<style>pre {{ {wraps}; padding: 0.5rem; border: 1px solid }}</style>\n"
    bundle = f"<script>{alone.script_text(SCRIPT)}</script>"
    return alone.document(f"{handler}, live", element, bundle, head=head, below=below)
