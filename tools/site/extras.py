"""The files around the pages: the page for a wrong address, the icon, what search engines read."""

import html
from pathlib import Path
from xml.sax.saxutils import escape

from leaklab.roles import ROLES
from tools.site import policy
from tools.site.address import Address
from tools.site.head import BOOK

START = "chapters/index.html"
ICON = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<rect width="32" height="32" rx="6" fill="{colour}"/>
<path d="M8 7v18M24 7v18M8 16h12m-4-4 4 4-4 4" fill="none" stroke="#fff" stroke-width="3"/></svg>
"""
PLAIN = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
{more}
<style>
body {{ font: 1.1rem/1.6 system-ui, sans-serif }}
main {{ max-width: 34rem; margin: 15vh auto; padding: 1rem }}
@media (prefers-color-scheme: dark) {{ body {{ background: #12161c; color: #e8eaed }}
a {{ color: #8ab4f8 }} }}
</style>
</head>
<body><main>{body}</main></body>
</html>
"""


def write(pages: list[Path], folder: Path, address: Address | None) -> None:
    """The start page, 404.html, icon.svg, robots.txt and, where the site is known, sitemap.xml."""
    icon = ICON.format(colour=ROLES["parked"].colour)
    (folder / "_static" / "icon.svg").write_text(icon, encoding="utf-8")
    (folder / "index.html").write_text(start(), encoding="utf-8")
    (folder / "404.html").write_text(missing(address), encoding="utf-8")
    robots = "User-agent: *\nAllow: /\n"
    if address:
        robots += f"Sitemap: {address.site}sitemap.xml\n"
        (folder / "sitemap.xml").write_text(sitemap(pages, folder, address), encoding="utf-8")
    (folder / "robots.txt").write_text(robots, encoding="utf-8")


def start() -> str:
    """The site's root leads to the book's first page."""
    more = f'<meta http-equiv="refresh" content="0; url={START}">'
    more += f'\n<meta name="description" content="{BOOK}, a book to run, break and mend.">'
    body = f'<p><a href="{START}">{BOOK}</a></p>'
    return policy.closed(PLAIN.format(title=BOOK, more=more, body=body))


def missing(address: Address | None) -> str:
    """The page for a wrong address, which may stand at any depth: its links need the whole path."""
    home = address.site if address else ""
    body = (
        "<h1>Nobody is here</h1><p>This page does not exist, or no longer. "
        f'<a href="{html.escape(home)}{START}">The book begins here</a>; its '
        f'<a href="{html.escape(home)}search.html">search</a> may know the rest.</p>'
    )
    more = '<meta name="robots" content="noindex">'
    return policy.closed(PLAIN.format(title=f"Not found: {BOOK}", more=more, body=body))


def sitemap(pages: list[Path], folder: Path, address: Address) -> str:
    """All pages but the lists that are made of them."""
    shown = [path.relative_to(folder).as_posix() for path in pages if path.parent != folder]
    urls = "\n".join(f"<url><loc>{escape(address.site + page)}</loc></url>" for page in shown)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}\n</urlset>\n'
    )
