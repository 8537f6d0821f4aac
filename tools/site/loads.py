"""Which scripts and styles a page loads, decided before it is rendered."""

from pathlib import Path
from typing import Any

# Thebe would ask another host for itself; tabs are not used.
UNUSED = ("_static/sphinx-thebe.js", "_static/design-tabs.js", "_static/sphinx-thebe.css")
THEBE = "THEBE_JS_URL"  # in the settings that come with it, inline
# A few settings, which the page's own inline scripts add to: inline, so that nothing waits for it.
SETTINGS = "_static/documentation_options.js"
ONLY_FOR = {"_static/send.js": "<send-request"}  # scripts for pages that have such an element


def trim(context: dict[str, Any], folder: Path) -> None:
    """Drop the scripts and styles that no page uses, and those that are there twice.

    `context` is what Sphinx gives the template; `folder` is the site, for its settings.
    """
    once = {(_name(each), each.attributes.get("body")): each for each in context["script_files"]}
    body = str(context.get("body", ""))
    scripts = [each for each in once.values() if is_used(each) and is_wanted(each, body)]
    context["script_files"] = [_inlined(each, folder) for each in scripts]
    context["css_files"] = [each for each in context["css_files"] if is_used(each)]
    context["metatags"] = ""  # docutils' own: the viewport once more, and nothing else


def is_used(asset: Any) -> bool:
    """Whether a script or a style sheet, as Sphinx keeps it, is of use here."""
    return _name(asset) not in UNUSED and THEBE not in asset.attributes.get("body", "")


def is_wanted(script: Any, body: str) -> bool:
    """Whether the page whose text is `body` has what the script is for."""
    return ONLY_FOR.get(_name(script), "") in body


def _inlined(script: Any, folder: Path) -> Any:
    """The script, or for Sphinx's settings a script that has them in the page itself."""
    if _name(script) != SETTINGS:
        return script
    settings = (folder / SETTINGS).read_text(encoding="utf-8")
    return type(script)(None, priority=script.priority, body=settings)


def _name(asset: Any) -> str:
    return str(asset.filename or "").partition("?")[0]
