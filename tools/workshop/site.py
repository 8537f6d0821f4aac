"""The workshop's site: the whole book, which works from a file and served to a room.

It is the offline copy (`tools.book.offline`) with JupyterLite, whose notebooks are the
participants' and whose wheels are those of the folder beside the site. Pages have the Python of
"Run it here" as the offline copy has it; of the engine's folder stays what JupyterLite starts.
"""

import json
from pathlib import Path
from typing import Any

from tools.book import offline
from tools.engine.build import RUNTIME
from tools.paths import HTML
from tools.site.notebooks import script
from tools.workshop import notebooks

LITE = "lite/"
PYPI, FILES = "lite/pypi/", "lite/files/"
INDEX, LOCK = "lite/pypi/all.json", "lite/static/python/pyodide-lock.json"
CONTENTS = "lite/api/contents/all.json"
SOURCES = "_sources/chapters/"
WHEELS = "../../../wheels/"  # from PYPI, where JupyterLite looks
# What a room has no use for: pictures for other sites' previews, 1.4 MB of icons that no page
# loads, the theme's translations, what only search engines and `leaklab serve` read.
LEFT_OUT = (
    *("lite/", "_static/engine/", "_static/locales/", "_static/cards/", "_static/leaklab-"),
    *("_static/scripts/font", "_static/served.js", "404.html", "robots.txt", "sitemap.xml"),
)
OLD_FONTS = (".eot", ".svg", ".ttf", ".woff")  # for browsers that know no .woff2


def files(wheels: dict[str, bytes]) -> dict[str, bytes]:
    """Each file of the site by its name; `wheels` are those of the folder beside it."""
    found = offline.files(LEFT_OUT, served=True)
    for name, body in found.items():
        if name.endswith(".html"):
            found[name] = body.replace(b"_static/leaklab-", b"../wheels/leaklab-")
    found[f"_static/{offline.ENGINE_FILES}"] = offline.engine_files()
    for path in sorted((HTML / "_static" / "engine").iterdir()):
        if path.name in RUNTIME or "LICENSE" in path.name or path.name == "NOTICE.txt":
            found[f"_static/engine/{path.name}"] = path.read_bytes()
    found |= lite(wheels)
    for path in notebooks.chapters():
        chapter = notebooks.participant(path)
        found[f"{SOURCES}{path.name}"] = notebooks.text(chapter)
        found[f"{SOURCES}{path.stem}.py"] = script(chapter).encode()
    return found


def lite(wheels: dict[str, bytes]) -> dict[str, bytes]:
    """JupyterLite, without source maps, second wheels, and fonts that are there in a newer form."""
    folder = HTML / LITE
    names = {path: f"{LITE}{path.relative_to(folder).as_posix()}" for path in folder.rglob("*")}
    new = {path.stem for path in names if path.suffix == ".woff2"}
    found = {}
    for path, name in sorted(names.items()):
        old = path.suffix in OLD_FONTS and path.stem in new
        if path.is_file() and not old and path.suffix != ".map":
            found[name] = path.read_bytes()
    beside = {name for name in wheels if found.get(f"{PYPI}{name}") == wheels[name]}
    for name in beside:
        del found[f"{PYPI}{name}"]
    found[LOCK] = _led_away(found[LOCK], "file_name", beside)
    found[INDEX] = _led_away(found[INDEX], "url", beside)
    sizes = {}
    for path in notebooks.chapters():
        chapter = notebooks.participant(path)
        for cell in chapter["cells"]:  # unique over all chapters, as tools.lite has them
            cell["id"] = f"{path.stem}-{cell['id']}"
        found[f"{FILES}{path.name}"] = notebooks.text(chapter)
        sizes[path.name] = len(found[f"{FILES}{path.name}"])
    listing = json.loads(found[CONTENTS])
    for each in listing["content"]:
        each["size"] = sizes.get(each["name"], each["size"])
    found[CONTENTS] = json.dumps(listing, indent=1).encode()
    return found


def _led_away(text: bytes, field: str, names: set[str]) -> bytes:
    """The JSON with this field, wherever it names one of the wheels, led to the wheels' folder."""

    def lead(each: dict[str, Any]) -> dict[str, Any]:
        name = Path(str(each.get(field, ""))).name
        return {**each, field: WHEELS + name} if name in names else each

    return json.dumps(json.loads(text, object_hook=lead), indent=1).encode()
