"""Which scripts and styles a page loads, decided before it is rendered."""

from pathlib import Path
from typing import Any

from tools.labs.build import TAGS
from tools.paths import STATIC

# Thebe would ask another host for itself; tabs are not used.
UNUSED = ("_static/sphinx-thebe.js", "_static/design-tabs.js", "_static/sphinx-thebe.css")
THEBE = "THEBE_JS_URL"  # in the settings that come with it, inline
# A few settings, which the page's own inline scripts add to: inline, so that nothing waits for it.
SETTINGS = "_static/documentation_options.js"
LABS = tuple(f"_static/{tag}.js" for tag in TAGS)
# Scripts for pages that have such an element.
ONLY_FOR = {
    "_static/send.js": "<send-request",
    "_static/clinic.js": "<leak-clinic",
    "_static/machine.js": "<machine-check",
} | {script: f"<{tag} " for script, tag in zip(LABS, TAGS, strict=True)}

# What "Run it here" loads (labs/js/src/engines/worker.js): the labs say how much that is.
ENGINE = ("worker.mjs", "pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "memory.bin")


def trim(context: dict[str, Any], folder: Path) -> None:
    """Drop the scripts and styles that no page uses, and those that are there twice.

    `context` is what Sphinx gives the template; `folder` is the site, for its settings.
    """
    once = {(_name(each), each.attributes.get("body")): each for each in context["script_files"]}
    body = str(context.get("body", ""))
    scripts = [each for each in once.values() if is_used(each) and is_wanted(each, body)]
    for each in scripts:
        if _name(each) in (*LABS, "_static/clinic.js", "_static/machine.js"):
            each.attributes["data-engine-mb"] = engine_mb()
    context["script_files"] = [_inlined(each, folder) for each in scripts]
    context["css_files"] = [each for each in context["css_files"] if is_used(each)]
    context["metatags"] = ""  # docutils' own: the viewport once more, and nothing else


def engine_mb(folder: Path = STATIC / "engine") -> str:
    """How many MB the page's engine is, whole ones; "" where it is not built."""
    files = [folder / name for name in ENGINE]
    if not all(file.exists() for file in files):
        return ""
    return str(round(sum(file.stat().st_size for file in files) / 1e6))


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
