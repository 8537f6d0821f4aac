"""The same leak in asyncio: what is its user told?"""
import asyncio

from leaklab.tasks.leakcheck import no_tasks_left


async def main():
    async with no_tasks_left():
        asyncio.create_task(asyncio.Queue().get())


try:
    asyncio.run(main())
except RuntimeError as error:
    print(f"{type(error).__name__}: {error}")
