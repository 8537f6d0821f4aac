"""Chapter 11 as a reader works through it: the answers that it calls right, the mends it shows."""

import ast
import inspect
import json
import re
from pathlib import Path
from typing import Any

import pytest

from leaklab import mystery
from leaklab.mystery import kit

CHAPTER = Path(__file__).parent.parent / "chapters" / "11_your_turn.ipynb"
CELLS = json.loads(CHAPTER.read_text(encoding="utf-8"))["cells"]
SOURCES = ["".join(cell["source"]) for cell in CELLS if cell["cell_type"] == "code"][
    1:
]  # installed
PROSE = "\n\n".join("".join(cell["source"]) for cell in CELLS if cell["cell_type"] == "markdown")
RIGHT = [2, 2, 3, 20, 1520, 1]  # in the order of the chapter
MENDED = re.findall(r"dropdown\} A mend of (\w)\n.*?```diff\n(.*?)```", PROSE, re.DOTALL)


def value_of(source: str, names: dict[str, Any]) -> Any:
    """Run a cell; the value of its last line, where that is an expression."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), names)
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names) if last else None


def test_the_answers_that_the_solutions_give_are_right():
    names: dict[str, Any] = {"__name__": "__main__"}
    answers = iter(RIGHT)
    verdicts = []
    for source in SOURCES:
        if "answer = None" in source:
            source = source.replace("answer = None", f"answer = {next(answers)}")
            verdicts.append(value_of(source, names))
        elif "debug1" not in source and "judge" not in source:
            value_of(source.replace("figures.use_in_notebook()", "None"), names)
    assert len(verdicts) == len(RIGHT)
    assert all(verdict.startswith("Right: ") for verdict in verdicts)
    assert PROSE.count("20 seconds, a third of the timeout") == PROSE.count("\n1,520: ") == 1


def patched(source: str, patch: str) -> str:
    """The source after a patch whose parts are divided by `@@`."""
    for part in patch.split("@@\n"):
        lines = part.splitlines()
        old = "\n".join(line[1:] for line in lines if line[:1] in " -")
        new = "\n".join(line[1:] for line in lines if line[:1] in " +")
        assert source.count(old) == 1, old
        source = source.replace(old, new)
    return source


def test_there_is_a_mend_of_each():
    assert [name for name, _ in MENDED] == ["A", "B", "C"]


@pytest.mark.parametrize(("server", "patch"), MENDED, ids=[name for name, _ in MENDED])
def test_the_mends_that_it_shows_pass_the_judge(server, patch):
    names = {**vars(kit), "__name__": "__main__"}
    before = inspect.getsource(getattr(mystery, server))
    exec(patched(before, patch), names)
    assert mystery.judge(names[f"Server{server}"]).startswith("Mended.")
