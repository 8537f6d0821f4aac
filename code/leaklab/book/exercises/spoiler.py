"""All chapters. Words that a reader of a page's source must not take in by accident.

Letters turn by 13 and digits by 5, which newsgroups have long done with spoilers: it hides nothing
from who wants to see it, it costs no weight, and doing it twice gives the words again.
"""

_PLAIN = "abcdefghijklmnopqrstuvwxyz"
_TURNED = _PLAIN[13:] + _PLAIN[:13]
_TABLE = str.maketrans(
    _PLAIN + _PLAIN.upper() + "0123456789", _TURNED + _TURNED.upper() + "5678901234"
)


def turned(words: str) -> str:
    """The words, turned; turned again they are what they were."""
    return words.translate(_TABLE)
