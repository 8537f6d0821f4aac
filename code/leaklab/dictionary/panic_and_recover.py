"""Go: `panic` unwinds the goroutine until a deferred function calls `recover`."""

from leaklab.dictionary.stage import Say
from leaklab.golike import Panic


async def panic_and_recover(say: Say) -> None:
    """Call something that panics, and live."""

    def work() -> None:
        raise Panic("no such page")

    try:
        work()
        say("caller", "never gets here")
    except Panic as panic:
        say("caller", f"recovers: {panic}")
