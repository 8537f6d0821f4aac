"""Chapters 2 and 10: an asyncio service, its profile, and the test that finds its leak."""

from leaklab.book import asyncio_service
from leaklab.book.dictionary.asyncio_time import run_virtually


def test_a_late_request_is_answered_504_and_its_worker_stays():
    assert run_virtually(asyncio_service.serve()).startswith("504")
    left = asyncio_service.stacks()
    assert len(left) == asyncio_service.REQUESTS
    assert {task.state for task in left} == {"Queue.put"}


def test_the_profile_is_one_line_at_the_workers_own_put():
    line = asyncio_service.where(asyncio_service.stacks())
    assert line.startswith("200 in Queue.put: worker, leaklab/book/asyncio_service.py:")
    source = asyncio_service.__file__
    with open(source, encoding="utf-8") as lines:
        assert "parts.put" in list(lines)[int(line.rpartition(":")[2]) - 1]


def test_with_room_for_both_parts_nothing_is_left():
    assert asyncio_service.stacks(room=2) == []
    assert asyncio_service.verdict(room=2).right


def test_the_test_fails_with_room_for_one_and_names_the_line():
    found = asyncio_service.verdict(room=1)
    assert not found.right
    assert "1 task is left after 60 s of grace:" in found.text
    assert "1 in Queue.put: worker, leaklab/book/asyncio_service.py:" in found.text
    assert "queues.py" not in found.text  # its lines differ from Python to Python


def test_an_answer_in_time_has_both_parts(monkeypatch):
    monkeypatch.setattr(asyncio_service, "WORK_S", 1)
    assert run_virtually(asyncio_service.serve()) == "headbody"
