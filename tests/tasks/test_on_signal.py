"""A signal writes a profile into a file, while every task waits."""

import asyncio
import errno
import os
import signal
import stat
import subprocess
import sys
import threading

import pytest
import trio

from leaklab.dumps.reading import read
from leaklab.tasks import on_signal
from leaklab.tasks.on_signal import profile_on_signal
from tests.support.places import ROOT
from tests.support.waiting_programs import RUN

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGUSR1"), reason="Windows has no SIGUSR1")


def files(folder):
    return sorted(folder.iterdir())


async def kill_in_asyncio():
    waiting = [asyncio.create_task(asyncio.Event().wait()) for _ in range(3)]
    await asyncio.sleep(0)
    os.kill(os.getpid(), signal.SIGUSR1)
    await asyncio.sleep(0.01)
    for task in waiting:
        task.cancel()


async def kill_in_trio():
    async with trio.open_nursery() as nursery:
        for _ in range(3):
            nursery.start_soon(trio.sleep_forever)
        await trio.testing.wait_all_tasks_blocked()
        os.kill(os.getpid(), signal.SIGUSR1)
        await trio.sleep(0.01)
        nursery.cancel_scope.cancel()


@pytest.mark.parametrize("form", ["debug1", "debug2", "proto"])
@pytest.mark.parametrize(
    "run",
    [lambda: asyncio.run(kill_in_asyncio()), lambda: trio.run(kill_in_trio)],
    ids=["asyncio", "trio"],
)
def test_a_signal_writes_a_file_that_only_its_owner_reads(tmp_path, capfd, run, form):
    with profile_on_signal(folder=tmp_path, form=form):
        run()
    (path,) = files(tmp_path)
    assert f".{os.getpid()}." in path.name
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert 3 in read(path.read_bytes()).counts
    assert f"leaklab: profile of this process's tasks in {path}" in capfd.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize("kind", RUN)
def test_a_program_in_which_every_task_waits_writes_it_too(tmp_path, kind):
    program = [sys.executable, "-m", "tests.support.waiting_programs", kind, str(tmp_path)]
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'code'}"}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(program, cwd=ROOT, env=environment, **pipes) as process:
        try:
            assert process.stdout.readline() == "ready\n"
            process.send_signal(signal.SIGUSR1)
            said = process.stderr.readline()  # comes when the file is there
        finally:
            process.kill()
    (path,) = files(tmp_path)
    assert str(path) in said
    assert 3 in read(path.read_bytes()).counts


def test_a_full_disk_leaves_no_part_of_a_profile(tmp_path, monkeypatch, capfd):
    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    async def kill():
        os.kill(os.getpid(), signal.SIGUSR1)
        await asyncio.sleep(0)

    monkeypatch.setattr(on_signal.Path, "rename", full)
    with profile_on_signal(folder=tmp_path):
        asyncio.run(kill())
    assert files(tmp_path) == []
    assert "leaklab: no profile: [Errno 28]" in capfd.readouterr().err


def test_a_profile_is_never_written_over(tmp_path):
    path = tmp_path / "shop.1.20261126-031500.txt"
    on_signal._write_whole(path, b"first")
    with pytest.raises(FileExistsError):
        on_signal._write_whole(path, b"second")
    assert files(tmp_path) == [path]
    assert path.read_bytes() == b"first"


def test_two_in_a_second_are_two_files(tmp_path):
    async def twice():
        os.kill(os.getpid(), signal.SIGUSR1)
        os.kill(os.getpid(), signal.SIGUSR1)
        await asyncio.sleep(0)
        os.kill(os.getpid(), signal.SIGUSR1)
        await asyncio.sleep(0)

    with profile_on_signal(folder=tmp_path):
        asyncio.run(twice())
    assert len(files(tmp_path)) >= 2


def test_the_handler_before_is_back_afterwards(tmp_path):
    before = signal.getsignal(signal.SIGUSR1)
    with profile_on_signal(folder=tmp_path):
        assert signal.getsignal(signal.SIGUSR1) is not before
    assert signal.getsignal(signal.SIGUSR1) is before


def test_where_nothing_runs_it_says_so_and_the_program_goes_on(tmp_path, capfd):
    with profile_on_signal(folder=tmp_path):
        os.kill(os.getpid(), signal.SIGUSR1)
    assert files(tmp_path) == []
    assert "leaklab: no profile: nothing to profile" in capfd.readouterr().err


def test_a_folder_that_went_away_does_not_break_the_program(tmp_path, capfd):
    folder = tmp_path / "gone"
    folder.mkdir()

    async def kill():
        folder.rmdir()
        os.kill(os.getpid(), signal.SIGUSR1)
        await asyncio.sleep(0)

    with profile_on_signal(folder=folder):
        asyncio.run(kill())
    assert "leaklab: no profile:" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"form": "xml"}, "debug1, debug2, proto"),
        ({"folder": "/nowhere/at/all"}, "is no folder"),
        ({"number": 9999}, "is not known on this system"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_runs(arguments, message):
    with pytest.raises(ValueError, match=message), profile_on_signal(**arguments):
        pass


def test_another_thread_is_told_that_it_cannot(tmp_path):
    said = []

    def attempt():
        try:
            with profile_on_signal(folder=tmp_path):
                pass
        except ValueError as error:
            said.append(str(error))

    thread = threading.Thread(target=attempt)
    thread.start()
    thread.join()
    assert said == ["a signal's handler is set in the main thread alone"]
