"""Chapter 12. Its diagnoses and exercises, what the runs show of each, and what each slip teaches.

What is true of a server is worked out here, so that a cell of the chapter does not give it away.
"""

from leaklab.book.exercises.verdict import Choice, Exercise, near
from leaklab.book.mystery.symptoms import falls_to_zero_s
from leaklab.simulation.run import Run
from leaklab.simulation.scrape import readings
from leaklab.tasks.alarm import SlopeAlarm

TRAFFIC_S = 600  # how long requests come to server B
NEAR_S = 10  # closer than this to the time that an answer names


def server_a(usual: Run, slow: Run) -> Choice:
    """What A leaves behind, by its run on the usual line and on the slow one."""
    exercise = Exercise(
        "your_turn/server_a",
        "Server A: your diagnosis",
        (
            "Count on the slow line: how many requests were answered 200, how many got a 504, "
            "and how many tasks stay?",
            "The slow line leaves one task for each request, and the usual line leaves none. "
            "Which of the three sentences agrees with both, and with the answers that clients got?",
        ),
        near(
            (1, "On the slow line no request timed out at all, and still tasks stay."),
            (3, "On the usual line every request was served, and not one task stayed."),
        ),
    )
    return Choice(
        exercise,
        {
            1: slow.tasks_left == slow.outcomes.timeouts_504,
            2: usual.tasks_left < slow.tasks_left == slow.outcomes.ok_200,
            3: usual.tasks_left == usual.outcomes.started,
        },
    )


def server_b(long: Run) -> Choice:
    """How long a task of B lives, by ten minutes of traffic and what comes after."""
    falls_s = falls_to_zero_s(long) - TRAFFIC_S  # after the last request
    exercise = Exercise(
        "your_turn/server_b",
        "Server B: your diagnosis",
        (
            "Look at the end of the long run: how long after the last request is the last task "
            "gone?",
            "A task that is gone so long after the last request has lived so long. Six of them "
            "a second, each for that long, must be the height of the flat part.",
        ),
        near(
            (1, "Then all would be gone half a second after the last request, and the flat part "
             "would be six times lower than one minute's requests."),
            (3, "Then tasks would stay when the traffic has stopped. The run ends with none."),
        ),
    )  # fmt: skip
    return Choice(
        exercise,
        {
            1: falls_s < NEAR_S,
            2: abs(falls_s - long.scenario.timeout_s) < NEAR_S,
            3: long.tasks_left > 0,
        },
    )


def server_c(run: Run) -> Choice:
    """What became of C's inner handlers whose requests timed out."""
    done, late = run.outcomes, run.outcomes.timeouts_504
    exercise = Exercise(
        "your_turn/server_c",
        "Server C: your diagnosis",
        (
            "Compare how many requests came in with how many inner handlers were done.",
            "The difference of the two is the number of 504s. And where does the profile see "
            "those tasks: after their work, or before it?",
        ),
        near(
            (1, "A handler that ran too long would have written its answer too late. Not one "
             "late write was counted."),
            (2, "An outcome that nobody receives is a parked task, as on 1.12. Here none is "
             "parked: look at where they wait."),
        ),
    )  # fmt: skip
    return Choice(
        exercise,
        {
            1: done.handler_timeout_writes > 0,
            2: run.samples[-1].parked > 0,
            3: done.started - done.inner_done == late > 0,
        },
    )


def smallest_latency(least_s: float) -> Exercise:
    """From which latency on A leaves a task."""
    return Exercise(
        "your_turn/smallest_latency",
        "A's threshold",
        (
            "When does A ask its second backend?",
            "A request that is answered before the second backend is asked leaves nothing. "
            "The moment is a fraction of the timeout, and the chapter's runs, at 10 and 30 "
            "seconds, lie on both sides of it.",
        ),
        near(
            (60, "That is the timeout. A leaves tasks although nothing times out."),
            (30, "On 30 seconds A does leave a task. Is there a smaller latency that does?"),
            (10, "On 10 seconds, the usual line, A leaves nothing."),
            (15, "15 is the number in the question, to try: it leaves nothing."),
            (round(least_s) - 1, "Close. A request that is answered so soon leaves nothing yet."),
            (round(least_s) + 1, "Close. That leaves a task; one second less does so too."),
        ),
    )


def steady(run: Run, at_s: float) -> Exercise:
    """How many tasks B holds once its count is steady."""
    asked = run.scenario
    sample, timers = run.at(at_s), round(asked.rate_per_s * asked.timeout_s)
    return Exercise(
        "your_turn/steady",
        "B, steady",
        (
            "Three kinds of task are alive in B: who serves, who works, and who keeps the time. "
            "How long does each live?",
            "Rate times lifetime, for each kind: two live as long as a request, the third as "
            "long as the timeout. Add the three.",
        ),
        near(
            (timers, "Those are the timekeepers alone. Others serve and work meanwhile."),
            (timers + sample.serving, "One kind is missing: a request has a serving task and a "
             "worker."),
            (2 * sample.serving, "Those serve and work. Who is still asleep, for requests that "
             "ended long ago?"),
            (sample.serving, "That is one kind of task out of three."),
            (2 * timers + 2 * sample.serving, "Each request starts one timekeeper, not two."),
            (2 * timers, "A request is served for 0.4 seconds, not for the whole timeout."),
            (round(asked.rate_per_s), "That is one second's requests."),
        ),
    )  # fmt: skip


def patient_alarm(slow: Run, long: Run, run_c: Run) -> Choice:
    """On which of A (on the slow line), B and C the patient alarm rings."""
    alarm = SlopeAlarm(per_s=5, window_s=300, hold_s=120)
    rung = [alarm.first_ring_s(readings(run)) is not None for run in (slow, long, run_c)]
    exercise = Exercise(
        "your_turn/patient_alarm",
        "The patient alarm",
        (
            "The alarm sees how many tasks there are, and nothing of answers. Which of the three "
            "rises for more than a few minutes?",
            "B's rise is over after a minute: how much of a window of five minutes is that?",
        ),
        near(
            (2, "Not on all: one of them stops to rise before a window of five minutes is full."),
            (3, "The alarm knows nothing of clients. One server answers everybody 200, and its "
             "count rises all the same."),
        ),
    )  # fmt: skip
    return Choice(
        exercise,
        {
            1: rung == [True, False, True],
            2: rung == [True] * 3,
            3: rung == [False, False, True],
        },
    )
