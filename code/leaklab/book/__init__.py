"""All chapters. What they need beside `leaklab` and `leaklab.labs`, under one roof.

    from leaklab.book import exercises, outcomes_table, show_source, steady_tasks

Names are looked up in their modules when they are asked for, so that a chapter loads what it uses.
The modules of this package begin with the chapter that they are for. Figures are in `figures`.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

HOMES = {  # name: where it is; a name that ends its own home is the module itself
    "CHAIN": "leaklab.book.filter_chain",
    "CodeBench": "leaklab.book.code_bench.element",
    "LimitOutside": "leaklab.book.in_flight_outside",
    "PlatformClient": "leaklab.simulation.traffic",
    "SlopeAlarm": "leaklab.tasks.alarm",
    "StepCounter": "leaklab.tasks.step_counter",
    "Table": "leaklab.book.page",
    "alert_rule": "leaklab.book.never_again.alert_rule",
    "arrived": "leaklab.simulation.counting_rule",
    "asked_table": "leaklab.book.asked_timeouts",
    "asyncio_leaks": "leaklab.book.dictionary.asyncio_leaks",
    "asyncio_service": "leaklab.book.asyncio_service",
    "bets": "leaklab.book.bets",
    "bubble": "leaklab.book.never_again.bubble",
    "by_handler": "leaklab.book.sweeps",
    "by_scenario": "leaklab.book.sweeps",
    "canary": "leaklab.book.never_again.canary",
    "changes": "leaklab.book.source",
    "closed_receiver": "leaklab.book.closed_receiver",
    "counts_at": "leaklab.book.sweeps",
    "counts_table": "leaklab.book.tables",
    "defences_table": "leaklab.book.never_again.defences",
    "designs_table": "leaklab.book.designs",
    "dictionary": "leaklab.book.dictionary",
    "dictionary_table": "leaklab.book.dictionary",
    "evening": "leaklab.book.never_again.evening",
    "excerpt": "leaklab.book.go_profiles",
    "exercises": "leaklab.book.exercises",
    "family": "leaklab.book.family",
    "fidelity": "leaklab.recordings.fidelity",
    "go_filter": "leaklab.book.go_filter",
    "grid_at": "leaklab.book.sweeps",
    "handler_source": "leaklab.book.source",
    "history": "leaklab.book.history",
    "late_request": "leaklab.book.never_again.late_request",
    "leak_per_s": "leaklab.simulation.counting_rule",
    "listing": "leaklab.book.go_profiles",
    "memory_at": "leaklab.recordings.memory",
    "metrics_table": "leaklab.book.tables",
    "mystery": "leaklab.book.mystery",
    "objects_held": "leaklab.book.parked_memory",
    "outcomes_table": "leaklab.book.tables",
    "pprof_text": "leaklab.recordings",
    "preempted": "leaklab.book.late_receive",
    "profile_text": "leaklab.recordings",
    "read_debug1": "leaklab.book.go_profiles",
    "readings": "leaklab.simulation.scrape",
    "recordings": "leaklab.recordings",
    "releases": "leaklab.book.releases",
    "roles_at": "leaklab.book.sweeps",
    "seen_table": "leaklab.book.tables",
    "show_code": "leaklab.book.source",
    "show_diff": "leaklab.book.source",
    "show_source": "leaklab.book.source",
    "status_body": "leaklab.apiserver.timeout_writer",
    "steady_tasks": "leaklab.simulation.counting_rule",
    "stubborn": "leaklab.book.designs",
    "timeout_lags_s": "leaklab.book.timeout_lags",
    "traces": "leaklab.recordings.traces",
    "twins_table": "leaklab.book.dictionary",
    "with_max_in_flight": "leaklab.apiserver.filters",
    "writer_calls_table": "leaklab.book.writer_calls",
}
__all__ = sorted(HOMES)

if TYPE_CHECKING:
    from leaklab import recordings as recordings
    from leaklab.apiserver.filters import with_max_in_flight as with_max_in_flight
    from leaklab.apiserver.timeout_writer import status_body as status_body
    from leaklab.book import asyncio_service as asyncio_service
    from leaklab.book import bets as bets
    from leaklab.book import closed_receiver as closed_receiver
    from leaklab.book import dictionary as dictionary
    from leaklab.book import exercises as exercises
    from leaklab.book import family as family
    from leaklab.book import go_filter as go_filter
    from leaklab.book import history as history
    from leaklab.book import mystery as mystery
    from leaklab.book import releases as releases
    from leaklab.book.asked_timeouts import asked_table as asked_table
    from leaklab.book.code_bench.element import CodeBench as CodeBench
    from leaklab.book.designs import designs_table as designs_table
    from leaklab.book.designs import stubborn as stubborn
    from leaklab.book.dictionary import asyncio_leaks as asyncio_leaks
    from leaklab.book.dictionary import dictionary_table as dictionary_table
    from leaklab.book.dictionary import twins_table as twins_table
    from leaklab.book.filter_chain import CHAIN as CHAIN
    from leaklab.book.go_profiles import excerpt as excerpt
    from leaklab.book.go_profiles import listing as listing
    from leaklab.book.go_profiles import read_debug1 as read_debug1
    from leaklab.book.in_flight_outside import LimitOutside as LimitOutside
    from leaklab.book.late_receive import preempted as preempted
    from leaklab.book.never_again import alert_rule as alert_rule
    from leaklab.book.never_again import bubble as bubble
    from leaklab.book.never_again import canary as canary
    from leaklab.book.never_again import evening as evening
    from leaklab.book.never_again import late_request as late_request
    from leaklab.book.never_again.defences import defences_table as defences_table
    from leaklab.book.page import Table as Table
    from leaklab.book.parked_memory import objects_held as objects_held
    from leaklab.book.source import changes as changes
    from leaklab.book.source import handler_source as handler_source
    from leaklab.book.source import show_code as show_code
    from leaklab.book.source import show_diff as show_diff
    from leaklab.book.source import show_source as show_source
    from leaklab.book.sweeps import by_handler as by_handler
    from leaklab.book.sweeps import by_scenario as by_scenario
    from leaklab.book.sweeps import counts_at as counts_at
    from leaklab.book.sweeps import grid_at as grid_at
    from leaklab.book.sweeps import roles_at as roles_at
    from leaklab.book.tables import counts_table as counts_table
    from leaklab.book.tables import metrics_table as metrics_table
    from leaklab.book.tables import outcomes_table as outcomes_table
    from leaklab.book.tables import seen_table as seen_table
    from leaklab.book.timeout_lags import timeout_lags_s as timeout_lags_s
    from leaklab.book.writer_calls import writer_calls_table as writer_calls_table
    from leaklab.recordings import fidelity as fidelity
    from leaklab.recordings import pprof_text as pprof_text
    from leaklab.recordings import profile_text as profile_text
    from leaklab.recordings import traces as traces
    from leaklab.recordings.memory import memory_at as memory_at
    from leaklab.simulation.counting_rule import arrived as arrived
    from leaklab.simulation.counting_rule import leak_per_s as leak_per_s
    from leaklab.simulation.counting_rule import steady_tasks as steady_tasks
    from leaklab.simulation.scrape import readings as readings
    from leaklab.simulation.traffic import PlatformClient as PlatformClient
    from leaklab.tasks.alarm import SlopeAlarm as SlopeAlarm
    from leaklab.tasks.step_counter import StepCounter as StepCounter
else:

    def __getattr__(name: str) -> Any:
        if name not in HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        home = import_module(HOMES[name])
        return home if HOMES[name].endswith(f".{name}") else getattr(home, name)


def __dir__() -> list[str]:
    return __all__
