"""A limit in real seconds stops loops of every kind, wherever they run, and nothing else."""

import subprocess
import sys
import threading
import time

import pytest
import trio

from leaklab.book.mystery.time_limit import AGAIN_S, OutOfTime, TimeLimit, within
from leaklab.tasks.clock import VirtualClock
from tests.support.places import ROOT


def spin(limit: TimeLimit) -> None:
    while True:
        pass


def test_a_loop_without_end_is_out_of_time():
    with pytest.raises(OutOfTime, match=r"did not end within 0\.05 seconds"):
        within(0.05, spin)


def test_a_loop_that_swallows_the_interrupt_gets_another():
    swallowed = []

    def swallow(limit: TimeLimit) -> None:
        while len(swallowed) < 2:
            try:
                spin(limit)
            except BaseException as error:
                swallowed.append(error)

    with pytest.raises(OutOfTime):
        within(0.01, swallow)
    assert [type(error) for error in swallowed] == [KeyboardInterrupt] * 2


def test_what_ends_in_time_is_let_alone():
    assert within(60, lambda limit: 5) == 5


@pytest.mark.parametrize("error", [KeyError, KeyboardInterrupt])
def test_an_error_in_time_passes_as_it_is(error):
    def body(limit: TimeLimit) -> None:
        raise error

    with pytest.raises(error):
        within(60, body)


def test_on_another_thread_the_limit_holds_too():
    ended = []

    def body() -> None:
        try:
            within(0.05, spin)
        except OutOfTime as stopped:
            ended.append(str(stopped))

    thread = threading.Thread(target=body)
    thread.start()
    thread.join()
    assert ended == ["it did not end within 0.05 seconds of real time"]


@pytest.mark.slow
def test_nothing_is_raised_once_the_block_is_over():
    """The limits pass about when their blocks end: what comes too late is taken back."""
    threads = set(threading.enumerate())
    stopped = 0

    def busy(until_s: float) -> None:
        while time.perf_counter() < until_s:
            pass

    for number in range(100):
        until_s = time.perf_counter() + 0.0095 + number % 10 * 0.004
        try:
            within(0.01, lambda limit, until_s=until_s: busy(until_s))
        except OutOfTime:
            stopped += 1
        for _ in range(100):
            pass
    assert stopped
    time.sleep(3 * AGAIN_S)  # whoever was not called off would strike again
    assert set(threading.enumerate()) <= threads


TRACED = """
import sys
from leaklab.book.mystery.time_limit import OutOfTime, within

def spin(limit):
    while True:
        pass

try:
    within(0.05, spin)
except OutOfTime:
    sys.settrace(lambda *event: None)
    print((lambda: "traced")())
"""


def test_after_the_limit_functions_can_be_traced():
    """In a process of its own: CPython 3.11 could hang here, and nothing interrupts that."""
    command = [sys.executable, "-c", TRACED]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("traced\n", "")


def test_a_loop_that_awaits_ends_in_order_and_its_tasks_clean_up():
    cleaned = []

    async def round_and_round() -> None:
        try:
            with trio.CancelScope(shield=True):
                while True:
                    await trio.lowlevel.checkpoint()
        finally:
            cleaned.append(trio.current_time())

    async def main() -> None:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(round_and_round)

    def body(limit: TimeLimit) -> None:
        trio.run(main, clock=VirtualClock(), instruments=[limit])
        cleaned.append("returned")

    with pytest.raises(OutOfTime):
        within(0.05, body)
    assert cleaned == [0.0, "returned"]


JUDGE = """
import signal, sys
from tests.support import right_fixes, wrong_fixes
from leaklab.book.mystery.judge import judge
signal.signal(signal.SIGINT, getattr(signal, sys.argv[1]))
handler = signal.getsignal(signal.SIGINT)
for name in sys.argv[2:]:
    print(judge(getattr(wrong_fixes, name), within_s=0.3))
    assert signal.getsignal(signal.SIGINT) == handler
print(judge(right_fixes.HangsUp).text.splitlines()[0])
"""
STOPPED = "Stopped: it did not end within 0.3 seconds of real time."
STOPPED += " Is there a loop that goes round without end?\n"


def judged(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", JUDGE, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)


@pytest.mark.slow
@pytest.mark.parametrize("disposition", ["SIG_IGN", "SIG_DFL", "default_int_handler"])
def test_the_judge_stops_loops_whatever_becomes_of_ctrl_c(disposition):
    """A shell's `&`, nohup and cron start programs with Ctrl-C ignored."""
    done = judged(disposition, "GoesRound", "SpinsAlone")
    assert done.stdout == f"{STOPPED * 2}Fixed. In 25 runs of hidden traffic:\n"
    assert done.stderr == ""


def test_even_a_loop_that_swallows_its_end_is_stopped_and_the_judge_goes_on():
    done = judged("SIG_IGN", "SwallowsTheEnd")
    assert done.stdout == f"{STOPPED}Fixed. In 25 runs of hidden traffic:\n"
