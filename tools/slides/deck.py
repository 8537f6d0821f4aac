"""A deck's page: reveal.js around the slides, the book's styles and the chapter's own scripts."""

import html
import re
from collections.abc import Sequence

from bs4 import BeautifulSoup, Tag

from tools.labs.build import TAGS as LABS
from tools.site import policy
from tools.site.head import BOOK
from tools.slides.cutting import EXERCISES, Slide
from tools.teaching.chapters import promise

# What a chapter's parts need.
SCRIPTS = re.compile(rf"_static/(?:reader|send|{'|'.join(LABS)})\.js")
PLACE = '<i id="place"></i>'
RUNS = re.compile(r"<script(?![^>]*json)|<[^>]+\son\w+=")
PAGE = """<!DOCTYPE html>
<html data-content_root="../" lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="also-runs" content="{speaker}">
<title>{title}: slides \u2014 {book}</title>
<link rel="icon" type="image/svg+xml" href="../_static/icon.svg">
<link rel="stylesheet" href="../_static/styles/site.css">
<link rel="stylesheet" href="reveal/reveal.css">
<link rel="stylesheet" href="deck.css">
<script src="before.js"></script>
{scripts}<script defer src="reveal/reveal.js"></script>
<script defer src="reveal/notes.js"></script>
<script defer src="deck.js"></script>
</head>
<body>
<article class="reveal bd-article"><main class="slides">
<i id="place"></i></main></article>
</body>
</html>
"""
KEYS = (
    "<p><strong>Keys.</strong> Right or Page Down: on. Left or Page Up: back. S: this window. "
    "F: the whole screen. B: black. O: all slides. G: to a number. Tab: into a lab or a bet; "
    "Escape: out of it. A bet that is placed here is forgotten when the deck is opened again.</p>"
)


def page(chapter: BeautifulSoup, stem: str, slides: Sequence[Slide], speaker: str) -> str:
    """The deck of the chapter whose page is given; `speaker` is the hash of the window's script."""
    scripts = [_script(each) for each in chapter.select("script[src]")]
    can, minutes = promise(chapter.get_text())
    shown = "".join(_section(each, stem, can, minutes) for each in slides)
    assert not RUNS.search(shown), f"{stem}: a slide runs what its policy does not name"
    text = PAGE.format(
        speaker=speaker,
        title=html.escape(slides[0].heading),
        book=BOOK,
        scripts="".join(scripts),
    )
    made = BeautifulSoup(text, "html.parser")  # without the slides, which have nothing to be named
    policy.add(made)
    return str(made).replace(PLACE, shown)


def _script(script: Tag) -> str:
    if not SCRIPTS.search(str(script["src"])):
        return ""
    return f"{script}\n"


def _section(slide: Slide, stem: str, can: Sequence[str], minutes: int) -> str:
    chapter = f"../chapters/{stem}.html"
    if slide.kind == "title":
        items = "".join(f"<li>{html.escape(each)}</li>" for each in can)
        head = f'<p class="book">{BOOK}</p><h1>{html.escape(slide.heading)}</h1>'
        shown = f"<p>After this chapter you can</p><ul>{items}</ul>"
        shown += (
            f'<p class="minutes">{minutes} minutes \u00b7 <a href="{chapter}">the chapter</a></p>'
        )
        notes = [KEYS, *slide.notes]
    else:
        head, shown, notes = f"<h2>{html.escape(slide.heading)}</h2>", slide.html, slide.notes
    if slide.kind == EXERCISES:
        shown += f'<p><a href="{chapter}#exercises">Answer them in the chapter</a></p>'
    above = f'<p class="above">{slide.above}</p>' if slide.above else ""
    below = f'<p class="below fragment">{slide.below}</p>' if slide.below else ""
    said = f'<aside class="notes">{"".join(notes)}</aside>' if notes else ""
    return (
        f'<section data-kind="{slide.kind}">{head}<div class="room">{above}'
        f'<div class="thing">{shown}</div>{below}</div>{said}</section>\n'
    )
