"""Small programs after public reports, each with the value that is right for it."""

import re
import subprocess
import sys

import pytest

from tests.support.places import ROOT

FOLDER = ROOT / "tests/data/field-inputs/trio"


def said(name: str) -> str:
    """What a program of the folder prints on either stream, run as its users run it."""
    done = subprocess.run(
        [sys.executable, name], cwd=FOLDER, capture_output=True, text=True, timeout=60
    )
    return done.stdout + done.stderr


def test_a_stack_goes_on_behind_an_object_with_await():
    text = said("await_object.py")
    assert "1 in sleep: stuck, await_object.py:15\n" in text
    names = re.findall(r"__main__\.(\S+)\+", text)
    assert names == ["Job.stuck", "Job.work", "runs_a_job"]


def test_a_task_is_created_by_who_asked_for_it_and_never_by_the_line_of_trio_run():
    lines = dict(line.split(" | ") for line in said("created_by.py").splitlines())
    assert lines["__main__.job"] == "__main__.main created_by.py:21"
    for name in ("_serve_one_listener", "_run_handler"):
        maker = lines[f"trio._highlevel_serve_listeners.{name}"]
        assert maker.startswith("trio._highlevel_serve_listeners.")
    assert lines.pop("__main__.main") == "__main__.<module> created_by.py:33"  # that is its own
    assert not any("<module>" in maker for maker in lines.values())


def test_three_leaks_in_a_library_are_three_lines_of_the_users():
    head, *lines = said("library_places.py").splitlines()
    assert head == "3 tasks are left after 0.05 s of grace:"
    places = [re.search(r"in ([^:]+): (\w+), (\S+) \(in (\S+),", line).groups() for line in lines]
    assert places == [
        ("chan receive", "reader", "library_places.py:7", "MemoryObjectReceiveStream.receive"),
        ("chan send", "writer", "library_places.py:11", "MemoryObjectSendStream.send"),
        ("event wait", "waiter", "library_places.py:15", "Event.wait"),
    ]


def test_a_signals_handler_profiles_while_every_task_waits():
    assert said("signal_dump.py") == "goroutine profile: total 3\n"


def test_a_deadline_around_the_block_does_not_silence_it():
    text = said("cut_by_a_deadline.py")
    assert "AssertionError: 1 task is left after 1 s of grace" in text
    assert "in sleep: sleep_forever" in text
    assert "no error" not in text


def test_a_user_of_asyncio_is_served():
    text = said("asyncio_user.py")
    assert "AssertionError: 1 task is left after 1 s of grace" in text
    assert "1 in Queue.get: Queue.get, asyncio/queues.py:" in text


def test_a_thread_under_virtual_time_is_told_what_to_say():
    text = said("real_thread.py")
    assert "time is virtual here" in text
    assert "virtual=False" in text


def test_a_program_with_a_space_in_its_name_has_one_task():
    text = said("my server.py")
    assert text.startswith("goroutine profile: total 1\n1 @ ")
    assert re.search(r"\t__main__\.main\+0x1\tmy server\.py:7\n", text)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.name)
def test_every_program_of_the_folder_is_looked_at(path):
    assert f'said("{path.name}")' in (ROOT / "tests/tasks/test_field_inputs.py").read_text()
