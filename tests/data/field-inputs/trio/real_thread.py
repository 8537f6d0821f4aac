"""check_leaks with its defaults, on a body that uses a thread for a tenth of a second."""
import time

import trio
from leaklab.tasks.leakcheck import check_leaks


async def body(nursery):
    with trio.fail_after(5):
        await trio.to_thread.run_sync(time.sleep, 0.1)


began = time.monotonic()
try:
    check_leaks(body)
    print("passes")
except BaseException as error:
    print(f"after {time.monotonic() - began:.1f} s: {str(error).partition(chr(10) * 2)[0]}")
