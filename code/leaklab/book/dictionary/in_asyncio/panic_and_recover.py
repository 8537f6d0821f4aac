"""Chapter 3. asyncio has Python's exceptions, as trio has."""

from leaklab.apiserver.golike import Panic
from leaklab.book.dictionary.stage import Say


async def panic_and_recover(say: Say) -> None:
    """Call something that panics, and live."""

    def work() -> None:
        raise Panic("no such page")

    try:
        work()
        say("caller", "never gets here")
    except Panic as panic:
        say("caller", f"recovers: {panic}")
