"""A task that awaits an object with __await__: where does it stand?"""
import trio
from leaklab import profile
from leaklab.tasks.leakcheck import no_tasks_left


class Job:
    def __await__(self):
        return self.work().__await__()

    async def work(self):
        await self.stuck()

    async def stuck(self):
        await trio.sleep_forever()


async def runs_a_job():
    await Job()


async def main():
    async with trio.open_nursery() as nursery:
        try:
            async with no_tasks_left(grace_s=0.05):
                nursery.start_soon(runs_a_job)
        except AssertionError as error:
            print(error)
        nursery.cancel_scope.cancel()


trio.run(main)
