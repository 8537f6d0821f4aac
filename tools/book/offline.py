"""`python -m tools.book.offline`: make _build/parked-forever.zip, which opens by a double click.

Its labs answer from the runs recorded in the pages, since a page opened from a file may start no
Python of its own. The notebooks and the package's wheel lie beside it, for a room without network.
"""

import shutil
import sys
import zipfile

from bs4 import BeautifulSoup

from tools.lite import wheels
from tools.paths import BUILD, CHAPTERS, HTML
from tools.site import buttons, policy

MADE = BUILD / "parked-forever.zip"
NAME = "parked-forever"
# What a page opened from a file cannot use, and what only servers and builders read.
LEFT_OUT = ("lite", "_static/engine", "_static/locales", "404.html", "robots.txt", "sitemap.xml")
SUMMARIES = "SHOW_SEARCH_SUMMARY: true"  # the search reads other pages for them
README = """Parked Forever

Open index.html: the whole book, with its labs, works from this folder without a network.

To run the chapters, with Python 3.11 or newer, in this folder:

    python3 -m venv venv
    venv/bin/python -m pip install "{wheel}[notebook]" jupyterlab
    venv/bin/jupyter lab notebooks

Only the second line needs a network.
"""


def files() -> dict[str, bytes]:
    """Each file of the folder: its name and what is in it."""
    found = {}
    for path in sorted(HTML.rglob("*")):
        name = path.relative_to(HTML).as_posix()
        if path.is_dir() or name.startswith(LEFT_OUT) or path.suffix in (".map", ".inv"):
            continue
        if name.startswith(".") or path == MADE:
            continue
        if path.suffix == ".html" and name.startswith("_static/"):  # the theme's, no pages
            continue
        found[name] = path.read_bytes()
        if path.suffix == ".html":
            found[name] = offline(path.read_text("utf-8")).encode()
    return found


def offline(text: str) -> str:
    """The page without the menus that lead out and without the summaries of the search."""
    page = BeautifulSoup(text, "html.parser")
    for menu in page.select(f".dropdown-{buttons.RUN}, .dropdown-{buttons.REPORT}"):
        menu.decompose()
    for script in page.find_all("script", string=lambda body: body and SUMMARIES in body):
        script.string = script.get_text().replace(SUMMARIES, SUMMARIES.replace("true", "false"))
    policy.add(page)
    return str(page)


def main() -> None:
    """Write the zip. Equal sources give equal bytes."""
    if not (HTML / "chapters" / "index.html").exists():
        sys.exit("there is no book yet: run make book first")
    contents = files()
    scratch = MADE.with_suffix(".part")
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir()
    wheels.own(scratch, {})
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
