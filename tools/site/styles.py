"""One style sheet for all pages, with only the rules that a page or a script of theirs can need.

The theme brings some 550 kB of rules in ten files, and each holds up the first paint. esbuild
bundles them in their order, PurgeCSS (npm) drops what no page and no script names.
"""

import json
import re
import tempfile
from pathlib import Path

from tools import node

LINK = re.compile(r'[ \t]*<link(?=[^>]*rel="stylesheet")[^>]*href="([^"?]*)[^"]*"[^>]*/?>\n?')
SHEET = Path("_static/styles/site.css")  # beside the theme's, whose fonts it names
# Set by scripts through names that they put together, or by the browser.
KEPT = ["show", "fade", "collapsing", "/^dropdown/", "/^tooltip/", "/^bs-tooltip/", "/^toggle/"]
PURGE = r"""
const { PurgeCSS } = require("purgecss");
const job = JSON.parse(process.argv[1]);
const pattern = (name) => name.startsWith("/") ? new RegExp(name.slice(1, -1)) : name;
// Of a page only its tags, classes, ids and attributes; prose has words like "table" in it.
const named = (page) => (page.match(/<[^>]+>/g) || []).join(" ").match(/[\w-]+/g) || [];
new PurgeCSS()
  .purge({
    content: job.content, css: [job.css], safelist: job.kept.map(pattern),
    variables: true, keyframes: true, fontFace: true,
    extractors: [{ extensions: ["html"], extractor: named }],
  })
  .then(([sheet]) => require("fs").writeFileSync(job.css, sheet.css));
"""
# Their words are the classes that they set. Bootstrap's would keep all of Bootstrap: see KEPT.
SCRIPTS = ("*.js", "scripts/pydata-sphinx-theme.js", "scripts/sphinx-book-theme.js")
NO_CLASSES = ("searchindex.js", "labs.js", "language_data.js")  # labs have a shadow root


def bundle(pages: list[Path], folder: Path) -> None:
    """Write site.css and let each page ask for it in place of its own sheets."""
    texts = {path: path.read_text(encoding="utf-8") for path in pages}
    sheets = list(dict.fromkeys(sheet for path in pages for sheet in _sheets(texts[path], path)))
    if sheets == [(folder / SHEET).resolve()]:
        return  # done before
    (folder / SHEET).write_text(_bundled(sheets, folder), encoding="utf-8")
    for path, text in texts.items():
        up = "../" * (len(path.relative_to(folder).parts) - 1)
        link = f'    <link rel="stylesheet" href="{up}{SHEET.as_posix()}" />\n'
        first = LINK.search(text)
        assert first is not None, f"{path} has no style sheet"
        rest = LINK.sub("", text[first.end() :])
        path.write_text(text[: first.start()] + link + rest, encoding="utf-8")


def _sheets(page: str, path: Path) -> list[Path]:
    """The style sheets of one page, in order."""
    return [(path.parent / found).resolve() for found in LINK.findall(page)]


def _bundled(sheets: list[Path], folder: Path) -> str:
    """All sheets in one: bundled, cut to what is used, minified."""
    with tempfile.TemporaryDirectory(dir=folder / SHEET.parent) as scratch:
        entry, made = Path(scratch, "all.css"), Path(scratch, "made.css")
        entry.write_text("\n".join(f'@import "{sheet}";' for sheet in sheets))
        files = ["--external:*.woff2", "--external:*.ttf", "--loader:.png=dataurl"]
        _esbuild(entry, "--bundle", *files, f"--outfile={made}")
        content = [str(folder / pattern) for pattern in ("*.html", "chapters/*.html")]
        scripts = [path for name in SCRIPTS for path in (folder / "_static").glob(name)]
        content += [str(path) for path in scripts if path.name not in NO_CLASSES]
        job = {"css": str(made), "content": content, "kept": KEPT}
        node.node("cutting the styles", "-e", PURGE, json.dumps(job))
        _esbuild(made, "--minify", f"--outfile={entry}")
        return entry.read_text(encoding="utf-8")


def _esbuild(sheet: Path, *options: str) -> None:
    node.npm("exec", "--", "esbuild", str(sheet), "--log-level=error", *options)
