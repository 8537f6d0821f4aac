"""A dump from a URL: within a time, up to a size, and every failure in one sentence."""

import ssl
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

from leaklab.tasks.access import is_local_name

TIMEOUT_S = 30.0
MOST_BYTES = 512 << 20
ADVICE = {
    401: "it wants a token: --token",
    403: "the server refuses; it may want a token (--token) or a request from its own machine",
    404: "there is no such page; is pprof served, and at this path?",
}


def fetch(
    url: str,
    token: str | None = None,
    timeout_s: float = TIMEOUT_S,
    *,
    body: bytes | None = None,
    ca: Path | None = None,
) -> bytes:
    """What an http or https address answers with 200, at most 512 MiB of it.

    With a `body` it is POSTed. `ca` is a file with the certificate to trust. Raises ValueError,
    which names the address, for anything else.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"{url}: only http:// and https:// are fetched, with a host")
    request = urllib.request.Request(url, body, {"User-Agent": "leaklab"})
    if token:
        request.add_unredirected_header("Authorization", f"Bearer {token}")
    try:
        with _opener(parts.hostname, ca).open(request, timeout=timeout_s) as answer:
            data: bytes = answer.read(MOST_BYTES + 1)
    except urllib.error.HTTPError as error:
        advice = ADVICE.get(error.code, error.reason)
        if body is not None:  # what is wrong with it is in the answer
            advice = error.read(500).decode(errors="replace").strip()
        raise ValueError(f"{url}: {error.code}: {advice}") from None
    except TimeoutError:
        raise ValueError(f"{url}: no answer within {timeout_s:g} s") from None
    except (urllib.error.URLError, OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        if isinstance(reason, TimeoutError):
            raise ValueError(f"{url}: no answer within {timeout_s:g} s") from None
        raise ValueError(f"{url}: {reason}") from None
    if len(data) > MOST_BYTES:
        raise ValueError(f"{url}: the answer is larger than {MOST_BYTES >> 20} MiB")
    return data


def _opener(host: str, ca: Path | None) -> urllib.request.OpenerDirector:
    """Asks the environment's proxy, http_proxy, except for this machine, as Go's client does."""
    name = f"[{host}]" if ":" in host else host
    handlers: list[urllib.request.BaseHandler] = []
    if is_local_name(name):
        handlers.append(urllib.request.ProxyHandler({}))
    if ca is not None:
        context = ssl.create_default_context(cafile=str(ca))
        handlers.append(urllib.request.HTTPSHandler(context=context))
    return urllib.request.build_opener(*handlers)
