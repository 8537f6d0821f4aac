"""The filters of 1.12 and 1.17 on asyncio, a file each, to be laid beside leaklab's on trio.

`code/leaklab/apiserver/handlers/k8s_1_12.py` and `k8s_1_17.py` are the trio ports; a diff shows
what the runtime changes: who owns the tasks, the channel, the timeout. Filters, request and writer
are leaklab's own: they suspend nowhere but on a contended mutex or a slow client, which are trio's
and do not occur here. `benchmarks/asyncio_port.py` runs these two under load.
"""

from benchmarks.asyncio_handlers import k8s_1_12, k8s_1_17
from benchmarks.asyncio_handlers.base import TimeoutFilter

HANDLERS: dict[str, type[TimeoutFilter]] = {
    "k8s-1.12": k8s_1_12.TimeoutHandler,
    "k8s-1.17": k8s_1_17.TimeoutHandler,
}
