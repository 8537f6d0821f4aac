"""What may be set of the hub on one machine: a slip is one line with the name and the limits."""

import os
import subprocess
import sys

import pytest

from tools.hub import homes, settings
from tools.paths import ROOT

SAID = {
    "HUB_PASSWORD": "is not set; it must be a password of 8 characters or more",
    "HUB_IDLE_S": "must be a whole number of seconds from 1 to 86,400",
    "HUB_ADDRESS": "must be http://HOST:PORT with a port from 1 to 65535",
}


def exits(monkeypatch, name, given, ask):
    if given is None:
        monkeypatch.delenv(name, raising=False)
    else:
        monkeypatch.setenv(name, given)
    with pytest.raises(SystemExit) as end:
        ask()
    return str(end.value)


@pytest.mark.parametrize("given", [None, "", "short"])
def test_a_password_is_asked_for(monkeypatch, given):
    told = exits(monkeypatch, "HUB_PASSWORD", given, lambda: settings.password("HUB_PASSWORD"))
    has = "has 5" if given == "short" else "is not set"
    assert told == f"HUB_PASSWORD {has}; it must be a password of 8 characters or more"


@pytest.mark.parametrize("given", ["0", "-1", "1.5", "ten", "", "86401", "9" * 5000, "٣"])
def test_a_number_has_limits(monkeypatch, given):
    def ask():
        return settings.whole_number("HUB_IDLE_S", 3600, least=1, most=86_400, unit="seconds")

    told = exits(monkeypatch, "HUB_IDLE_S", given, ask)
    assert told.endswith(SAID["HUB_IDLE_S"])
    monkeypatch.setenv("HUB_IDLE_S", "86400")
    assert ask() == 86_400
    monkeypatch.delenv("HUB_IDLE_S")
    assert ask() == 3600


@pytest.mark.parametrize(
    "given",
    ["127.0.0.1:8000", "https://here:1", "http://here", "http://here:0", "http://here:65536", "x"],
)
def test_an_address_has_a_port(monkeypatch, given):
    def ask():
        return settings.address("HUB_ADDRESS", "http://127.0.0.1:8000")

    assert exits(monkeypatch, "HUB_ADDRESS", given, ask).endswith(SAID["HUB_ADDRESS"])
    monkeypatch.setenv("HUB_ADDRESS", "http://0.0.0.0:8000")
    assert ask() == "http://0.0.0.0:8000"


def test_a_folder_that_cannot_be_made_is_told(monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setenv("HUB_DATA", str(tmp_path / "file" / "below"))
    with pytest.raises(SystemExit, match=r"HUB_DATA = .* cannot be made or used: Not a directory"):
        settings.folder("HUB_DATA", tmp_path)


def test_a_chapter_that_is_none_is_told_with_those_that_are():
    with pytest.raises(SystemExit, match="HUB_CHAPTER = '99' must be one of 01_two_evenings, "):
        homes.chapter_named("99")


@pytest.mark.slow
def test_jupyterhub_ends_with_that_line_and_no_traceback(tmp_path):
    env = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
    command = [sys.executable, "-m", "jupyterhub", "-f", str(ROOT / "hub/jupyterhub_config.py")]
    done = subprocess.run(
        command, env=env | {"HUB_DATA": str(tmp_path)}, cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert done.stderr == f"HUB_PASSWORD {SAID['HUB_PASSWORD']}\n"
