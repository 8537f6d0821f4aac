"""The notebooks that a page offers: as a script, and with the site's own wheel."""

import json
import zipfile

import pytest

from tests.support.site_pages import HERE
from tools.site import notebooks


def test_a_chapter_becomes_a_script():
    cells = [
        {"cell_type": "markdown", "source": ["# Evidence\n", "\n", "What the log says."]},
        {"cell_type": "code", "source": ["if missing:\n", "    %pip install it\n", "print(1)"]},
    ]
    text = notebooks.script({"cells": cells})
    assert text.startswith("# Evidence\n")
    assert "# %% [markdown]\n# # Evidence\n#\n# What the log says.\n" in text
    assert "    pass  # in a notebook: %pip install it\nprint(1)\n" in text
    compile(text, "script", "exec")


@pytest.mark.slow
def test_a_published_notebook_installs_the_sites_own_wheel(tmp_path):
    chapters = tmp_path / "_sources" / "chapters"
    chapters.mkdir(parents=True)
    (tmp_path / "_static").mkdir()
    cell = {"cell_type": "code", "source": ['for source in ["..[notebook]", "leaklab[notebook]"]:']}
    (chapters / "a.ipynb").write_text(json.dumps({"cells": [cell]}))
    notebooks.write(tmp_path, None)
    assert json.loads((chapters / "a.ipynb").read_text()) == {"cells": [cell]}
    (wheel,) = (tmp_path / "_static").glob("leaklab-*.whl")
    assert "leaklab/labs/static/labs.mjs" in zipfile.ZipFile(wheel).namelist()
    notebooks.write(tmp_path, HERE)
    (source,) = json.loads((chapters / "a.ipynb").read_text())["cells"][0]["source"]
    there = f"https://owner.github.io/book/v1.2.0/_static/{wheel.name}"
    wheel_first = f'for source in ["leaklab[notebook] @ {there}", "leaklab[notebook]"]:'
    assert source == wheel_first
