"""Chapter 6. Its exercises' names, and what each slip teaches."""

from leaklab.book.exercises.verdict import Exercise, near
from leaklab.book.late_receive import preempted
from leaklab.simulation.scenario import Scenario
from leaklab.simulation.simulate import simulate


def begun(scenario: Scenario) -> Exercise:
    """How many tasks draft 2 leaves when a third of the answers have begun."""
    old, new = (simulate(scenario, name).tasks_left for name in ("k8s-1.12", "k8s-1.17"))
    return Exercise(
        "a_reader_for_every_outcome/begun",
        "Draft 2 and an answer that has begun",
        (
            "Draft 2 starts its drainer on the line after the 504. When is that line not reached?",
            "Sending a 504 after an answer has begun panics, and what stands below is left out. "
            "Which of the three kinds are late and have begun?",
        ),
        near(
            (old, "So many 1.12 leaves. Draft 2 has a drainer for some of them."),
            (new, "So it is on 1.17, which starts its drainer before whatever may panic."),
            (scenario.constant_arrivals, "A third of them is in time."),
        ),
    )


def brief() -> Exercise:
    """How many answers draft 1 cuts when each receive is a microsecond late."""
    with preempted():
        instant = simulate(Scenario(plans="0:write"), "draft-1").outcomes.aborted
    return Exercise(
        "a_reader_for_every_outcome/brief",
        "A microsecond against a millisecond",
        (
            "Which comes first here: the receive, or the handler's end?",
            "The receive begins after one microsecond, the handler ends after a thousand. An "
            "offer is lost when nobody receives at that moment.",
        ),
        near(
            (instant, "So many are cut when the handler is instant. This one takes a thousandth "
             "of a second, which is longer than the gap."),
            (instant // 2, "The race has no luck in it here: the gap is a thousand times shorter "
             "than the handler."),
            (1, "Why one of them? All have the same gap and the same handler."),
        ),
    )  # fmt: skip


def reports(scenario: Scenario) -> Exercise:
    """How many times 1.17 calls HandleError."""
    draft = simulate(scenario, "draft-2").outcomes.handle_error_calls
    return Exercise(
        "a_reader_for_every_outcome/reports",
        "Who reports a panic",
        (
            "Who receives a panic in time, and who a panic that is too late?",
            "The serving task raises what it receives; the drainer hands it to HandleError. For "
            "which of the three kinds is it the drainer?",
        ),
        near(
            (draft, "So many calls draft 2 makes: its drainer is missing where an answer had "
             "begun. 1.17's is there."),
            (scenario.constant_arrivals, "A panic in time is received by the serving task, which "
             "raises it again, and calls nobody."),
            (simulate(scenario, "k8s-1.12").outcomes.handle_error_calls, "That is 1.12, which "
             "parks its late panics together with their workers."),
        ),
    )  # fmt: skip
