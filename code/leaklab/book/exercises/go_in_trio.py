"""Chapter 3. Its exercises' names, and what each slip teaches."""

from leaklab.book import dictionary
from leaklab.book.exercises.verdict import Exercise, near


def late_sender() -> Exercise:
    """When the receiver goes on if the sender comes after it."""
    usual = dictionary.run("rendezvous")
    return Exercise(
        "go_in_trio/late_sender",
        "A late sender",
        (
            "Who is there first this time, and what is it waiting for?",
            "A rendezvous ends for both at the same moment: when the second one comes.",
        ),
        near(
            (int(usual.last_s("receiver")), "That is when the receiver comes. With nobody who "
             "sends, it waits."),
            (8, "Nobody waits for 5 seconds after the other: both times are counted from the "
             "start."),
            (2, "So long the receiver waits. The question is in which second it goes on."),
            (0, "At the start neither is there yet."),
        ),
    )  # fmt: skip


def four_letters() -> Exercise:
    """When the fourth send ends in a channel with room for one."""
    five = dictionary.run("room_for_one", letters=5)
    three = dictionary.run("room_for_one", letters=3)
    return Exercise(
        "go_in_trio/four_letters",
        "Four letters, room for one",
        (
            "The first letter finds a free slot. What does the second one wait for?",
            "Each letter after the first waits until the one before it has been taken, and one "
            "is taken every 3 seconds. How many have to be taken before the fourth fits in?",
        ),
        near(
            (int(five.last_s("sender")), "That would be five letters: the first does not wait at "
             "all."),
            (int(three.last_s("sender")), "That is the third letter. One more is to be sent."),
            (3, "That is the second letter's wait. Two more come after it."),
            (0, "Only the first letter goes in at once: then the slot is full."),
            (1, "Room for one saves one wait. The others are as long as before, 3 seconds each."),
        ),
    )  # fmt: skip


def stubborn_task() -> Exercise:
    """When a request ends whose worker cannot be cancelled."""
    return Exercise(
        "go_in_trio/stubborn_task",
        "A stubborn task",
        (
            "The nursery's block belongs to the request. What has to be true before it ends?",
            "The request asks its worker to stop at 60. Does a shielded worker hear that, and "
            "can the block end without it?",
        ),
        near(
            (60, "At 60 it asks. But a block ends when its tasks have ended, and this one does "
             "not listen."),
            (15, "That is how much longer it takes than its time. In which second is that?"),
            (135, "The worker sleeps from the start, not from second 60 on."),
            (0, "The request waits for its worker, from the first second on."),
        ),
    )  # fmt: skip
