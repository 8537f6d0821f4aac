"""The page "A lab in your own page": its snippets and its table, as a reader would copy them."""

from bs4 import BeautifulSoup
from markdown_it import MarkdownIt

from tests.support.places import CHAPTERS

PAGE = CHAPTERS / "labs_elsewhere.md"
TEXT = PAGE.read_text(encoding="utf-8")


def snippets(language: str) -> list[str]:
    """The blocks in that language, in order."""
    tokens = MarkdownIt().parse(TEXT)
    return [token.content for token in tokens if token.type == "fence" and token.info == language]


def knobs() -> dict[str, set[str]]:
    """The table: the names that each lab's address may have."""
    page = BeautifulSoup(MarkdownIt().enable("table").render(TEXT), "html.parser")
    rows = [list(row.select("td")) for row in page.select("tbody tr")]
    return {
        lab.get_text(): {name.get_text() for name in names.select("code")} for lab, names in rows
    }


FRAME = snippets("html")[0]
FILE, CELL, MARIMO = snippets("python")
(INSTALL,) = snippets("bash")
