"""The words of a request's story: one sentence for each kind of step, and the message it sends.

A story only names kinds; `watch_calls` and `watch_tasks` observe in a run which of them.
"""

from typing import NamedTuple


class Kind(NamedTuple):
    """A kind of step: `text` is its sentence; a message `label` from one lane to another, or None.

    Lanes are `client`, `serving`, `worker`, `drainer`. A message to `nobody` is lost, or waits; the
    `channel` takes one that nobody waits for.
    """

    text: str
    sender: str | None = None
    receiver: str | None = None
    label: str | None = None


KINDS = {
    "arrives": Kind(
        "A request arrives. Its serving task enters the timeout handler.",
        *("client", "serving", "request"),
    ),
    "starts worker": Kind("The serving task starts a worker.", *("serving", "worker", "starts")),
    "waits": Kind("The serving task waits for the outcome, while a timer runs."),
    "works": Kind("The worker calls the inner handler, which is at work from now on."),
    "writes": Kind(
        "The inner handler writes to the client: the response has begun, with a 200.",
        *("worker", "client", "200"),
    ),
    "refused": Kind(
        "The inner handler writes, too late: the writer refuses with ErrHandlerTimeout.",
        *("worker", "nobody", "refused"),
    ),
    "recovers": Kind(
        "The inner handler panics. The worker recovers the panic: that is now its outcome."
    ),
    "hands None to serving": Kind(
        "The worker sends its outcome, None. The serving task is there to receive it.",
        *("worker", "serving", "None"),
    ),
    "hands panic to serving": Kind(
        "The worker sends its outcome, a panic. The serving task is there to receive it.",
        *("worker", "serving", "panic"),
    ),
    "hands None to drainer": Kind(
        "The worker sends its outcome, None. The drainer receives it, so the send can end.",
        *("worker", "drainer", "None"),
    ),
    "hands panic to drainer": Kind(
        "The worker sends its outcome, a panic. The drainer receives it, so the send can end.",
        *("worker", "drainer", "panic"),
    ),
    "parks None": Kind(
        "The worker sends its outcome, None. Nobody receives: it is parked on this line.",
        *("worker", "nobody", "None"),
    ),
    "parks panic": Kind(
        "The worker sends its outcome, a panic. Nobody receives: it is parked on this line.",
        *("worker", "nobody", "panic"),
    ),
    "stores None": Kind(
        "The worker sends its outcome, None. Nobody receives, but the channel has room for it.",
        *("worker", "channel", "None"),
    ),
    "stores panic": Kind(
        "The worker sends its outcome, a panic. Nobody receives, but the channel has room for it.",
        *("worker", "channel", "panic"),
    ),
    "drops None": Kind(
        "The worker offers its outcome, None. Nobody receives at this moment: it goes on without.",
        *("worker", "nobody", "None"),
    ),
    "drops panic": Kind(
        "The worker offers its outcome, a panic. Nobody receives at this moment: it is dropped.",
        *("worker", "nobody", "panic"),
    ),
    "closes to serving": Kind(
        "The worker closes the channel. That ends the wait of the serving task.",
        *("worker", "serving", "closed"),
    ),
    "closes to nobody": Kind(
        "The worker closes the channel. Nobody waits for it, and closing never blocks.",
        *("worker", "channel", "closed"),
    ),
    "times out": Kind("The timer fires. The serving task does not receive any more."),
    "cancels": Kind("The serving task cancels whatever is left in the request's own nursery."),
    "tells": Kind(
        "The post-timeout function cancels the request's context, which stops nobody by force."
    ),
    "answers 504": Kind(
        "The writer closes itself to the worker and answers 504.", *("serving", "client", "504")
    ),
    "cannot answer": Kind(
        "The response has begun, so a 504 cannot be sent any more: the writer's timeout panics."
    ),
    "raises": Kind("The serving task raises the panic that it has received."),
    "starts drainer": Kind(
        "The serving task starts a drainer, to receive the outcome when it comes.",
        *("serving", "drainer", "starts"),
    ),
    "drains": Kind("The drainer waits for the late outcome."),
    "reports": Kind("The late outcome is reported to HandleError."),
    "serving ends": Kind("The serving task ends: its request is answered."),
    "cuts": Kind(
        "The panic reaches the server, which cuts the answer. The serving task ends.",
        *("serving", "client", "cut"),
    ),
    "worker ends": Kind("The worker ends. Nothing of it stays behind."),
    "is cancelled": Kind("The worker is cancelled in the middle of its work, and ends."),
    "drainer ends": Kind("The drainer ends. Nothing of it stays behind."),
    "dies": Kind("The inner handler panics and nobody recovers the panic: the process dies."),
    "dies too": Kind("The serving task dies with the process. The client gets no answer."),
    "for ever": Kind(
        "The end: nobody is left who could receive. The worker stays parked on this line for ever."
    ),
}
