"""The whole folder where there is no network: a room, JupyterLite, a double click, pip, a kernel.

Each step runs in a network namespace of its own (`tests.support.without_network`).
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support import browser as support
from tests.support import without_network
from tests.support.programs import missing

pytestmark = [pytest.mark.slow, pytest.mark.book]
BOOK = "http://10.20.30.40:8123"


@pytest.fixture(scope="module")
def alone() -> Callable[..., dict[str, Any]]:
    """Run a step without network. Where the kernel lets nobody in: skipped, in CI a failure."""
    if why := without_network.refused():
        missing(f"no network namespace can be made here: {why}")
    return without_network.run


@pytest.fixture(scope="module")
def chromium() -> None:
    support.need_chromium()


@pytest.fixture(scope="module")
def installed(alone, workshop: Path, tmp_path_factory) -> tuple[Path, dict[str, Any]]:
    """A bare venv with what is in the folder's wheels, and what pip said."""
    venv = tmp_path_factory.mktemp("bare") / "venv"
    return venv, alone("by_pip", str(workshop), str(venv))


@pytest.mark.browser
def test_a_room_opens_the_participant_s_door_and_runs_a_lab_in_the_page(alone, chromium, workshop):
    seen = alone("in_a_room", str(workshop))
    assert seen["secure"] is False  # what plain http on a local network is to a browser
    assert seen["door"].startswith(f"{BOOK}/site/chapters/")
    assert seen["menu"] == 1
    assert seen["wrong"] == []
    assert seen["others"] == []


@pytest.mark.browser
def test_a_room_runs_a_participant_s_notebook_in_jupyterlite(alone, chromium, workshop):
    seen = alone("in_jupyterlite", str(workshop))
    assert seen["wrong"] == []
    assert seen["others"] == []
    assert "answer = None  # yours: a whole number of tasks" in seen["source"]
    assert "{dropdown} First hint" in seen["source"]
    assert "{dropdown} Solution" not in seen["source"]


@pytest.mark.browser
def test_a_double_click_opens_both_doors(alone, chromium, workshop):
    seen = alone("by_double_click", str(workshop))
    assert all(seen["doors"].values())
    assert seen["menu"] == 0  # JupyterLite needs a server
    assert seen["wrong"] == []
    assert seen["others"] == []


def test_pip_installs_a_kernel_from_the_folder_alone(installed):
    _, seen = installed
    assert seen["check"] == "No broken requirements found."
    assert {"leaklab", "ipykernel", "anywidget", "trio"} <= set(seen["names"])
    assert "matplotlib" not in seen["names"]


def test_the_key_is_right_in_that_kernel_and_figures_do_without_matplotlib(
    alone, installed, workshop
):
    seen = alone("in_its_kernel", str(installed[0]), str(workshop / "key" / "02_evidence.ipynb"))
    assert [said.partition(":")[0] for said in seen["said"]] == ["Right"] * 3
    assert seen["figures"] >= 1
