"""A response with the timeout writer that guards it."""

from leaklab.apiserver.response import Request, Response
from leaklab.apiserver.timeout_writer import TimeoutWriter


def connection(stall_s: float = 0) -> tuple[TimeoutWriter, Response]:
    """A timeout writer and the response that it guards."""
    request = Request(0, ())
    request.client.stall_s = stall_s
    response = Response(request)
    return TimeoutWriter(response), response
