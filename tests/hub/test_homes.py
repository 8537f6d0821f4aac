"""A participant's folder: the chapters, trusted, and kept when they come again."""

import json
import shutil

import nbformat
import pytest
from nbformat.sign import NotebookNotary

from tools.hub import homes
from tools.paths import CHAPTERS

pytestmark = pytest.mark.slow  # nbformat takes a second to load
FEW = ("01_two_evenings.ipynb", "13_on_your_own_machine.md")


@pytest.fixture
def book(tmp_path, monkeypatch):
    """What a participant's home is copied from, for a book of two chapters."""
    chapters = tmp_path / "book"
    (chapters / ".ipynb_checkpoints").mkdir(parents=True)
    for name in FEW:
        shutil.copy(CHAPTERS / name, chapters)
    monkeypatch.setattr(homes, "CHAPTERS", chapters)
    homes.prepare(tmp_path / "skeleton")
    return tmp_path / "skeleton"


def trusted(home, name=FEW[0]):
    notary = NotebookNotary(data_dir=str(home / homes.DATA))
    signed = notary.check_signature(nbformat.read(home / "chapters" / name, as_version=4))
    notary.store.close()
    return signed


def test_a_new_home_has_the_chapters_and_trusts_them(book, tmp_path):
    home = tmp_path / "ada"
    homes.fill(home, book)
    assert sorted(path.name for path in (home / "chapters").iterdir()) == list(FEW)
    assert trusted(home)
    [tracker] = home.rglob("tracker.jupyterlab-settings")
    assert json.loads(tracker.read_text()) == {"kernelShutdown": True}


def test_trust_is_by_content_so_it_outlives_what_was_copied(book, tmp_path):
    """What hub/tljh/install.sh and hub/Dockerfile rest on too."""
    homes.fill(tmp_path / "ada", book)
    shutil.rmtree(book)
    assert trusted(tmp_path / "ada")


def test_a_hub_that_starts_again_hands_out_the_newest_chapters(book, tmp_path):
    (homes.CHAPTERS / "new.md").touch()
    homes.prepare(book)
    homes.fill(tmp_path / "ada", book)
    assert (tmp_path / "ada" / "chapters" / "new.md").exists()


def test_a_changed_chapter_is_not_trusted(book, tmp_path):
    home = tmp_path / "ada"
    homes.fill(home, book)
    path = home / "chapters" / FEW[0]
    path.write_text(path.read_text("utf-8").replace("evening", "morning"), "utf-8")
    assert not trusted(home)


def test_what_a_participant_wrote_stays(book, tmp_path):
    home = tmp_path / "ada"
    homes.fill(home, book)
    written = home / "chapters" / FEW[1]
    written.write_text("mine")
    homes.fill(home, book)
    assert written.read_text() == "mine"


def test_a_copy_that_was_broken_off_is_made_again(book, tmp_path):
    begun = tmp_path / "ada" / ".chapters-begun"
    begun.mkdir(parents=True)
    (begun / "half.ipynb").write_text("{")
    homes.fill(tmp_path / "ada", book)
    assert not begun.exists()
    assert sorted(path.name for path in (tmp_path / "ada" / "chapters").iterdir()) == list(FEW)
