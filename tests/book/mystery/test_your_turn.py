"""Chapter 12 as a reader works through it: the answers that it calls right, the fixes it shows."""

import ast
from typing import Any

import pytest

from leaklab.book import mystery
from tests.support.your_turn import CELLS, FIXED, PROSE, fixed

pytestmark = pytest.mark.slow

SOURCES = ["".join(cell["source"]) for cell in CELLS if cell["cell_type"] == "code"][
    1:
]  # installed
RIGHT = [2, 2, 3, 20, 1520, 1]  # in the order of the chapter


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
    assert all(verdict.right for verdict in verdicts)
    assert PROSE.count("20 seconds, a third of the timeout") == PROSE.count("\n1,520: ") == 1


def test_there_is_a_fix_of_each():
    assert [name for name, _ in FIXED] == ["A", "B", "C"]


@pytest.mark.parametrize(("server", "patch"), FIXED, ids=[name for name, _ in FIXED])
def test_the_fixes_that_it_shows_pass_the_judge(server, patch):
    assert mystery.judge(fixed(server, patch)).right
