"""A bench's answers: the book's server and the reader's under one load, and the judge's words."""

import pytest

from leaklab import Scenario, simulate
from leaklab.book import mystery
from leaklab.book.code_bench.element import source_of
from leaklab.book.code_bench.plan import MYSTERIES, BenchPlan
from leaklab.book.code_bench.reader_code import handler_in
from leaklab.labs.answers import answer
from leaklab.labs.encoding import counts
from leaklab.roles import ROLES
from tests.support.bench import broken, edited, judged, numbers, run
from tests.support.your_turn import FIXED, patched

OLD = source_of("k8s-1.12")
A = {"server": "A", "timeout_s": 60.0, "duration_s": 120.0, "until_s": 300.0, "every_s": 2.0}
ONE = ("[Panic | None](0)", "[Panic | None](1)")
CLOSE = (
    "with trio.move_on_after(timeout_s):",
    "with receive_channel, trio.move_on_after(timeout_s):",
)
SEND = "            await send_channel.send(outcome)\n"
TRY = (
    "            try:\n                await send_channel.send(outcome)\n"
    "            except trio.BrokenResourceError:\n                "
)


def test_a_run_is_that_of_the_book_for_the_source_as_it_stands():
    """Watched from both sides, as the judge watches, it is the plain run all the same."""
    said = run(OLD)
    plain = simulate(Scenario(plans="0.9:write", duration_s=6, until_s=10, every_s=0.1), "k8s-1.12")
    assert said["times"] == [sample.t_s for sample in plain.samples]
    for told in said["runs"]:
        for role in ROLES:
            assert counts(told[role]) == list(plain.column(role))
        assert dict(told["says"])["left at the end"] == plain.tasks_left == 300
        assert dict(told["says"])["at most at once"] == plain.tasks_peak
    line = OLD.splitlines().index(SEND.rstrip("\n")) + 1
    assert said["runs"][1]["left_line"] == line
    assert said["runs"][1]["left_at"] == f"300 in worker, line {line}: chan send"


def test_the_two_servers_can_be_asked_one_after_the_other():
    """As a page does: what the book's takes says how long the reader's may take."""
    both = run(OLD)
    book, yours = run("no Python", server="book"), run(OLD, server="reader")
    assert book["runs"] + yours["runs"] == both["runs"]
    assert book["times"] == yours["times"] == both["times"]


def test_outcomes_that_matter_are_told_even_when_they_are_zero():
    assert list(numbers(run(OLD)))[:3] == ["answered (200)", "timed out (504)", "left at the end"]
    assert numbers(run(OLD, latency_s=0.3))["timed out (504)"] == 0


@pytest.mark.slow
@pytest.mark.parametrize("name", [*MYSTERIES, "k8s-1.12", "k8s-1.17", "draft-2", "buffered"])
def test_the_judge_says_what_the_notebooks_judge_says(name):
    source = source_of(name)
    said = judged(source, {"server": name})
    verdict = mystery.judge(handler_in(source))
    assert said["verdict"]["text"] == verdict.text
    assert said["verdict"]["right"] == verdict.right
    assert (not broken(said)) == verdict.right


@pytest.mark.slow
def test_the_judge_stops_with_the_notebooks_words_and_the_line():
    source = edited(OLD, CLOSE)
    said = judged(source)
    assert said["verdict"]["text"] == mystery.judge(handler_in(source)).text
    line = source.splitlines().index(SEND.rstrip("\n")) + 1
    assert said["line"] == line
    assert said["stopped"].endswith("“late requests” it stopped: BrokenResourceError")


@pytest.mark.slow
@pytest.mark.parametrize(("server", "patch"), FIXED, ids=[name for name, _ in FIXED])
def test_the_fixes_of_chapter_12_pass_in_a_bench_and_the_servers_fail(server, patch):
    source, plan = source_of(server), {"server": server}
    assert not judged(source, plan)["verdict"]["right"]
    assert judged(patched(source, patch), plan)["verdict"]["right"]


@pytest.mark.slow
class TestWhatTheChaptersAskFor:
    """What their text says comes out so."""

    def test_chapter_4_stays_longer(self):
        source = edited(OLD, ("move_on_after(timeout_s)", "move_on_after(2 * timeout_s)"))
        assert numbers(run(source)) | {"at most at once": 0} == {
            "answered (200)": 300,
            "timed out (504)": 0,
            "left at the end": 0,
            "at most at once": 0,
        }
        found = dict(judged(source)["verdict"]["promises"])
        assert found["every answer is right"].endswith("should get 504 and got 200")
        assert numbers(run(source, latency_s=1.8))["left at the end"] == 300

    def test_chapter_5_says_goodbye(self):
        deaf = edited(OLD, CLOSE, (SEND, f"{TRY}pass\n"))
        assert numbers(run(deaf))["left at the end"] == 0
        assert broken(judged(deaf)) == {"every panic is told once"}
        report = "if outcome is not None:\n                    await self.handle_error(outcome)\n"
        assert judged(edited(OLD, CLOSE, (SEND, TRY + report)))["verdict"]["right"]

    def test_chapter_6_moves_a_line_of_draft_2(self):
        plan = {"server": "draft-2", "plans": ["0.1:write,{L}:return"]}
        draft, start = source_of("draft-2"), "        self.nursery.start_soon(drainer)\n"
        assert numbers(run(draft, plan))["left at the end"] == 300
        call = "        post_timeout()\n"
        moved = edited(draft, (start, ""), (call, start + call))
        assert numbers(run(moved, plan))["left at the end"] == 0
        assert judged(moved, plan)["verdict"]["right"]
        room = edited(draft, ONE)
        assert numbers(run(room, plan))["left at the end"] == 0
        found = dict(judged(room, plan)["verdict"]["promises"])
        assert found["every panic is told once"].startswith("answers begun, and a late panic")

    def test_chapter_7_makes_room_for_one_and_reports(self):
        assert numbers(run(edited(OLD, ONE)))["left at the end"] == 0
        assert broken(judged(edited(OLD, ONE))) == {"every panic is told once"}
        caught = "                outcome = recovered(err)\n"
        report = f"{caught}                await self.handle_error(outcome)\n"
        found = dict(judged(edited(OLD, ONE, (caught, report)))["verdict"]["promises"])
        assert found["every panic is told once"].startswith(
            "panics in time: a panic was told twice"
        )


def test_what_cuts_an_answer_off_is_told_with_its_line():
    source = edited(OLD, ("self.inner(tw, r)", "self.iner(tw, r)"))
    [_, yours] = run(source)["runs"]
    assert "has no attribute 'iner'" in yours["cut_by"]
    assert "self.iner" in source.splitlines()[yours["cut_line"] - 1]


def test_a_forgotten_await_is_told_with_its_line():
    source = edited(OLD, ("await self.inner(tw, r)", "self.inner(tw, r)"))
    said = run(source)
    [odd] = said["unawaited"]
    assert "is an await missing?" in odd["words"]
    assert "self.inner(tw, r)" in source.splitlines()[odd["line"] - 1]
    assert numbers(said)["ended without an answer"] == 300


START = "        self.nursery.start_soon(worker)\n"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("raise SystemExit(3)", "SystemExit: 3"),
        ("import os; os._exit(4)", "SystemExit: 4"),
        ("raise KeyError('x')", "KeyError: 'x'"),
        ("[0] * 10**18", "MemoryError"),
        ("for _ in range(10**4): self.nursery.start_soon(worker)", "TooManyTasks: more than 5,000"),
        ("f = lambda: f(); f()", "RecursionError"),
        ("import nothing_of_this_name", "ModuleNotFoundError"),
    ],
)
def test_what_goes_wrong_in_a_run_is_one_line_with_its_number(line, words):
    source = edited(OLD, (START, f"        {line}\n"))
    said = run(source)
    assert said["fault"].startswith(words)
    assert "\n" not in said["fault"]
    assert line in source.splitlines()[said["line"] - 1]


@pytest.mark.parametrize("wait", ["await trio.sleep_forever()", "await receive_channel.receive()"])
def test_tasks_that_wait_for_ever_are_counted_and_not_waited_for(wait):
    shielded = f"        with trio.CancelScope(shield=True): {wait}\n"
    said = run(edited(OLD, (START, shielded)))
    assert numbers(said)["left at the end"] == 300
    assert "serve_http" in said["runs"][1]["left_at"]


def test_a_panic_that_nobody_recovers_ends_the_readers_server_alone():
    ends = "        async def ends() -> None:\n            raise Panic('boom')\n\n"
    before = "        async def worker"
    start = (START, "        self.nursery.start_soon(ends)\n")
    source = edited(OLD, start, (before, ends + before))
    book, yours = run(source)["runs"]
    assert book["crash"] is None
    assert yours["crash"].startswith("A panic that nobody recovered ended it at 0 s: panic: boom")


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ({"latency_s": -1}, "latency"),
        ({"rate_per_s": 10**6}, "rate"),
        ({"latency_s": "x"}, "latency"),
    ],
)
def test_a_setting_out_of_range_is_told_in_one_line(setting, words):
    said = run(OLD, **setting)
    assert words in said["error"]
    assert "\n" not in said["error"]


def test_a_bench_for_an_unknown_server_is_told_in_one_line():
    said = answer(
        "code-bench", {"server": "k8s-9"}, {"source": OLD, "latency_s": 1, "rate_per_s": 1}
    )
    assert "k8s-9" in said["error"]


def test_a_plan_goes_to_the_page_and_back():
    plan = BenchPlan(server="C", plans=("{L}:write", "0.02:panic"), timeout_s=10)
    again = BenchPlan(**plan.fields())
    assert again.fields() == plan.fields()
    assert again.scenario(0.5, 2) == plan.scenario(0.5, 2)


def test_no_answer_changes_the_next_one():
    before = run(OLD)
    for source in (edited(OLD, ONE), edited(OLD, (START, "        1 / 0\n")), "x = 1"):
        run(source)
    assert run(OLD) == before
