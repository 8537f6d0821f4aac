"""The handlers' files: short, one each, with origin and costs; and the names that find them."""

import importlib
import inspect
import re
from pathlib import Path

import pytest

import leaklab.apiserver.handlers
from leaklab.apiserver.handlers import NAMES, find, summary

FILES = sorted(Path(leaklab.apiserver.handlers.__file__).parent.glob("*.py"))


def module_doc(name: str) -> str:
    return importlib.import_module(find(name).__module__).__doc__ or ""


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_handler_fits_on_one_screen(path: Path):
    assert len(path.read_text().splitlines()) <= 60


def test_each_handler_has_a_file_and_each_file_a_handler():
    files = {path.stem for path in FILES} - {"__init__", "base"}
    assert {find(name).__module__.rpartition(".")[2] for name in NAMES} == files
    for name in NAMES:
        assert inspect.getfile(find(name)) in map(str, FILES)


@pytest.mark.parametrize("name", NAMES)
def test_each_docstring_says_when_what_it_costs_and_where_it_is_from(name: str):
    doc = module_doc(name)
    assert "When to use:" in doc
    assert "Costs" in doc
    assert re.search(r"kubernetes-1\.\d+\.\d+", doc)  # the tag
    origin = r"pkg/server/filters/timeout\.go|kubernetes/kubernetes #\d{5}|No upstream counterpart"
    assert re.search(origin, doc)


@pytest.mark.parametrize(
    ("name", "tag"), [("k8s-1.11", "1.11.3"), ("k8s-1.12", "1.12.4"), ("k8s-1.17", "1.17.0")]
)
def test_a_port_names_the_very_file(name: str, tag: str):
    port = f"Port of pkg/server/filters/timeout.go, kubernetes/apiserver at kubernetes-{tag}."
    assert port in module_doc(name)


@pytest.mark.parametrize("name", NAMES)
def test_a_summary_is_one_sentence_or_two(name: str):
    assert summary(name).endswith(".")
    version = name.removeprefix("k8s-")
    assert re.match(rf"{version}[^:]*: {re.escape(summary(name))}", module_doc(name))


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [
        ("k8s-1.12.4", "k8s-1.12"),
        ("1.17", "k8s-1.17"),
        ("K8S-1.11", "k8s-1.11"),
        ("draft1", "draft-1"),
        ("structure", "structured"),
        ("buffer", "buffered"),
    ],
)
def test_an_unknown_name_suggests_the_nearest(wrong: str, meant: str):
    with pytest.raises(ValueError) as refusal:
        find(wrong)
    assert f"handler = {wrong!r} is unknown; did you mean {meant!r}?" in str(refusal.value)
    assert all(name in str(refusal.value) for name in NAMES)


@pytest.mark.parametrize("wrong", ["", "zzz", "\n", None, 5])
def test_any_unknown_name_is_refused(wrong: object):
    with pytest.raises(ValueError, match=r"^handler = [^\n]*$"):
        find(wrong)
