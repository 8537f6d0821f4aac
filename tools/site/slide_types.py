"""What Jupyter says of a code cell in a slide show, as a class of the cell on the page.

`tools.slides` makes decks of finished pages, and reads it there: `slide-skip`, `slide-notes`.
A text cell leaves no trace of its own on a page, so its metadata cannot be told.
"""

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

TYPES = ("skip", "notes", "slide", "fragment")


def mark(app: Sphinx, tree: nodes.document) -> None:
    """Mark the code cells of a page whose metadata have a `slideshow.slide_type`.

    ValueError names a type that no deck knows.
    """
    for cell in tree.findall(nodes.container):
        if cell.get("nb_element") == "cell_code" and (kind := type_of(cell["cell_metadata"])):
            cell["classes"].append(f"slide-{kind}")


def type_of(metadata: dict[str, Any]) -> str:
    """The type, or "" where none is given. Jupyter's own `-` is none."""
    kind = str(metadata.get("slideshow", {}).get("slide_type", ""))
    if kind == "subslide":  # a deck is one line of slides
        return "slide"
    if kind in ("", "-"):
        return ""
    if kind not in TYPES:
        raise ValueError(f"slide_type = {kind!r} is none of {', '.join(TYPES)}")
    return kind
