"""`slides/index.html`: all decks, and how to show them."""

import html
from collections.abc import Sequence

from bs4 import BeautifulSoup

from tools.site.head import BOOK

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Slides \u2014 {book}</title>
<link rel="icon" type="image/svg+xml" href="../_static/icon.svg">
<link rel="stylesheet" href="../_static/styles/site.css">
<link rel="stylesheet" href="deck.css">
<script src="before.js"></script>
</head>
<body class="decks"><main>
<h1>Slides</h1>
<p>A deck for each chapter of <a href="../chapters/index.html">{book}</a>, made from the chapter's
own page: its figures, labs and bets, with the text as speaker's notes.</p>
<ol>
{items}</ol>
<h2>To show one</h2>
<ul>
<li>Right arrow or Page Down goes on, left arrow or Page Up goes back.</li>
<li>S opens the speaker's window, with notes, the next slide and a clock: put it on the second
screen. A browser may ask whether this page may open a window. Labs are turned in the deck itself;
the window's small slides do not follow them.</li>
<li>F is the whole screen, B is black, O shows all slides, G goes to a number, ? lists all
keys.</li>
<li>Tab leads into a lab or a bet, and the arrows are then the slider's. Escape leads out
again.</li>
<li>A bet's result is on the slide after it. What is bet in a deck is forgotten when it is opened
again, and is no bet of your own in the chapter.</li>
<li>For paper, add <code>?print-pdf</code> to a deck's address and print it.</li>
</ul>
</main></body>
</html>
"""


def page(decks: Sequence[tuple[str, str, int, int]]) -> BeautifulSoup:
    """The list; of each deck its stem, its title, the chapter's minutes, how many slides."""
    items = "".join(
        f'<li><a href="{stem}.html">{html.escape(title)}</a> '
        f"<span>{count} slides, {minutes} minutes with labs and exercises</span></li>\n"
        for stem, title, minutes, count in decks
    )
    return BeautifulSoup(PAGE.format(book=BOOK, items=items), "html.parser")
