"""Chapter 9. Its exercises' names, and what each slip teaches."""

from dataclasses import replace

from leaklab.book.exercises.verdict import Exercise, near
from leaklab.simulation.scenario import Platform, Scenario
from leaklab.simulation.simulate import simulate


def left(scenario: Scenario, handler: str = "k8s-1.12") -> int:
    """How many tasks the scenario leaves."""
    return simulate(scenario, handler).tasks_left


def _of_a_limit(scenario: Scenario, missing: str, too_many: str) -> tuple[tuple[int, str], ...]:
    """The slips that any limit invites: `missing` and `too_many` are about the rounds."""
    truth, limit = left(scenario), scenario.max_in_flight or 0
    return (
        (left(replace(scenario, max_in_flight=None)), "So many it is without any limit."),
        (truth - limit, f"One round is missing: {missing}"),
        (truth + limit, f"One round too many: {too_many}"),
        (truth // limit, f"You counted the rounds, and {limit} get in each time."),
    )


def smaller_limit(scenario: Scenario) -> Exercise:
    """What a limit of 10 leaves after eight seconds."""
    return Exercise(
        "limits_and_clients/smaller_limit",
        "A smaller limit",
        (
            "How long does a handler hold its slot, and how many rounds of 10 get in?",
            "A slot is free again after 0.9 seconds, and taken a moment later. How many rounds "
            "begin before second 8, the first at 0?",
        ),
        near(
            (left(replace(scenario, duration_s=4)), "So many four seconds leave. Now there are "
             "eight."),
            (left(replace(scenario, max_in_flight=20)), "That is with the limit of 20."),
            (left(scenario, "k8s-1.17"), "So it is on 1.17."),
            *_of_a_limit(scenario, "the first begins at second 0.",
             "a round begins every 0.91 seconds, and the tenth would come after second 8."),
        ),
    )  # fmt: skip


def polite(scenario: Scenario) -> Exercise:
    """What a limit of 20 leaves when handlers stop at their timeout."""
    return Exercise(
        "limits_and_clients/polite",
        "Handlers that listen",
        (
            "When is a slot free again if the handler stops at its timeout?",
            "More rounds get in. How many of 0.6 seconds and a moment begin before second 4? And "
            "does a request that times out leave its worker, whether or not the handler listens?",
        ),
        near(
            (left(replace(scenario, honours_cancel=False)), "So many it is when handlers do not "
             "listen, and hold their slots for 0.9 seconds."),
            (0, "The handlers end at their timeout, and nobody receives after it: each worker is "
             "left all the same."),
            *_of_a_limit(scenario, "the last begins at some 3.6 seconds.",
             "a slot is free a moment after 0.6 seconds, so the rounds are a little longer."),
        ),
    )  # fmt: skip


def _platform(scenario: Scenario) -> Platform:
    assert scenario.platform is not None, "the exercise is about a platform"
    return scenario.platform


def stubborn(scenario: Scenario) -> Exercise:
    """What a client leaves in an hour who gives up soon and tries again at once."""
    platform = _platform(scenario)
    truth = left(scenario)
    pulls = left(replace(scenario, platform=replace(platform, retries=0)))
    return Exercise(
        "limits_and_clients/stubborn",
        "Gives up, and tries again",
        (
            "How many pulls are there in the hour, and how many requests does each make?",
            "The client that gives up after 10 seconds stops no handler: each of its attempts "
            "takes 75 seconds in the server. Count the first one besides the five that follow.",
        ),
        near(
            (truth - pulls, "Those are the attempts after the first. The first is left, too."),
            (pulls, "So it is without trying again; and so many attempts are one pull's, of which "
             "the hour has six."),
            (platform.retries, "Those are the attempts of one pull after its first."),
            (0, "Giving up reaches the client's own side. The handler is not told before its "
             "timeout, and 75 seconds are too late."),
            (2 * truth, "Each late request leaves one task, its worker."),
        ),
    )  # fmt: skip


def slow_pages(scenario: Scenario) -> Exercise:
    """What an hour leaves in which each pull asks for pages, and a page is too late."""
    platform = _platform(scenario)
    pulls = left(scenario)
    return Exercise(
        "limits_and_clients/slow_pages",
        "Pages on a bad line",
        (
            "What does the client do when its first page has timed out?",
            "70 seconds are later than 60, and a page that is not answered names no next page. "
            "How many pages does each pull ask for, and how many pulls has the hour?",
        ),
        near(
            (pulls * platform.pages, "All pages of all pulls. Does a pull go on after a page that "
             "timed out?"),
            (platform.pages, "Those are the pages of one whole pull. It does not get so far."),
            (left(replace(scenario, plans="7.5:write")), "So it is when a page takes 7.5 seconds."),
            (1, "That is one pull. The hour has more."),
            (pulls * (platform.pages - 1), "Those are the pages that are never asked for."),
        ),
    )  # fmt: skip
