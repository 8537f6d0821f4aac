"""The grace is cut short by a deadline around the block: is the leak still told?"""
import trio
from leaklab.tasks.leakcheck import no_tasks_left


async def main():
    async with trio.open_nursery() as nursery:
        with trio.move_on_after(0.1):
            async with no_tasks_left(grace_s=1):
                nursery.start_soon(trio.sleep_forever)
        print("no error: the test would pass")
        nursery.cancel_scope.cancel()


trio.run(main)
