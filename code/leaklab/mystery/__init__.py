"""Chapter 11's three servers, known by their symptoms alone, and the judge of a mend.

The servers are in files of their own, `alder.py`, `birch.py` and `cedar.py`. Opening them is
allowed, after the diagnosis.
"""

from leaklab.mystery.judging import judge
from leaklab.mystery.symptoms import HEALTHY, LOAD, SERVERS, check, profile_at, run_of, runs

__all__ = ["HEALTHY", "LOAD", "SERVERS", "check", "judge", "profile_at", "run_of", "runs"]
