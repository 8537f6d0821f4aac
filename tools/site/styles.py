"""One style sheet for all pages, with only the rules that a page or a script of theirs can need.

The theme brings some 550 kB of rules in ten files, and each holds up the first paint. esbuild
bundles them in their order, PurgeCSS (npm) drops what no page and no script names. The book's own
sheet, the last, stays whole: PurgeCSS also drops rules that it does not understand.
"""

import json
import re
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from tools import node
from tools.labs.build import TAGS

WORD = re.compile(r"[\w-]+")
LINK = 'link[rel="stylesheet"]'
OWN = "book.css"
SHEET = "_static/styles/site.css"  # beside the theme's, whose fonts it names
# Set by scripts through names that they put together, or by the browser.
KEPT = ["show", "fade", "collapsing", "/^dropdown/", "/^tooltip/", "/^bs-tooltip/", "/^toggle/"]
SET_LATER = {"data-failed"}  # attributes that labs give to themselves
PURGE = r"""
const { PurgeCSS } = require("purgecss");
const { readFileSync, writeFileSync } = require("fs");
const job = JSON.parse(readFileSync(process.argv[1], "utf8"));
// texts, not paths: it takes those for patterns, and a folder may be called "book (2)"
const text = (path, extension) => ({ raw: readFileSync(path, "utf8"), extension });
const pattern = (name) => name.startsWith("/") ? new RegExp(name.slice(1, -1)) : name;
new PurgeCSS()
  .purge({
    content: [
      { raw: job.names.join(" "), extension: "html" },
      ...job.scripts.map((path) => text(path, "js")),
    ],
    css: [text(job.css, "css")],
    safelist: job.kept.map(pattern), variables: true, keyframes: true, fontFace: true,
    extractors: [{ extensions: ["html"], extractor: (names) => names.split(" ") }],
  })
  .then(([sheet]) => writeFileSync(job.css, sheet.css));
"""
# Their words are the classes that they set. Bootstrap's would keep all of Bootstrap: see KEPT.
SCRIPTS = ("*.js", "scripts/pydata-sphinx-theme.js", "scripts/sphinx-book-theme.js")
# Labs have a shadow root, with rules of its own.
WITH_SHADOW = ("labs.js", "send.js", *(f"{tag}.js" for tag in TAGS))
NO_CLASSES = ("searchindex.js", "language_data.js", *WITH_SHADOW)


def bundle(pages: Mapping[Path, BeautifulSoup], folder: Path) -> None:
    """Write site.css and let each page ask for it in place of its own sheets."""
    links = {path: page.select(LINK) for path, page in pages.items()}
    sheets = [_sheet(link, path) for path, found in links.items() for link in found]
    css = _bundled(list(dict.fromkeys(sheets)), names_in(pages.values()), folder)
    (folder / SHEET).write_text(css, encoding="utf-8")
    for path, (first, *rest) in ((path, found) for path, found in links.items() if found):
        up = "../" * (len(path.relative_to(folder).parts) - 1)
        first.attrs = {"rel": "stylesheet", "href": f"{up}{SHEET}"}
        for link in rest:
            link.decompose()


def names_in(pages: Iterable[BeautifulSoup]) -> set[str]:
    """The tags, ids, classes and attributes of the pages, which rules can be about."""
    found: set[str] = set()
    for page in pages:
        for tag in page.find_all(True):
            found |= {tag.name, *tag.attrs}
            for value in tag.attrs.values():
                found.update(WORD.findall(str(value)))
    return found


def _sheet(link: Tag, path: Path) -> Path:
    """The file that a page at `path` links."""
    return (path.parent / str(link["href"]).partition("?")[0]).resolve()


def _bundled(sheets: list[Path], names: set[str], folder: Path) -> str:
    """All sheets in one: bundled, cut to what is used, minified."""
    with tempfile.TemporaryDirectory(dir=(folder / SHEET).parent) as scratch:
        entry, made, job = (Path(scratch, name) for name in ("all.css", "made.css", "job.json"))
        own = [sheet for sheet in sheets if sheet.name == OWN]
        imports = [f'@import "{sheet.as_posix()}";' for sheet in sheets if sheet not in own]
        entry.write_text("\n".join(imports), encoding="utf-8")
        files = ["--external:*.woff2", "--external:*.ttf", "--loader:.png=dataurl"]
        _esbuild(entry, "--bundle", *files, f"--outfile={made}")
        scripts = [path for name in SCRIPTS for path in (folder / "_static").glob(name)]
        content = [path.as_posix() for path in scripts if path.name not in NO_CLASSES]
        task = {
            "css": str(made),
            "scripts": content,
            "names": sorted(names | SET_LATER),
            "kept": KEPT,
        }
        job.write_text(json.dumps(task), encoding="utf-8")
        node.node("cutting the styles", "-e", PURGE, str(job))
        with made.open("a", encoding="utf-8") as file:
            file.writelines(sheet.read_text(encoding="utf-8") for sheet in own)
        _esbuild(made, "--minify", f"--outfile={entry}")
        return entry.read_text(encoding="utf-8")


def _esbuild(sheet: Path, *options: str) -> None:
    node.npm("exec", "--", "esbuild", str(sheet), "--log-level=error", *options)
