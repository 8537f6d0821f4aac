"""Whether a terminal printed the same again: times, addresses and other accidents aside."""

import re

from tools.book.console.blocks import Step

ASIDE = (
    (re.compile(r"\b[IE]\d{4} \d\d:\d\d:\d\d\.\d+ +\d+"), "KLOG"),
    (re.compile(r"127\.0\.0\.1:(?!8080\b)\d+"), "ADDRESS"),
    (re.compile(r"\b0x[0-9a-f]+"), "0x"),
    (re.compile(r"(TOKEN|token)=\S+"), "TOKEN"),
    (re.compile(r"\b\d+(\.\d+)? ?(s|ms|µs)\b"), "TIME"),
    (re.compile(r"\b\d+d\b"), "AGE"),
    (re.compile(r"^(process_\w+) \S+"), r"\1 NUMBER"),
    (re.compile(r"under way: \d+"), "under way: SOME"),
    (re.compile(r" +"), " "),
)


def plain(step: Step) -> list[str]:
    """The lines without what no two runs share."""
    lines = []
    for line in step.printed:
        for pattern, word in ASIDE:
            line = pattern.sub(word, line)
        lines.append(re.sub(r"\d+(\.\d+)?", "N", line) if step.varies else line)
    return lines
