"""`python -m tools.site.versions HTML SITE TAG`: add a version to a site.

SITE/TAG/ becomes the book in HTML. The newest of all is also at SITE's root, and
SITE/versions.html lists them. Runs on any Python, without the project's packages.
"""

import html
import re
import shutil
import sys
from pathlib import Path

VERSION = re.compile(r"v(\d+)\.(\d+)\.(\d+)")
KEPT = {".git", "CNAME", ".nojekyll"}
PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Parked Forever: all versions</title></head>
<body><main><h1>Parked Forever: all versions</h1>
<ul>
{items}
</ul></main></body></html>
"""


def number(tag: str) -> tuple[int, ...]:
    """`v1.2.0` as numbers. Raises ValueError for what is no version."""
    found = VERSION.fullmatch(tag)
    if found is None:
        raise ValueError(f"tag = {tag!r} must be a version such as v1.2.0")
    return tuple(int(part) for part in found.groups())


def versions(site: Path) -> list[str]:
    """The versions that a site has, newest first."""
    found = [path.name for path in site.iterdir() if VERSION.fullmatch(path.name)]
    return sorted(found, key=number, reverse=True)


def place(book: Path, site: Path, tag: str) -> None:
    """Put `book` into `site` as `tag`; the newest version goes to the root as well."""
    number(tag)
    shutil.rmtree(site / tag, ignore_errors=True)
    shutil.copytree(book, site / tag)
    newest = versions(site)[0]
    if newest == tag:
        for path in site.iterdir():
            if path.name not in KEPT and not VERSION.fullmatch(path.name):
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        shutil.copytree(book, site, dirs_exist_ok=True)
    items = "\n".join(
        f'<li><a href="{name}/index.html">{html.escape(name)}</a></li>' for name in versions(site)
    )
    (site / "versions.html").write_text(PAGE.format(items=items), encoding="utf-8")
    (site / ".nojekyll").touch()  # else GitHub Pages leaves out folders such as _static


if __name__ == "__main__":
    try:
        place(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
    except ValueError as error:
        sys.exit(str(error))
