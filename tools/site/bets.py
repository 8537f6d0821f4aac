"""Bets on the page: what follows one is folded until it is placed, and lists show all of them.

A bet is an output of a code cell (`leaklab.book.bets`). The rest of its section, or what comes up
to a cell with the tag `bet-ends`, goes into a container that a script in it folds before the first
paint. The HTML itself is unfolded: for who has no JavaScript, for paper, and for the search.
"""

import html
from pathlib import Path
from typing import Any, NamedTuple

from bs4 import BeautifulSoup
from docutils import nodes
from sphinx.application import Sphinx

from tools.site import bets_later

AFTER_THE_COLLECTORS = 900  # Sphinx's, which look for sections in sections
ENDS = "bet-ends"
PAGE = "your_page"
PROMPT = "What decides this bet"
SUMMARY = "key-points"  # the section that tells all results: shown once no bet of the page is open
LATER = "They tell the results of this chapter's bets, and are shown when all of these are placed."
# Runs in the fold before its contents are there. `store.js` writes what it reads; without reader.js
# nobody could unfold, so nothing stays folded. Until the bet is placed, what won is not said.
FOLD = """
(() => {
  const fold = document.currentScript.parentNode;
  const kept = (key) => {
    try {
      const entry = JSON.parse(localStorage.getItem("parked-forever/" + key));
      return entry?.edition === 1 && Boolean(entry.value);
    } catch { return false; }
  };
  const id = fold.id.replace("after-", "").replace(/-later-[0-9]+$/, "");
  const part = (name, hidden) => {
    for (const each of document.querySelectorAll("#" + id + " " + name)) each.hidden = hidden;
  };
  const all = kept("switch/unfolded"), open = all || kept("bet/" + id.replace("bet-", ""));
  const page = document.documentElement.classList;
  if (!open) {
    fold.setAttribute("hidden", "until-found");
    page.add("bets-open");
  }
  part(".bet-do, .bet-all", false);
  part(".bet-won", !all);
  document.addEventListener("DOMContentLoaded", () => {
    if (customElements.get("place-bet")) return;
    fold.removeAttribute("hidden");
    page.remove("bets-open");
    part(".bet-do, .bet-all", true);
    part(".bet-won", false);
  });
})();
"""
SAYS = '<p class="bet-says" role="status" tabindex="-1"></p>'
BUTTONS = (  # as place-bet.js makes them where they are missing: not there before the first paint
    '<p class="bet-do" hidden><button type="button" class="bet-place">Place the bet</button>'
    '<button type="button" class="bet-show">Show me without a bet</button>'
    '<button type="button" class="bet-back" hidden>Take the bet back</button></p>'
)
SWITCH = (
    '<p class="bet-all" hidden><label><input type="checkbox"> Unfold everything</label> '
    f'<a href="{PAGE}.html">What is kept</a></p>'
)
CONTROLS = f"{SAYS}{BUTTONS}{SWITCH}"


class Bet(NamedTuple):
    """A bet of a page: its name, and its question as HTML."""

    name: str
    question: str


def connect(app: Sphinx) -> None:
    """Let Sphinx call what is here."""
    app.connect("doctree-read", fold, priority=AFTER_THE_COLLECTORS)
    app.connect("env-purge-doc", lambda app, env, name: bets_in(env).pop(name, None))
    app.connect("env-merge-info", _merge)
    app.connect("doctree-resolved", add_lists, priority=AFTER_THE_COLLECTORS)


def bets_in(env: Any) -> dict[str, list[Bet]]:
    """The bets of the whole book, by page."""
    if not hasattr(env, "leaklab_bets"):
        env.leaklab_bets = {}
    found: dict[str, list[Bet]] = env.leaklab_bets
    return found


def _merge(app: Sphinx, env: Any, names: set[str], other: Any) -> None:
    """Take over what another process has read."""
    bets_in(env).update({name: bets_in(other).get(name, []) for name in names})


def fold(app: Sphinx, tree: nodes.document) -> None:
    """Fold what follows each bet of a page; the last one first, so that they nest."""
    found = [(raw, cell) for raw in tree.findall(nodes.raw) if (cell := _cell_of(raw))]
    for raw, cell in reversed(found):
        _fold_after(cell, _bet(raw).name)
    for raw, _ in found:
        text = raw.astext().replace("</place-bet>", f"{CONTROLS}</place-bet>")
        raw.children[:] = [nodes.Text(text)]
        raw.rawsource = text
    own = bets_in(app.env)[app.env.docname] = [_bet(raw) for raw, _ in found]
    later = bets_later.told(Path(app.env.doc2path(app.env.docname)))
    bets_later.fold(tree, later, {bet.name for bet in own}, FOLD)
    for section in tree.findall(nodes.section):
        if found and SUMMARY in section["ids"]:
            section.insert(1, nodes.raw("", f'<p class="bets-first">{LATER}</p>', format="html"))


def _cell_of(raw: nodes.raw) -> nodes.Element | None:
    """The code cell whose output is a bet; None for all other HTML."""
    if not raw.astext().startswith("<place-bet "):
        return None
    node: Any = raw
    while node is not None and node.get("nb_element") != "cell_code":
        node = node.parent
    return node if isinstance(node, nodes.Element) else None


def _bet(raw: nodes.raw) -> Bet:
    page = BeautifulSoup(raw.astext(), "html.parser")
    element, question = page.select_one("place-bet"), page.select_one(".bet-question")
    assert element is not None
    assert question is not None
    return Bet(str(element["id"]).removeprefix("bet-"), question.decode_contents())


def _fold_after(cell: nodes.Element, name: str) -> None:
    section = cell.parent
    assert isinstance(section, nodes.Element)
    start = section.index(cell) + 1
    rest = section.children[start:]
    ends = (at for at, node in enumerate(rest) if f"tag_{ENDS}" in node.get("classes", ()))
    rest = rest[: next(ends, len(rest))]
    container = nodes.container("", classes=["after-bet"], ids=[f"after-bet-{name}"])
    container += nodes.raw("", f"<script>{FOLD}</script>", format="html")
    container += _its_code(cell)
    for node in rest:
        section.remove(node)
        container += node
    section.insert(start, container)


def _its_code(cell: nodes.Element) -> list[nodes.Element]:
    """The code of a bet's cell, taken out of it: it tells what wins, so it goes into the fold."""
    code = next((each for each in cell if each.get("nb_element") == "cell_code_source"), None)
    if code is None:
        return []
    below = cell.copy()
    below["hide_mode"] = cell.attributes.pop("hide_mode", "input")
    below["prompt_show"] = below["prompt_hide"] = PROMPT
    cell.remove(code)
    below += code
    return [below]


def add_lists(app: Sphinx, tree: nodes.document, name: str) -> None:
    """At the end of a page its own bets; on the reader's page all bets of the book."""
    book = bets_in(app.env)
    page = name.rpartition("/")[2]
    if book.get(name):
        (top,) = [node for node in tree.children if isinstance(node, nodes.section)]
        text = f"<h2>Your bets</h2>{_list({name: book[name]}, app, heads=False)}"
        text += f'<p><a href="{PAGE}.html">All your bets, and what else is kept</a></p>'
        top += nodes.raw("", f'<section class="your-bets">{text}</section>', format="html")
    if page == PAGE:
        pages = [each for each in _in_order(app) if book.get(each)]
        everything = _list({each: book[each] for each in pages}, app, heads=True)
        for raw in tree.findall(nodes.raw):
            if "<bet-list>" in raw.astext():
                raw.children[:] = [nodes.Text(everything)]


def _in_order(app: Sphinx) -> list[str]:
    """The names of all pages as the table of contents has them."""
    order = app.env.collect_relations()
    first = [name for name, (_, before, _) in order.items() if before is None]
    names: list[str] = []
    at: str | None = first[0] if first else None
    while at is not None and at not in names:
        names.append(at)
        at = order[at][2]
    return names


def _list(book: dict[str, list[Bet]], app: Sphinx, *, heads: bool) -> str:
    parts = ['<p class="bet-tally"></p>'] if heads else []
    for name, bets in book.items():
        page = name.rpartition("/")[2]
        if heads:
            title = html.escape(app.env.titles[name].astext())
            parts.append(f'<h3><a href="{page}.html">{title}</a></h3>')
        items = "".join(
            f'<li data-bet="{bet.name}"><a href="{page}.html#bet-{bet.name}">{bet.question}</a>'
            '<span class="bet-state"></span></li>'
            for bet in bets
        )
        parts.append(f"<ul>{items}</ul>")
    return f"<bet-list>{''.join(parts)}</bet-list>"
