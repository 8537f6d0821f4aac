"""A participant's machine: each check found fine and found wanting."""

import socket
import sys
import webbrowser
from datetime import UTC, datetime

import pytest

from leaklab.cli import doctor, machine


def test_here_the_machine_is_fine():
    for check in (machine.disk, machine.writable, machine.loopback, machine.clock):
        assert check().ok, check().what


def test_a_full_disk(monkeypatch, tmp_path):
    monkeypatch.setattr(machine, "LEAST_DISK_MB", 10**9)
    assert machine.disk(tmp_path).stops


def test_a_folder_in_which_nothing_can_be_saved(monkeypatch, tmp_path):
    monkeypatch.setattr(machine.os, "access", lambda path, how: False)
    assert machine.writable(tmp_path).stops


def test_a_path_that_is_too_long_for_windows_alone(monkeypatch, tmp_path):
    deep = tmp_path / ("x" * 130)
    deep.mkdir()
    assert machine.writable(deep).ok
    monkeypatch.setattr(sys, "platform", "win32")
    assert "letters long" in machine.writable(deep).what


def test_a_wall_before_127_0_0_1(monkeypatch):
    def refused(*_: object) -> None:
        raise TimeoutError("timed out")

    monkeypatch.setattr(machine.socket, "create_connection", refused)
    found = machine.loopback()
    assert found.stops
    assert found.what == "127.0.0.1 does not answer (timed out)"


def test_a_port_in_use_is_passed_over_as_jupyter_does(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as server:
        number = server.getsockname()[1]
        found = machine.port(number)
        assert found.ok
        assert f"({number} is in use, and Jupyter takes the next)" in found.what
        monkeypatch.setattr(machine, "PORTS", 1)
        assert machine.port(number).stops
    monkeypatch.setattr(doctor, "taken", lambda number: "")
    assert machine.port(65535).what == "port 65535 on 127.0.0.1 is free"


@pytest.mark.parametrize(("year", "ok"), [(1970, False), (2026, True), (2101, False)])
def test_a_clock_that_cannot_be_right(year, ok):
    found = machine.clock(datetime(year, 6, 1, tzinfo=UTC))
    assert (found.ok, found.needed) == (ok, False)


@pytest.mark.parametrize(
    ("name", "ok"), [("utf-8", True), ("cp1252", False), ("ascii", False), ("no-such", False)]
)
def test_an_encoding_without_our_signs(name, ok):
    assert machine.encoding(name).ok is ok


def test_no_browser_is_a_hint_alone(monkeypatch):
    def none(*_: object) -> None:
        raise webbrowser.Error("could not locate runnable browser")

    monkeypatch.setattr(webbrowser, "get", none)
    found = machine.browser()
    assert (found.ok, found.needed) == (False, False)
