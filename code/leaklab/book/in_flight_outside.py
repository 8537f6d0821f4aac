"""Chapter 9. 1.12 with its in-flight limit moved: around the timeout filter, not inside of it."""

from leaklab.apiserver.handlers.k8s_1_12 import TimeoutHandler
from leaklab.apiserver.in_flight_outside import with_limit_outside

SLOTS = 20  # as in the recordings `inflight20`
LimitOutside = with_limit_outside(TimeoutHandler, SLOTS)
