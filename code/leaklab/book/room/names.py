"""A nickname as it is kept: short plain text, or none at all."""

import re
import unicodedata

LONGEST = 24
JOINERS = "\u200c\u200d"  # inside of words in some scripts, and of emoji
SAYS = f"a nickname is plain text of at most {LONGEST} characters; or leave it empty"


def nickname(given: object) -> str | None:
    """The nickname, or None for an empty one. ValueError for anything but a line of plain text.

    Characters that show nothing, or turn the order of others, are refused: a name could be made
    of them that looks like another, or pushes its neighbours about.
    """
    if given is None:
        return None
    if not isinstance(given, str) or len(given) > 10 * LONGEST:
        raise ValueError(SAYS)
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFC", given)).strip(" " + JOINERS)
    hidden = [each for each in text if unicodedata.category(each)[0] == "C" and each not in JOINERS]
    if hidden or len(text) > LONGEST or _stacked(text):
        raise ValueError(SAYS)
    return text or None


def _stacked(text: str) -> bool:
    """Whether marks are heaped on a letter, which would run over the lines above and below."""
    marks = "".join("m" if unicodedata.combining(each) else "." for each in text)
    return "mmmm" in marks
