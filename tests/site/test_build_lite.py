"""JupyterLite under lite/, as `make book` leaves it: complete, and asking nobody else."""

import json
import zipfile

import pytest

from tools.lite import build, wheels

pytestmark = pytest.mark.book

LITE = build.LITE
PYTHON = LITE / "static" / "python"


@pytest.fixture(scope="module")
def lock() -> dict:
    assert LITE.exists(), "run make book first; make test does"
    return json.loads((PYTHON / "pyodide-lock.json").read_text())["packages"]


def test_every_package_is_served_from_here(lock):
    assert {"leaklab", "trio", "anywidget", "ipywidgets", "micropip", "piplite"} <= set(lock)
    for package in lock.values():
        assert (LITE / "pypi" / package["file_name"]).is_file()


def test_the_versions_are_the_lock_s(lock):
    for pin in wheels.pins():
        name, version = pin.split("==")
        assert lock[name]["version"] == version


def test_nobody_else_is_asked_for_packages():
    config = json.loads((LITE / "jupyter-lite.json").read_text())["jupyter-config-data"]
    kernel = config["litePluginSettings"][build.SETTINGS]
    assert kernel["disablePyPIFallback"] is True
    assert all(url.startswith("./") for url in [kernel["pyodideUrl"], *kernel["pipliteUrls"]])


def test_python_itself_is_not_shipped_twice():
    assert not list(LITE.rglob("pyodide.asm.*"))
    engine = LITE.parent / "_static" / "engine"
    for name in ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm"):
        assert (engine / name).is_file()


def test_every_chapter_is_there_without_outputs():
    names = {path.name for path in build.CHAPTERS.glob("*.ipynb")}
    assert {path.name for path in (LITE / "files").glob("*.ipynb")} == names
    for name in names:
        notebook = json.loads((LITE / "files" / name).read_text())
        code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
        assert not any(cell["outputs"] for cell in code)


def test_figures_have_their_words_under_ids_of_their_own(tmp_path):
    words = build.chapters(tmp_path / "chapters")
    assert "05_nobody_is_coming-cell-19" in words
    with zipfile.ZipFile(next((LITE / "pypi").glob("leaklab-*.whl"))) as wheel:
        assert json.loads(wheel.read("leaklab/book/figures/words.json")) == words


def test_leaklab_goes_along_with_the_labs_script_and_without_the_engine():
    with zipfile.ZipFile(next((LITE / "pypi").glob("leaklab-*.whl"))) as wheel:
        names = wheel.namelist()
    assert "leaklab/labs/static/labs.mjs" in names
    assert not [name for name in names if "/static/engine/" in name or "/js/" in name]


def test_packing_leaklab_twice_gives_the_same_bytes(tmp_path):
    packed = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        wheels.own(tmp_path / name, {"leaklab/x.json": "{}"})
        packed.append(next((tmp_path / name).iterdir()).read_bytes())
    assert packed[0] == packed[1]


def test_nothing_is_done_when_lite_is_up_to_date(monkeypatch):
    monkeypatch.setattr(build, "jupyter_lite", lambda *_: pytest.fail("it was built again"))
    build.main()


def test_each_chapters_page_leads_there():
    for path in sorted((LITE / "files").glob("*.ipynb")):
        page = LITE.parent / "chapters" / f"{path.stem}.html"
        assert f'href="../lite/lab/index.html?path={path.name}"' in page.read_text()


def test_it_says_whose_work_it_is():
    said = (LITE / "NOTICE.txt").read_text()
    assert "JupyterLite 0." in said
    assert "Pyodide" in said
