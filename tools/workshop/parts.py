"""What is in the workshop's folder: each part, its words, where it starts, and who makes it."""

from collections.abc import Callable
from dataclasses import dataclass

from tools.paper.handouts import build
from tools.paths import HTML, ROOT
from tools.workshop import doors, key, notebooks, site, wheels
from tools.workshop.doors import Row, Shown
from tools.workshop.slim import slim

SLIDES = "site/slides/"
SCRIPTS = {
    ROOT / "tools" / "serve.py": "Serves this folder to a room: see below.",
    ROOT / "tools" / "machine" / "check_machine.py": "Says what this machine lacks for a kernel.",
}
Files = dict[str, bytes]


@dataclass(frozen=True)
class Part:
    """A folder of the workshop: how the start page names it, and what makes its files."""

    folder: str
    what: str
    start: str  # a file of it
    files: Callable[[Files], Files]  # of the folder, given the wheels


def handouts(_: Files) -> Files:
    """The printed pages of the chapters."""
    found = build.current()
    rows = [Row(name, notebooks.title(name[:-4]), download=False) for name in found]
    words = "Two pages for each chapter, to print."
    return {**found, "index.html": doors.listing("Handouts", words, rows)}


def participant_notebooks(_: Files) -> Files:
    """Each chapter with blanks to fill, and their list."""
    found, rows = {}, []
    for path in notebooks.chapters():
        chapter = notebooks.participant(path)
        live = f"../site/lite/lab/index.html?path={path.name}"
        rows.append(Row(path.name, notebooks.title(path.stem), live=live))
        found[path.name] = notebooks.text(notebooks.beside_the_site(chapter))
    words = "Download one for an editor with a kernel, or run it in the browser as it is."
    return {**found, "index.html": doors.listing("Notebooks", words, rows)}


def wheel_files(bodies: Files) -> Files:
    """The wheels, what pip reads, and a list that pip can read from a server too."""
    rows = [Row(name, name) for name in bodies]
    words = "For pip install without network; README.txt says how."
    locked = wheels.chosen(wheels.lock())
    listed = wheels.requirements(locked, bodies, wheels.own_name(bodies))
    index = doors.listing("Wheels", words, rows)
    return {**bodies, wheels.NAME: listed.encode(), "index.html": index}


PARTS = (
    Part("site", "The whole book, with its labs.", "index.html", site.files),
    Part("notebooks", "The chapters to run: blanks to fill, hints, no answers.", "index.html",
         participant_notebooks),
    Part("handouts", "Two pages for each chapter, to print.", "index.html", handouts),
    Part("wheels", "For pip, without network.", "index.html", wheel_files),
    Part("key", "For who leads: every answer and why. Not shown to a room that is served.",
         "index.html", lambda _: key.files()),
)  # fmt: skip


def all_wheels() -> Files:
    """Every wheel by its name: JupyterLite's, with leaklab's, and those that it does not need."""
    there = wheels.of(HTML / "lite" / "pypi")
    found = wheels.fetched(wheels.chosen(wheels.lock()), there)
    slimmed = {name: slim(name, body) for name, body in found.items()}
    own = wheels.own_name(there)
    return dict(sorted({**slimmed, own: there[own]}.items()))


def folder() -> Files:
    """The whole folder: each file's name and what is in it."""
    bodies = all_wheels()
    found: Files = {}
    shown = []
    for part in PARTS:
        files = part.files(bodies)
        if files:
            found |= {f"{part.folder}/{name}": body for name, body in files.items()}
            shown.append(Shown(f"{part.folder}/", part.what, f"{part.folder}/{part.start}"))
    if decks := sorted(name for name in found if name.startswith(SLIDES)):
        first = f"{SLIDES}index.html" if f"{SLIDES}index.html" in found else decks[0]
        shown.insert(1, Shown(SLIDES, "Slides of each chapter, with notes for the speaker.", first))
    for script, what in SCRIPTS.items():
        found[script.name] = script.read_bytes()
        shown.append(Shown(script.name, what))
    pages = {name.removeprefix("site/") for name in found if name.startswith("site/")}
    return doors.start(pages, shown) | found
