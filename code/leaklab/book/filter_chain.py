"""Chapter 9. The filters that a request passes through, outermost first.

Upstream: kubernetes/apiserver, pkg/server/config.go, lines 530 to 544 at kubernetes-1.12.4; the
order is the same at kubernetes-1.17.0. Which of them are ported: `leaklab.apiserver.filters`.
"""

from typing import NamedTuple


class Layer(NamedTuple):
    """One layer of the chain: its name upstream, and what it does in a few words."""

    name: str
    does: str


CHAIN = (
    Layer("PanicRecovery", "logs a panic and passes it on"),
    Layer("RequestInfo", "works out what is asked"),
    Layer("WaitGroup", "lets a server that stops finish its requests"),
    Layer("Timeout", "answers 504 after 60 s, whatever goes on inside"),
    Layer("CORS", "which other sites' pages may ask"),
    Layer("Authentication", "who is asking"),
    Layer("Audit", "writes down who did what"),
    Layer("Impersonation", "whether they ask in another's name"),
    Layer("MaxInFlight", "answers 429 when all slots are taken"),
    Layer("Authorization", "whether they may"),
    Layer("API", "does the work"),
)
