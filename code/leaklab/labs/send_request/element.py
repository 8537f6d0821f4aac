"""`SendRequest(...)`: an element in which a reader sends requests and sees them travel."""

import html
import json
from typing import Any

from leaklab.labs.send_request.picture import still
from leaklab.labs.send_request.plan import SendPlan
from leaklab.labs.send_request.record import recorded

TAG = "send-request"


class SendRequest:
    """Requests sent by hand, one a press, then many by a machine; on Kubernetes 1.12 and 1.17.

    Any field of `SendPlan` may be given: `usual_s`, `slow_s` and `timeout_s`, how long a request
    takes on either line and the timeout, in seconds; `many` and `rate_per_s` of the machine. `name`
    is the element's id in the page. What moves was recorded here, from real runs; no kernel and no
    engine is asked. Raises ValueError for a timeout that is not between the two.
    """

    def __init__(self, name: str = TAG, **fields: Any) -> None:
        self.name = name
        self.plan = SendPlan(**fields)

    def _repr_html_(self) -> str:
        data = recorded(self.plan)
        text = json.dumps(data, separators=(",", ":")).replace("</", "<\\/")
        return (
            f'<{TAG} id="{html.escape(self.name)}"><script type="application/json">{text}</script>'
            f"{still(data, html.escape(self.name))}</{TAG}>"
        )

    def __repr__(self) -> str:
        return f"SendRequest(name={self.name!r})"
