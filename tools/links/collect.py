"""`python -m tools.links.collect`: list every external link of the book once, in links.txt.

The tests compare the file with the chapters, so that no link goes unlisted; they ask no server.
"""

import json
import re
from collections.abc import Iterator

from tools.paths import CHAPTERS, ROOT

LISTED = ROOT / "links.txt"
URL = re.compile(r"https?://[^\s)>\]}\"'`]+")


def texts() -> Iterator[str]:
    """The prose of the chapters, and the bibliography."""
    for path in sorted(CHAPTERS.glob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "markdown":
                yield "".join(cell["source"])
    for path in [*sorted(CHAPTERS.glob("*.md")), ROOT / "references.bib"]:
        yield path.read_text(encoding="utf-8")


def links() -> list[str]:
    """Each external link once, without its anchor.

    Addresses of this machine are no links, nor those that a reader or the build has to complete.
    """
    found = {url.split("#")[0].rstrip(".,;:") for text in texts() for url in URL.findall(text)}
    return sorted(url for url in found if not re.match(r"https?://(127\.|localhost|BOOK/|\$)", url))


if __name__ == "__main__":
    LISTED.write_text("".join(f"{url}\n" for url in links()), encoding="utf-8")
