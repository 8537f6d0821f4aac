"""`python -m tools.book.offline`: make _build/parked-forever.zip, which opens by a double click.

A page opened from a file may fetch nothing, and start no worker from a file; so a script holds the
files of the page's Python as text, and the labs, the benches and the clinic make a worker of them.
The notebooks and the package's wheel lie beside it, for a room without network.
"""

import base64
import gzip
import json
import shutil
import sys
import zipfile

from bs4 import BeautifulSoup, Script, Tag

from tools.lite import wheels
from tools.paths import BUILD, CHAPTERS, HTML, STATIC
from tools.site import buttons, policy

MADE = BUILD / "parked-forever.zip"
NAME = "parked-forever"
# What a page opened from a file cannot use, and what only servers and builders read.
LEFT_OUT = (
    "lite",
    "_static/engine",
    "_static/locales",
    "_static/served.js",
    "404.html",
    "robots.txt",
    "sitemap.xml",
)
ENGINE = STATIC / "engine"
ENGINE_FILES = "engine-files.js"  # beside the bundles
RUN = ("worker.js", "pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "protobuf.zip")
ONLY_SERVED = (
    "location.protocol === 'file:' && document.currentScript.previousElementSibling.remove()"
)
SUMMARIES = "SHOW_SEARCH_SUMMARY: true"  # the search reads other pages for them
README = """Parked Forever

Open index.html: the whole book, with its labs, works from this folder without a network.

To run the chapters, with Python 3.11 or newer, in this folder:

    python3 -m venv venv
    venv/bin/python -m pip install "{wheel}[notebook]" jupyterlab
    venv/bin/jupyter lab notebooks

Only the second line needs a network.
"""


def files(left_out: tuple[str, ...] = LEFT_OUT, *, served: bool = False) -> dict[str, bytes]:
    """Each file of the folder: its name and what is in it. `served` is told to `offline`."""
    found = {}
    for path in sorted(HTML.rglob("*")):
        name = path.relative_to(HTML).as_posix()
        if path.is_dir() or name.startswith(left_out) or path.suffix in (".map", ".inv"):
            continue
        if name.startswith(".") or path == MADE:
            continue
        if path.suffix == ".html" and name.startswith("_static/"):  # the theme's, no pages
            continue
        found[name] = path.read_bytes()
        if path.suffix == ".html":
            found[name] = offline(path.read_text("utf-8"), served=served).encode()
    return found


def offline(html: str, *, served: bool = False) -> str:
    """The page without the menus that lead out and without the summaries of the search.

    A copy that may be `served` too keeps what runs from a server: of the ways to run a chapter
    JupyterLite, which a script takes away where the page is opened from a file.
    """
    page = BeautifulSoup(html, "html.parser")
    for menu in page.select(f".dropdown-{buttons.REPORT}"):
        menu.decompose()
    for menu in page.select(f".dropdown-{buttons.RUN}"):
        if served:
            _keep_ours(page, menu)
        else:
            menu.decompose()
    for script in page.find_all("script", string=lambda body: body and SUMMARIES in body):
        text = script.get_text().replace(SUMMARIES, SUMMARIES.replace("true", "false"))
        script.string = Script(text)  # a plain string would be escaped, and no part of the policy
    root = page.html
    assert root is not None, "a page without html"
    root["data-engine-files"] = ENGINE_FILES
    policy.add(page, from_file=True)
    return str(page)


def _keep_ours(page: BeautifulSoup, menu: Tag) -> None:
    """Of a menu's links leave those inside the copy, and the whole of it only to a server."""
    for link in menu.select("a[href*='://']"):
        (link.find_parent("li") or link).decompose()
    script = page.new_tag("script")
    script.string = Script(ONLY_SERVED)
    menu.insert_after(script)


def engine_files() -> bytes:
    """The script with the engine's files: each as base64, gzipped where that makes it smaller.

    `memory.bin` is gzipped already, and handed on as it is.
    """
    texts = {"memory.bin": base64.b64encode((ENGINE / "memory.bin").read_bytes()).decode()}
    for name in RUN:
        packed = gzip.compress((ENGINE / name).read_bytes(), 9, mtime=0)
        texts[f"{name}.gz"] = base64.b64encode(packed).decode()
    return f"globalThis.parkedForeverEngine = {json.dumps(texts)};\n".encode()


def main() -> None:
    """Write the zip. Equal sources give equal bytes."""
    if not (HTML / "chapters" / "index.html").exists():
        sys.exit("there is no book yet: run make book first")
    contents = files()
    scratch = MADE.with_suffix(".part")
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir()
    wheels.own(scratch, {})
    contents[f"_static/{ENGINE_FILES}"] = engine_files()
    (wheel,) = scratch.glob("*.whl")
    contents[wheel.name] = wheel.read_bytes()
    contents["README.txt"] = README.format(wheel=wheel.name).encode()
    for path in sorted(CHAPTERS.glob("*.ipynb")):
        contents[f"notebooks/{path.name}"] = path.read_bytes()
    shutil.rmtree(scratch)
    with zipfile.ZipFile(MADE, "w") as archive:
        for name, data in contents.items():
            entry = zipfile.ZipInfo(f"{NAME}/{name}", wheels.DATE)
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED, 9)
    print(f"_build/{MADE.name}: {MADE.stat().st_size / 1e6:.1f} MB, {len(contents)} files")


if __name__ == "__main__":
    main()
