"""A page's own menus, as the theme draws its own: where to run it, where to say what is wrong.

The theme's own launch buttons give addresses from the site's root alone, and so none that holds in
a folder of versions; its words are its own. Its templates draw ours.
"""

import re
import urllib.parse
from typing import Any

from tools.site.address import Address

RUN, REPORT, SCRIPT = "run-buttons", "report-buttons", "download-script-button"
SLIDES = "slides-button"
NUMBERED = r"chapters/\d\d_\w+\.\w+"  # of which tools.slides makes decks


def add(context: dict[str, Any], address: Address | None) -> None:
    """Put the page's menus before the theme's own, and the script into its menu of downloads."""
    source: str = context["sourcename"]
    menus = []
    if source.endswith(".ipynb"):
        menus.append(menu("Run this chapter", "fa-solid fa-rocket", RUN, ways(source, address)))
        add_script(context)
    if re.fullmatch(NUMBERED, source):
        add_slides(context)
    if address:
        reports = report_links(address, source)
        menus.append(menu("Say what is wrong", "fa-solid fa-comment", REPORT, reports))
    context["header_buttons"] = menus + context["header_buttons"]


def menu(title: str, icon: str, label: str, items: list[tuple[str, str]]) -> dict[str, Any]:
    """A button that opens a list of links."""
    links = [{"type": "link", "text": text, "url": url} for text, url in items]
    return {"type": "group", "tooltip": title, "icon": icon, "label": label, "buttons": links}


def report_links(address: Address, source: str) -> list[tuple[str, str]]:
    """Where a reader can report a mistake in a page, or fix it: text and address of each."""
    title = urllib.parse.quote(f"In {source}: ")
    return [
        ("Report a mistake", f"{address.repository}/issues/new?title={title}"),
        ("Edit this page", f"{address.repository}/edit/main/{source}"),
    ]


def ways(source: str, address: Address | None) -> list[tuple[str, str]]:
    """Where a notebook can be run: text and address of each. JupyterLite is part of the site."""
    up = "../" * source.count("/")
    name = source.rpartition("/")[2]
    found = [("Open in the browser", f"{up}lite/lab/index.html?path={name}")]
    if address:
        repository, ref = f"{address.owner}/{address.name}", address.ref
        binder = f"https://mybinder.org/v2/gh/{repository}/{ref}?urlpath=lab/tree/{source}"
        found.append(("Binder: starts in minutes, and no page needs it", binder))
        version = f"{ref}/" if ref.startswith("v") else ""  # as published on the branch gh-pages
        copy = f"{repository}/blob/gh-pages/{version}_sources/{source}"
        found.append(("Colab", f"https://colab.research.google.com/github/{copy}"))
    return found


def add_script(context: dict[str, Any]) -> None:
    """Offer the chapter's script after the notebook, where the theme offers downloads."""
    for group in context["header_buttons"]:
        if group.get("label") == "download-buttons":
            notebook = group["buttons"][0]
            url = notebook["url"].removesuffix(".ipynb") + ".py"
            group["buttons"].insert(1, {**notebook, "url": url, "text": ".py", "label": SCRIPT})


def add_slides(context: dict[str, Any]) -> None:
    """Offer the chapter's slides after all downloads: whoever leads a room knows to look there."""
    for group in context["header_buttons"]:
        if group.get("label") == "download-buttons":
            stem = context["sourcename"].rpartition("/")[2].partition(".")[0]
            link = {"type": "link", "text": "slides", "url": f"../slides/{stem}.html"}
            look = {"icon": "fas fa-file", "label": SLIDES, "tooltip": "The chapter's slides"}
            group["buttons"].append(link | look)
