"""A session: what becomes of the messages of a lab's element, in a kernel or in a page's worker."""

import json
from collections.abc import Callable

from leaklab.labs.answers import answer
from leaklab.labs.leak_lab.live_frames import LiveLab, open_live
from leaklab.labs.wire import Failure, Frame, Heard, Said


class Session:
    """Hears messages and posts what comes of them: answers at once, frames of live runs later.

    `post` takes each message for the element. Live runs need a running asyncio loop, on which
    alone they may be heard. Call `close` in the end: no live run survives it.
    """

    def __init__(self, post: Callable[[Said], object]) -> None:
        self._post = post
        self._live: dict[int, LiveLab] = {}

    def hear(self, message: Heard) -> None:
        """Do what the element asks for. What is wrong with it is posted as {"error": why}."""
        number = message["number"]
        if "ask" in message:
            asked = message["ask"]
            said = answer(asked["tag"], asked["plan"], asked["question"])
            self._post({"number": number, "answer": said})
            return
        try:
            if "open" in message:
                self._end(number)
                self._live[number] = open_live(message["open"], self._frames(number))
            elif "close" in message:
                self._end(number)
            elif number in self._live:  # else it has ended; the message was still under way
                self._live[number].tell(message["tell"])
        except (ValueError, TypeError) as error:
            self._end(number)
            self._frames(number)({"error": str(error)})

    def _frames(self, number: int) -> Callable[[Frame | Failure], object]:
        return lambda frame: self._post({"number": number, "live": frame})

    def _end(self, number: int) -> None:
        live = self._live.pop(number, None)
        if live is not None:
            live.close()

    def close(self) -> None:
        """End every live run. The session may go on."""
        for number in list(self._live):
            self._end(number)


def hearing_text(post: Callable[[str], object]) -> Callable[[str], None]:
    """A session for messages as JSON text: gives what is to be called with each of them."""
    session = Session(lambda said: post(json.dumps(said, separators=(",", ":"))))
    return lambda text: session.hear(json.loads(text))
