"""The speaker's window: reveal.js writes it into an empty page, which keeps the deck's policy.

So the policy must name the one script that stands in what is written, by its hash.
"""

import re

from tools.paths import SCRIPTS
from tools.site.policy import sha256

PLUGIN = SCRIPTS / "node_modules" / "reveal.js" / "dist" / "plugin" / "notes.js"
SCRIPT = re.compile(r"<script>(.*?)<\\/script>", re.S)


def script_hash() -> str:
    """The hash of the window's inline script. ValueError if the plugin is another one."""
    found = SCRIPT.findall(PLUGIN.read_text(encoding="utf-8"))
    if len(found) != 1:
        raise ValueError(f"{PLUGIN.name} has {len(found)} scripts for the speaker's window, not 1")
    return sha256(unescaped(found[0]))


def unescaped(literal: str) -> str:
    """The text of a template literal without expressions. ValueError for what is not read here."""
    if "${" in literal:
        raise ValueError("the speaker's window is put together from expressions")
    kept = {"n": "\n", "t": "\t", "`": "`", "$": "$", "\\": "\\", "/": "/", "'": "'", '"': '"'}

    def one(match: re.Match[str]) -> str:
        if match[1] not in kept:
            raise ValueError(f"an escape that is not known: {match[0]}")
        return kept[match[1]]

    return re.sub(r"\\(.)", one, literal, flags=re.S)
