"""Three different leaks in anyio's waits (needs anyio): three lines, or one?"""
import anyio
from leaklab.tasks.leakcheck import no_tasks_left


async def reader(receive):
    await receive.receive()


async def writer(send):
    await send.send("late")


async def waiter(event):
    await event.wait()


async def main():
    async with anyio.create_task_group() as group:
        try:
            async with no_tasks_left(grace_s=0.05):
                group.start_soon(reader, anyio.create_memory_object_stream(0)[1])
                group.start_soon(writer, anyio.create_memory_object_stream(0)[0])
                group.start_soon(waiter, anyio.Event())
        except AssertionError as error:
            print(str(error).partition("\n\n")[0])
        group.cancel_scope.cancel()


import warnings

warnings.simplefilter("ignore", ResourceWarning)
anyio.run(main, backend="trio")
