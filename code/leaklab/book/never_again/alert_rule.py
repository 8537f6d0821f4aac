"""Chapter 10. The Prometheus alert on tasks that grow, with the two rules that it builds on.

`alerts.yml` is a copy of the repository's `monitoring/alerts.yml`, for where only the package is
installed; our tests hold the two equal.
"""

import re
import textwrap
from pathlib import Path

from pygments.lexers import YamlLexer

from leaklab.book.page import Page
from leaklab.book.source import highlighted

RULES = Path(__file__).with_name("alerts.yml")
ALERT = "TasksGrowButRequestsDoNot"


def look() -> Page:
    """The recording rules that the alert names, then the alert itself, as the file has them."""
    rules = _rules()
    text = "\n".join(rule for name, rule in rules.items() if name in rules[ALERT])
    return Page(text, highlighted(text, YamlLexer()))


def _rules() -> dict[str, str]:
    """Each rule's lines, with the comment above them, by its name, in the file's order."""
    text = RULES.read_text(encoding="utf-8")
    found = re.findall(r"(?m)^(?: {6}#.*\n)*(?: {6}- .*\n(?:(?: {8}.*)?\n)*)", text)
    rules = [textwrap.dedent(each).rstrip() + "\n" for each in found]
    return {re.findall(r"(?m)^- \w+: (\S+)$", rule)[0]: rule for rule in rules}
