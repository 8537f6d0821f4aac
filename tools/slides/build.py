"""`python -m tools.slides.build`: make the slides of the built book, into _build/html/slides.

reveal.js comes from npm's packages, as few of its files as are needed, with its licence.
"""

import json
import re
import shutil
import sys
from pathlib import Path

from bs4 import BeautifulSoup

from tools.paths import HTML, SCRIPTS
from tools.site import policy
from tools.slides import deck, listing, speaker
from tools.slides.cutting import cut, title
from tools.teaching.chapters import promise

SLIDES = "slides"
NUMBERED = "[01][0-9]_*.html"
HERE = Path(__file__).parent / "page"
REVEAL = SCRIPTS / "node_modules" / "reveal.js"
FILES = ("dist/reveal.css", "dist/reveal.js", "dist/plugin/notes.js", "LICENSE")
IN_LABS = '"IN_LABS"'  # in deck.js: the styles that labs get on a slide


def main(html: Path = HTML) -> None:
    """Make all decks, their list, and what they load. Equal pages give equal bytes."""
    pages = sorted(html.glob(f"chapters/{NUMBERED}"))
    if not pages:
        sys.exit(f"{html} holds no chapters; run make book first")
    folder = html / SLIDES
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "reveal").mkdir(parents=True)
    for name in FILES:
        shutil.copyfile(REVEAL / name, folder / "reveal" / Path(name).name)
    own(folder)
    window, decks = speaker.script_hash(), []
    for path in pages:
        chapter = read(path)
        slides = cut(chapter)
        text = deck.page(chapter, path.stem, slides, window)
        (folder / path.name).write_text(text, encoding="utf-8")
        decks.append((path.stem, title(chapter), promise(chapter.get_text())[1], len(slides)))
    index = listing.page(decks)
    policy.add(index)
    (folder / "index.html").write_text(str(index), encoding="utf-8")


def read(path: Path) -> BeautifulSoup:
    """A chapter's page as far as slides are made of it: its head and its article, which is half."""
    text = path.read_text(encoding="utf-8")
    head, article = (
        text[text.index(f"<{name}") : text.index(f"</{name}>")] for name in ("head", "article")
    )
    return BeautifulSoup(
        f"<html>{head}</head><body>{article}</article></body></html>", "html.parser"
    )


def own(folder: Path) -> None:
    """Write the decks' own script and styles."""
    styles = re.sub(
        r"/\*.*?\*/", "", (HERE / "in-labs.css").read_text(encoding="utf-8"), flags=re.S
    )
    script = (HERE / "deck.js").read_text(encoding="utf-8")
    assert IN_LABS in script, f"deck.js has no {IN_LABS}"
    (folder / "deck.js").write_text(script.replace(IN_LABS, json.dumps(styles)), encoding="utf-8")
    for name in ("before.js", "deck.css"):
        shutil.copyfile(HERE / name, folder / name)


if __name__ == "__main__":
    main()
