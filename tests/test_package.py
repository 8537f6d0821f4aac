"""What importing the package loads, and what its modules may touch (see also `make lint`)."""

import ast
import re
import subprocess
import sys
import sysconfig
import tomllib
from functools import cache
from pathlib import Path

import pytest

import leaklab
from leaklab import book, labs
from leaklab.apiserver.handlers import NAMES
from leaklab.tasks import trio_internals
from tests.support import places

PYPROJECT = places.ROOT / "pyproject.toml"
ROOT = Path(leaklab.__file__).parent
MODULES = {
    ".".join(("leaklab", *path.relative_to(ROOT).with_suffix("").parts)).removesuffix(
        ".__init__"
    ): path
    for path in sorted(ROOT.rglob("*.py"))
}
HEAVY = ("numpy", "matplotlib", "IPython", "ipywidgets", "anywidget", "pandas", "pygments")


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(), MODULES[module].name)


@cache
def imported(module: str) -> set[str]:
    """The full names that `module` imports, anywhere in its file."""
    names: set[str] = set()
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports relatively"
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                names.add(full if full in MODULES else str(node.module))
    return names


@pytest.mark.parametrize(
    "module",
    [
        "leaklab",
        "leaklab.book",
        "leaklab.cli.main",
        "leaklab.labs",
        "leaklab.recordings.traces",
        "leaklab.tasks.profile",
    ],
)
def test_importing_loads_nothing_heavy(module: str):
    code = f"import sys, {module}; print([name for name in {HEAVY} if name in sys.modules])"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (said.stdout, said.stderr) == ("[]\n", "")


def test_pytest_is_needed_by_the_plugin_alone():
    users = [
        name for name in MODULES if "pytest" in {each.split(".")[0] for each in imported(name)}
    ]
    assert users == ["leaklab.tasks.pytest_plugin"]


def test_handlers_know_only_what_their_go_file_knows():
    allowed = {
        "trio",
        "leaklab.apiserver.golike",
        "leaklab.apiserver.handlers.base",
        "leaklab.apiserver.late_end",
        "leaklab.apiserver.response",
        "leaklab.apiserver.timeout_writer",
    }
    files = [
        name
        for name in MODULES
        if name.startswith("leaklab.apiserver.handlers.") and "base" not in name
    ]
    assert len(files) == len(NAMES)
    for module in files:
        assert imported(module) <= allowed
    contracts = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["tool"]["importlinter"]
    [alone] = [c for c in contracts["contracts"] if c["name"] == "Each handler stands alone"]
    assert sorted(alone["modules"]) == files


def private_parts_of_trio(module: str) -> list[str]:
    """Private names of trio that the module imports or reaches through its attributes."""
    found = [
        name
        for name in imported(module)
        if name.split(".")[0] == "trio" and any(part[0] == "_" for part in name.split("."))
    ]
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Attribute) and node.attr.startswith("_"):
            owner = ast.unparse(node.value)
            if owner.split(".")[0] == "trio" and not node.attr.startswith("__"):
                found.append(f"{owner}.{node.attr}")
        if isinstance(node, ast.Constant) and str(node.value).startswith("trio._"):
            found.append(str(node.value))
    return found


def test_only_trio_internals_touches_private_parts_of_trio():
    touched = {module: set(private_parts_of_trio(module)) for module in MODULES}
    strings = [*trio_internals.WAITS, *trio_internals.OWN_TASKS, trio_internals.ROOT]
    strings += [*trio_internals.SCHEDULER, *trio_internals.IO, *trio_internals.CORE]
    door = {"leaklab.tasks.trio_internals": {"trio._core._run", *strings}}
    assert {module: parts for module, parts in touched.items() if parts} == door


def test_a_module_is_short_and_says_what_it_is():
    lines = {module: len(path.read_text().splitlines()) for module, path in MODULES.items()}
    assert {module: n for module, n in lines.items() if n > 300} == {}
    assert [module for module in MODULES if not ast.get_docstring(tree(module))] == []


def test_a_module_of_the_book_begins_with_its_page():
    of_the_book = [
        name for name in MODULES if re.match(r"leaklab\.book\b(?!\.(figures|room))", name)
    ]
    assert of_the_book
    pages = r"(Chapter \d+|Chapters \d+ to \d+|All chapters|The family)\. \S"
    firsts = {
        name: (ast.get_docstring(tree(name)) or "").partition("\n")[0] for name in of_the_book
    }
    assert {name: first for name, first in firsts.items() if not re.match(pages, first)} == {}


@pytest.mark.parametrize("package", [leaklab, book, labs], ids=lambda package: package.__name__)
def test_a_package_offers_what_it_names(package):
    assert package.__all__ == sorted(package.__all__)
    assert all(hasattr(package, name) for name in package.__all__)
    with pytest.raises(AttributeError, match=f"module '{package.__name__}' has no attribute"):
        _ = package.nothing_of_the_kind


@pytest.mark.parametrize("package", [book, labs], ids=lambda package: package.__name__)
def test_names_that_are_looked_up_late_are_those_that_mypy_knows(package):
    late, *_ = (node for node in tree(package.__name__).body if isinstance(node, ast.If))
    assert ast.unparse(late.test) == "TYPE_CHECKING"
    for_mypy = {
        alias.name: full if full in MODULES else node.module
        for node in late.body
        for alias in node.names
        for full in [f"{node.module}.{alias.name}"]
    }
    assert for_mypy == package.HOMES


def test_an_editable_install_says_no_path_where_python_reads_it_in_the_locale():
    """A checkout's folder may have an umlaut, and the locale none (python/cpython#77102)."""
    site = Path(sysconfig.get_path("purelib"))
    files = [path for path in site.glob("*.pth") if b"leaklab" in path.read_bytes()]
    assert files
    assert not [path for path in files if str(ROOT.parent).encode() in path.read_bytes()]
