"""A term says what it means where it stands: each page has the glossary's words for its own terms.

They are hidden text which describes the links, for a screen reader without any script, and what the
reader's script shows at a link that is pointed at, focused or touched.
"""

from bs4 import BeautifulSoup

GLOSSARY = "glossary.html#term-"


def meanings(glossary: BeautifulSoup) -> dict[str, str]:
    """What each term means, by the end of its address."""
    found = {}
    for term in glossary.select("dl.glossary dt[id^=term-]"):
        meaning = term.find_next_sibling("dd")
        assert meaning is not None, term["id"]
        found[str(term["id"]).removeprefix("term-")] = " ".join(meaning.get_text().split())
    return found


def explain(page: BeautifulSoup, known: dict[str, str]) -> None:
    """Describe each link to the glossary by what its term means; KeyError for an unknown one."""
    used: dict[str, str] = {}
    for link in page.select(f'article a[href*="{GLOSSARY}"]'):
        name = str(link["href"]).partition(GLOSSARY)[2]
        used[name] = known[name]
        link["class"] = " ".join([*filter(None, link.get_attribute_list("class")), "term"])
        link["aria-describedby"] = f"means-{name}"
    article = page.select_one("article")
    if not used or article is None:
        return
    words = page.new_tag("div", attrs={"class": "meanings", "hidden": ""})
    for name, meaning in used.items():
        words.append(page.new_tag("p", attrs={"id": f"means-{name}"}, string=meaning))
    article.append(words)
