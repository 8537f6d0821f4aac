"""An article as paper has it: nothing to click, nothing folded, nothing that only runs.

The tree is changed in place. It serves the PDF, the EPUB and the handouts alike, so what it makes
is plain HTML: no element of ours is left.
"""

import html
import json
import re
from collections.abc import Callable

from bs4 import BeautifulSoup, Tag

from tools.site.address import Address

LABS = [
    *("leak-lab", "request-story", "task-profile", "incident-replay", "limits-lab"),
    *("send-request", "code-bench"),
]
NOT_ON_PAPER = (  # what is clicked, what stands for the dark, what a leader alone is told
    ".admonition.instructor, .meanings, a.headerlink, button, script, style, "
    "picture.in-dark, .bet-says, .bet-do, .bet-all, .bets-first, bet-said, answer-tally, "
    ".bet-later, .your-bets, .sd-summary-state-marker, .bet-tally, .bet-state"
)
BOX = "☐"
NEEDS = re.compile(r"^[^.]*(needs JavaScript|where JavaScript is on)\.")
DOES = {"code-bench": "To change and run it", "send-request": "To send them yourself"}
Note = Callable[[Tag, str], str]  # of a lab and its name: the line that says where it runs


def unfold(article: Tag, where: Note, *, narrow: bool = False) -> None:
    """Make an article fit for paper; `where(lab, name)` is the line, as HTML, below a lab.

    With `narrow`, figures are shown as phones have them, where there is such a drawing.
    """
    for folded in article.find_all("details", class_="behind"):
        folded.decompose()  # first: it is most of a page, and the rest is searched for all else
    for box in article.find_all("answer-box"):
        _exercise(box)  # before its script goes, which knows its title
    for each in article.select(NOT_ON_PAPER):
        each.decompose()
    for bet in article.find_all("place-bet"):
        _bet(bet)
    for lab in article.find_all(LABS):
        _lab(lab, where(lab, str(lab.get("id", ""))))
    for gone in article.find_all(["leak-clinic", "kept-here", "machine-check", "teaching-notes"]):
        gone.name = "div"
        gone["class"] = "only-on-screen"
        for text in gone.find_all(string=NEEDS):
            text.replace_with(NEEDS.sub("This is on the book's page in a browser.", text))
    for bets in article.find_all("bet-list"):
        bets.name = "div"
        bets["class"] = "bet-list"
    for folded in article.find_all("details"):
        _open(folded)
    for picture in article.find_all("picture"):
        image = picture.find("img")
        for source in picture.select("source"):
            if narrow and isinstance(image, Tag):
                image["src"] = source["srcset"]
                image["width"], image["height"] = source["width"], source["height"]
            source.decompose()
        picture.unwrap()
    for image in article.find_all("img"):
        for name in ("loading", "decoding"):
            del image[name]
    for around in article.find_all("div", class_="after-bet"):
        around.unwrap()
    for scrolled in article.find_all(tabindex=True):
        for name in ("tabindex", "role", "aria-label", "style"):
            del scrolled[name]
    _empty(article)


def where(stem: str, address: Address | None) -> Note:
    """Says below a lab of a page where the lab itself is."""

    def line(lab: Tag, name: str) -> str:
        path = f"chapters/<wbr/>{stem}.html" + (f"#{name}" if name else "")
        what = DOES.get(lab.name, "To move its sliders")
        if address:
            url = html.escape(address.site + path.replace("<wbr/>", ""))
            shown = address.site.removeprefix("https://").replace("/", "/<wbr/>") + path
            return f'{what}: <a href="{url}">{shown}</a>'
        return f"{what}: <code>{path}</code> of the book in a browser."

    return line


def _bet(bet: Tag) -> None:
    """A bet: the question, its choices with boxes to tick, and what the run shows."""
    bet.name = "div"
    bet["class"] = "bet"
    for field in bet.select("fieldset"):
        field.unwrap()
    for legend in bet.select("legend"):
        legend.name = "p"
    for label in bet.select("label"):
        for entry in label.select("input"):
            entry.decompose()
        label.insert(0, f"{BOX}\u2002")
        assert label.parent is not None
        label.parent["class"] = "choice"
        label.unwrap()
    for span in bet.select("span"):
        span.unwrap()
    for won in bet.select(".bet-won"):
        del won["hidden"]


def _exercise(box: Tag) -> None:
    """An exercise's box: a place for the answer, and where its solution is."""
    kind = box.get("data-kind")
    link = box.select_one('a[href*="solutions"]')
    says = box.find_all("p", recursive=False)[-1]
    link = link.extract() if link else None
    script = box.select_one("script")
    title = json.loads(script.get_text())["title"] if script else ""
    says.clear()
    says["class"] = "answer"
    if kind == "choice":
        says.append("Tick one of them.\u2003")
        for item in box.select("ol > li"):
            item.insert(0, _span("tick", f"{BOX}\u2002"))
    else:
        says.append("Your line: " if kind == "python" else "Your answer: ")
        says.append(_span("blank", ""))
    if link is not None:
        link.string = f"Solution: {title}"
        says.append(link)
    box.name = "div"
    box.attrs = {"class": "exercise", "id": str(box.get("id", ""))}


def _lab(lab: Tag, where: str) -> None:
    """A lab: the picture that its page has without a script, and where the lab itself is."""
    name = lab.name
    for says in lab.find_all("p", recursive=False):
        if "needs JavaScript" in says.get_text():
            says.decompose()
    for figure in lab.select("figure"):
        for listed in reversed(figure.find_all(["ol", "ul"], recursive=False)):
            figure.insert_after(listed.extract())  # a caption is the last in its figure
    lab.name = "div"
    lab["class"] = f"lab {name}"
    del lab["style"]
    lab.append(BeautifulSoup(f'<p class="where">{where}</p>', "html.parser"))


def _open(folded: Tag) -> None:
    summary = folded.find("summary")
    if isinstance(summary, Tag):
        summary.name = "p"
        summary.attrs = {"class": "note-title"}
        text = " ".join(summary.get_text().split())
        summary.clear()
        summary.append(text)
    folded.name = "aside"
    del folded["open"]
    folded["class"] = "note"
    for inside in folded.select(".sd-summary-content"):
        inside.unwrap()


def _empty(article: Tag) -> None:
    """Take away the cells of which nothing is left."""
    for cell in reversed(article.select(".cell, .cell_output, .output")):
        if not cell.get_text(strip=True) and not cell.select_one("img, svg"):
            cell.decompose()


def _span(name: str, text: str) -> Tag:
    span = BeautifulSoup("", "html.parser").new_tag("span", attrs={"class": name})
    span.string = text
    return span
