"""Chapter 3. Go's words and trio's, each pair in a program of a few lines that can be run.

    look("rendezvous")       its two sources, side by side
    run("rendezvous")        what its trio side does, and when; run now
    go_log("rendezvous")     what its Go side did, recorded

One file an entry, and its Go version beside it. All are ours; see `twins`.
"""

from leaklab.book.dictionary.twins import Twins
from leaklab.book.page import Table

ENTRY_HEADS = ("entry", "in Go", "in trio", "to remember", "its twin in Go")
ROWS = {  # entry: in Go, in trio, to remember
    "start_a_task": ("go f(): a goroutine", "start_soon(f): a task", "the starter goes on at once"),
    "rendezvous": ("make(chan T)", "memory channel, capacity 0", "whoever comes first waits"),
    "room_for_one": (
        "make(chan T, 1)",
        "memory channel, capacity 1",
        "a send waits only when full",
    ),
    "first_of_two": ("select, with a timer", "move_on_after", "the other side is not told"),
    "panic_and_recover": ("panic, recover", "raise, except", "unwinds until it is stopped"),
    "clean_up": ("defer", "finally", "runs in any case"),
    "close_the_sender": ("close(c)", "send_channel.close()", "the sender's last word"),
    "hang_up": ("nothing", "receive_channel.close()", "the receiver's last word"),
    "task_outlives": ("every goroutine", "a task in another's nursery", "it outlives its starter"),
    "block_waits": ("WaitGroup, by hand", "a nursery of one's own", "the block waits"),
    "block_cancels": ("a context, if looked at", "cancel_scope.cancel()", "the block is cut short"),
    "stubborn_task": ("a context, not looked at", "a shielded task", "exercise 3 asks"),
}
NAMES = tuple(ROWS)
TWINS = Twins(__name__, NAMES)
look, run, same_as_go = TWINS.look, TWINS.run, TWINS.same_as_go
go_source, go_log = TWINS.go_source, TWINS.go_log


def dictionary_table() -> Table:
    """The whole dictionary, a row an entry; for its last column, each that Go has too is run.

    Costs the run of all of them, well under a second.
    """
    words = {True: "says the same", False: "says something else"}
    go = {name: words[same_as_go(name)] if go_source(name) else "none" for name in NAMES}
    return Table(ENTRY_HEADS, [(name, *ROWS[name], go[name]) for name in NAMES])
