"""leaklab: a trio API server faithful to the Kubernetes timeout filter, to run, break and mend."""

from leaklab.latency import Fixed, Link, LogNormal, Uniform
from leaklab.run import Outcomes, Run, Sample
from leaklab.scenario import Platform, Scenario
from leaklab.simulate import simulate

__all__ = [
    "Fixed",
    "Link",
    "LogNormal",
    "Outcomes",
    "Platform",
    "Run",
    "Sample",
    "Scenario",
    "Uniform",
    "simulate",
]
