"""Go's goroutine profile, for the tasks of any trio or asyncio program, and anyio on either.

    stacks = profile.collect()        # in a task, a thread, a signal's handler; synchronous
    print(profile.summary(stacks))    # a line for each place, most tasks first
    print(profile.debug1(stacks))     # equal stacks grouped, most first
    print(profile.debug2(stacks))     # one block a task
    open("tasks.pb.gz", "wb").write(profile.proto(stacks))   # go tool pprof -top tasks.pb.gz

Needs no preparation. To learn also how long each task has waited and which line started it, trio
runs with `instruments=[origins := Origins()]`, asyncio after `watch = TaskWatch(); watch.start()`,
and `collect` gets the same object. Forms: Go's runtime/pprof, and proto/profile.proto of
google/pprof.

States are Go's words where Go has one, else the name that the library's users know, such as
`Queue.put`. A wait within a timeout, `select` in Go, is shown here as what it waits for. pprof
takes names from the proto form only. panicparse takes the debug=2 form once `.py:` is replaced by
`.go:`, for it knows no other files.
"""

from typing import TYPE_CHECKING, Any

from leaklab.tasks.profile.collector import collect, live_tasks, own_count
from leaklab.tasks.profile.diff import difference, difference_text
from leaklab.tasks.profile.libraries import LIBRARIES, OWN
from leaklab.tasks.profile.of_trio import Origins
from leaklab.tasks.profile.proto import proto
from leaklab.tasks.profile.stacks import HIDDEN, RUNTIME, Group, TaskStack, group
from leaklab.tasks.profile.summary import summary
from leaklab.tasks.profile.text import debug1, debug2
from leaklab.tasks.profile.waits import WAITS

if TYPE_CHECKING:
    from leaklab.tasks.profile.of_asyncio import TaskWatch

__all__ = [
    "HIDDEN",
    "LIBRARIES",
    "OWN",
    "RUNTIME",
    "WAITS",
    "Group",
    "Origins",
    "TaskStack",
    "TaskWatch",
    "collect",
    "debug1",
    "debug2",
    "difference",
    "difference_text",
    "group",
    "live_tasks",
    "own_count",
    "proto",
    "summary",
]


def __getattr__(name: str) -> Any:
    if name == "TaskWatch":  # asyncio is imported when it is asked for
        from leaklab.tasks.profile.of_asyncio import TaskWatch

        return TaskWatch
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
