"""A Sphinx extension: on a chapter's page, beside Binder's, a button that opens it in lite/."""

from typing import Any

from sphinx.application import Sphinx

AFTER_THE_THEME = 600  # which makes its own buttons at 501
TEXT = "Open in the browser"
TOOLTIP = "Run this chapter in your browser, with nothing to install"


def add_button(
    app: Sphinx, page: str, template: str, context: dict[str, Any], document: object
) -> None:
    """Put the button first among those at the page's top."""
    if document is None or not app.env.doc2path(page).endswith(".ipynb"):
        return
    up = "../" * page.count("/")
    name = page.rpartition("/")[2]
    link = {"type": "link", "label": "lite", "icon": "fas fa-play", "text": TEXT}
    link |= {"tooltip": TOOLTIP, "url": f"{up}lite/lab/index.html?path={name}.ipynb"}
    context["header_buttons"].insert(0, link)


def setup(app: Sphinx) -> dict[str, bool]:
    """Called by Sphinx."""
    app.connect("html-page-context", add_button, priority=AFTER_THE_THEME)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
