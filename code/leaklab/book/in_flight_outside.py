"""Chapter 8. 1.12 with its in-flight limit moved: around the timeout filter, not inside of it."""

from leaklab.apiserver.handlers.k8s_1_12 import TimeoutHandler
from leaklab.apiserver.in_flight_outside import InFlightOutside

SLOTS = 20  # as in the recordings `inflight20`


class LimitOutside(InFlightOutside, TimeoutHandler):
    """At most 20 requests of a kind between arrival and answer; 429 for those above it."""

    slots = SLOTS
