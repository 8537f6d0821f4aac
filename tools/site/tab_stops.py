"""Which blocks of code the theme's script asks whether they scroll, and so need a tab stop.

It asks all of them as the page is ready and after each change. Code in closed details is laid out
only to answer that: half of the time in which a phone cannot react while a chapter loads.
"""

from pathlib import Path

SCRIPT = "_static/scripts/pydata-sphinx-theme.js"
ALL = '["pre",".nboutput'
SEEN = '["pre:not(details:not([open]) *)",".nboutput'


def of_what_is_seen(folder: Path) -> None:
    """Leave code in closed details out. ValueError if the theme's script is another one."""
    script = folder / SCRIPT
    text = script.read_text(encoding="utf-8")
    if SEEN in text:  # from an earlier build
        return
    if ALL not in text:
        raise ValueError(f"{SCRIPT} has no {ALL}: what does it ask for tab stops now?")
    script.write_text(text.replace(ALL, SEEN), encoding="utf-8")
