"""The terminals of a chapter in MyST: what is typed in each, and what it prints.

    ```{code-block} console
    :caption: Terminal 2
    $ leaklab pull --for 30
        1 s  504: 10  ...
    ...
    ```

`$ ` is before what is typed, `^C` is a key. What comes before either goes on from the last block of
that terminal. `...` stands for lines that are left out. A block of the class `varies` has numbers
that no two runs share.
"""

import re
from dataclasses import dataclass, field

BLOCK = re.compile(
    r"^```\{code-block\} console\n((?::[\w-]+: [^\n]*\n)*)(.*?)^```$", re.DOTALL | re.M
)
LEFT_OUT = "..."


@dataclass
class Step:
    """What is typed in a terminal, if anything, and what it prints then."""

    terminal: str
    typed: str  # a command, "^C", or "" where the last command goes on
    printed: list[str] = field(default_factory=list)
    varies: bool = False

    @property
    def goes_on(self) -> bool:
        """Whether the command still runs when the reader turns to the next terminal."""
        stays = self.typed.startswith("leaklab serve")
        return stays or (bool(self.typed) and self.printed[-1:] == [LEFT_OUT])


def steps_of(text: str) -> list[Step]:
    """All steps of a chapter, in order. ValueError for a block whose terminal has no caption."""
    return [step for block in BLOCK.finditer(text) for step in _steps(block)]


def _steps(block: re.Match[str]) -> list[Step]:
    options = dict(re.findall(r"^:([\w-]+): (.*)$", block[1], re.M))
    if "caption" not in options:
        raise ValueError(f"a console block has no :caption: that names its terminal:\n{block[0]}")
    varies = "varies" in options.get("class", "").split()
    steps: list[Step] = []
    for line in block[2].splitlines():
        if line.startswith("$ ") or line == "^C":
            steps.append(Step(options["caption"], line.removeprefix("$ "), varies=varies))
        else:
            if not steps:
                steps.append(Step(options["caption"], "", varies=varies))
            steps[-1].printed.append(line)
    return steps


def with_steps(text: str, steps: list[Step]) -> str:
    """The chapter with these steps in the place of its own, which are as many."""
    left = iter(steps)

    def put(block: re.Match[str]) -> str:
        lines: list[str] = []
        for old in _steps(block):
            step = next(left)
            prompt = step.typed if step.typed == "^C" else f"$ {step.typed}"
            lines += [prompt] if old.typed else []
            lines += step.printed
        body = "".join(f"{line}\n" for line in lines)
        return f"```{{code-block}} console\n{block[1]}{body}```"

    return BLOCK.sub(put, text)


def shortened(lines: list[str], like: list[str]) -> list[str]:
    """Lines cut as `like` is: as many before `...` and as many after it, or all if it has none."""
    if LEFT_OUT not in like:
        return lines
    before = like.index(LEFT_OUT)
    after = len(like) - before - 1
    return [*lines[:before], LEFT_OUT, *(lines[-after:] if after else [])]
