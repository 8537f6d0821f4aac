"""Go's goroutine profile, for the tasks of any trio program.

    stacks = profile.collect()        # from inside trio.run, synchronous
    print(profile.debug1(stacks))     # equal stacks grouped, most first
    print(profile.debug2(stacks))     # one block a task
    open("tasks.pb.gz", "wb").write(profile.proto(stacks))   # go tool pprof -top tasks.pb.gz

Needs no preparation. Run your program with `instruments=[Origins()]` and hand the same object to
`collect` to learn also how long each task has waited and which line started it; that costs a
dictionary write a task step. Forms: Go's runtime/pprof, and proto/profile.proto of google/pprof.

States are Go's words where Go has one. A wait within a timeout, `select` in Go, is shown here as
what it waits for. pprof takes names from the proto form only. panicparse takes the debug=2 form
once `.py:` is replaced by `.go:`, for it knows no other files.
"""

from leaklab.tasks.profile.collector import WAITS, Origins, collect, live_tasks
from leaklab.tasks.profile.diff import difference, difference_text
from leaklab.tasks.profile.proto import proto
from leaklab.tasks.profile.stacks import HIDDEN, RUNTIME, Group, TaskStack, group
from leaklab.tasks.profile.text import debug1, debug2

__all__ = [
    "HIDDEN",
    "RUNTIME",
    "WAITS",
    "Group",
    "Origins",
    "TaskStack",
    "collect",
    "debug1",
    "debug2",
    "difference",
    "difference_text",
    "group",
    "live_tasks",
    "proto",
]
