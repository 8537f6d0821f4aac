"""A hundred participants who vote and listen; a crash in the middle of their votes."""

import concurrent.futures
import os
import statistics
import threading

import httpx
import psutil
import pytest

from tests.support.crowd import crowd
from tests.support.processor import had_and_waited_s, slowness
from tests.support.room import BETS, room_server

P95_S = 0.1
CPU_S = 0.004  # of a vote, with all that is told about it
MEMORY_MB = 150


@pytest.mark.slow
@pytest.mark.timing
def test_a_hundred_people_vote_within_a_tenth_of_a_second_while_all_listen(book, tmp_path):
    with room_server(book, tmp_path / "room.sqlite") as room:
        room.lead(shown=BETS[0])
        pids = (room.process.pid, os.getpid())
        before = [had_and_waited_s(pid) for pid in pids]
        seen = crowd(room)
        after = [had_and_waited_s(pid) for pid in pids]
        memory_mb = psutil.Process(room.process.pid).memory_info().rss / 1e6
        had_s = [now - then for (now, _), (then, _) in zip(after, before, strict=True)]
        waited_s = [now - then for (_, now), (_, then) in zip(after, before, strict=True)]
        # on a busy machine both ends of each vote wait for a processor, and the vote for both
        busy = max(1 + waited / had for waited, had in zip(waited_s, had_s, strict=True))
        cpu_s = had_s[0] / len(seen.took_s)
        cuts = statistics.quantiles(seen.took_s, n=100)
        print(
            f"p50 {cuts[49] * 1000:.1f} ms, p95 {cuts[94] * 1000:.1f} ms, "
            f"p99 {cuts[98] * 1000:.1f} ms of {len(seen.took_s)} votes, "
            f"{cpu_s * 1000:.1f} ms of the processor each, {busy:.1f} times as long for others' "
            f"work; {memory_mb:.0f} MB"
        )
        assert len(room.export()) == 200
    assert min(seen.heard) > 0
    assert cuts[94] < P95_S * busy
    assert cpu_s < CPU_S * slowness()
    assert memory_mb < MEMORY_MB


@pytest.mark.slow
def test_a_server_that_is_killed_amid_votes_has_kept_each_that_it_answered(book, tmp_path):
    data = tmp_path / "room.sqlite"
    with room_server(book, data) as room:
        clients = [room.join() for _ in range(8)]
        answered = {}  # turn of the last vote that was answered, by participant
        enough = threading.Event()

        def vote(number: int) -> None:
            for turn in range(1, 60):
                said = {"bet": "slower", "choice": turn % 3, "turn": turn}
                try:
                    answer = clients[number].post("/room/said", json=said)
                except httpx.TransportError:
                    return  # not answered
                if answer.status_code == 204:
                    answered[number] = turn
                if turn == 20:
                    enough.set()

        with concurrent.futures.ThreadPoolExecutor(len(clients)) as pool:
            for number in range(len(clients)):
                pool.submit(vote, number)
            assert enough.wait(30)
            room.kill()
        for client in clients:
            client.close()
    with room_server(book, data) as again:
        kept = {row["person"]: row["choice"] - 1 for row in again.export()}
    assert len(answered) == len(clients)
    for number, turn in answered.items():
        # the one under way may have been kept too, but nothing older than what was answered
        assert kept[number + 1] in {turn % 3, (turn + 1) % 3}
