"""The whole book as one HTML document: a cover, the contents, and each page as a chapter."""

import html
from collections.abc import Mapping, Sequence
from pathlib import Path

from tools.paper import fonts, links, pages, unfold
from tools.paper.cover import cover
from tools.paper.pages import Page
from tools.paths import HTML
from tools.site.address import Address

HERE = Path(__file__).parent
CONTENTS = "contents"


def prepared(address: Address | None, folder: Path = HTML) -> list[Page]:
    """All pages, ready to stand in one document."""
    found = [pages.read(stem, part, folder) for stem, part in pages.contents()]
    stems = [page.stem for page in found]
    for page in found:
        unfold.unfold(page.article, unfold.where(page.stem, address))
        links.lead_ids(page)
        links.turn(page, stems)
        for image in page.article.select("img[src]"):
            file = (folder / "chapters" / str(image["src"])).resolve(strict=True)
            image["src"] = file.as_uri()
        pages.lead_heading(page.article, page.stem)
    links.fix_between(found)
    for page in found:
        links.list_addresses(page)
    return found


def whole(found: Sequence[Page], numbers: Mapping[str, int]) -> str:
    """The document; `numbers` are the pages of paper by anchor, as far as they are known."""
    articles = []
    for page in found:
        links.say_pages(page.article, numbers)
        articles.append(str(page.article))
    css = "\n".join([fonts.rules(), (HERE / "paper.css").read_text("utf-8"), _running(found)])
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"/>'
        f"<title>Parked Forever</title><style>{css}</style></head><body>"
        f"{cover()}{_contents(found, numbers)}{''.join(articles)}</body></html>"
    )


def _contents(found: Sequence[Page], numbers: Mapping[str, int]) -> str:
    parts: dict[str, list[str]] = {}
    for page in found:
        number = f'<span class="number">{page.number or ""}</span>'
        at = numbers.get(page.stem, links.UNKNOWN)
        parts.setdefault(page.part, []).append(
            f'<li><a href="#{page.stem}">{number}<span class="title">{html.escape(page.title)}'
            f'</span><span class="dots"></span><span class="at">{at}</span></a></li>'
        )
    listed = "".join(
        f"<p>{html.escape(part)}</p><ul>{''.join(entries)}</ul>" for part, entries in parts.items()
    )
    return f'<nav id="{CONTENTS}"><h1>Contents</h1>{listed}</nav>'


def _running(found: Sequence[Page]) -> str:
    """Each chapter's own kind of page: it begins on a new one and has its title at the head."""
    rules = []
    for page in found:
        title = (f"{page.number}  " if page.number else "") + page.title
        said = title.replace("\\", "\\\\").replace('"', '\\"')
        name = f"p-{page.stem.replace('_', '-')}"
        rules.append(f'article[id="{page.stem}"] {{ page: {name}; }}')
        rules.append(f'@page {name} {{ @top-right {{ content: "{said}"; }} }}')
    return "\n".join(rules)
