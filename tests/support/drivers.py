"""Firefox and WebKit as Debian has them, for what only another browser shows.

Playwright drives builds of its own alone. Debian's Firefox speaks WebDriver BiDi by itself (no
geckodriver, which Debian has not), WebKit has a driver for classic WebDriver; both are JSON, and so
little of either is needed that this is all. Each is a context manager that leaves nothing running.
"""

import contextlib
import itertools
import json
import os
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

import websocket

from tests.support.listening import address_in
from tools.ports import free_port

WAIT_S = 30.0
LOCALES = {"C": "C", "de": "de_DE", "zh-CN": "zh_CN", "ar": "ar_EG"}
MINI_BROWSERS = "/usr/lib/*/webkit2gtk-4.*/MiniBrowser"


class Driven(Protocol):
    """A page in some browser."""

    def go(self, url: str) -> None:
        """Load `url`."""

    def run(self, script: str) -> Any:
        """What the expression `script` comes to, as JSON has it."""


def until(page: Driven, script: str) -> Any:
    """Wait until the expression is true, and give back what it comes to. TimeoutError if never."""
    end = time.monotonic() + WAIT_S
    while time.monotonic() < end:
        if found := page.run(script):
            return found
        time.sleep(0.1)
    raise TimeoutError(f"never true: {script}")


@contextlib.contextmanager
def running(
    command: list[str], env: Mapping[str, str], **how: Any
) -> Iterator[subprocess.Popen[str]]:
    """A program that is ended in the end."""
    with subprocess.Popen(command, env=env, **how) as process:
        try:
            yield process
        finally:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=10)
            process.kill()


class Firefox:
    """One tab of a Firefox, by WebDriver BiDi."""

    def __init__(self, address: str) -> None:
        self._numbers = itertools.count(1)
        self._line = websocket.create_connection(address, timeout=WAIT_S, suppress_origin=True)
        self._ask("session.new", capabilities={})
        self._tab = self._ask("browsingContext.getTree")["contexts"][0]["context"]

    def _ask(self, method: str, **params: Any) -> Any:
        number = next(self._numbers)
        self._line.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:  # events come in between
            said = json.loads(self._line.recv())
            if said.get("id") == number:
                if said["type"] == "error":
                    raise RuntimeError(f"{method}: {said['message']}")
                return said["result"]

    def go(self, url: str) -> None:
        self._ask("browsingContext.navigate", context=self._tab, url=url, wait="complete")

    def run(self, script: str) -> Any:
        said = self._ask(
            "script.evaluate",
            expression=f"JSON.stringify({script})",
            target={"context": self._tab},
            awaitPromise=True,
        )
        if said["type"] == "exception":
            raise RuntimeError(said["exceptionDetails"]["text"])
        return json.loads(said["result"].get("value", "null"))

    def close(self) -> None:
        """Hang up."""
        self._line.close()


@contextlib.contextmanager
def firefox(language: str) -> Iterator[Firefox]:
    """A Firefox whose pages are asked for in `language`, a tag or what only looks like one."""
    with tempfile.TemporaryDirectory() as home:
        prefs = {
            "intl.accept_languages": language,
            "browser.shell.checkDefaultBrowser": False,
            "browser.startup.homepage_override.mstone": "ignore",
            "datareporting.policy.dataSubmissionEnabled": False,
            "network.captive-portal-service.enabled": False,
            "network.connectivity-service.enabled": False,
        }
        lines = (f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in prefs.items())
        (Path(home) / "user.js").write_text("\n".join(lines), encoding="utf-8")
        options = ["--headless", "--no-remote", "--profile", home, "--remote-debugging-port=0"]
        program = shutil.which("firefox-esr") or "firefox"
        env = {**os.environ, "HOME": home, "MOZ_CRASHREPORTER_DISABLE": "1"}
        said = {"stderr": subprocess.PIPE, "stdout": subprocess.DEVNULL, "text": True}
        with running([program, *options], env, **said) as process:
            assert process.stderr is not None
            page = Firefox(f"{address_in(process.stderr, 'ws', 'Firefox')}/session")
            try:
                yield page
            finally:
                page.close()


class WebKit:
    """One window of a WebKit, by classic WebDriver."""

    def __init__(self, address: str, program: str) -> None:
        self._address = address
        options = {"binary": program, "args": ["--automation"]}
        asked = {"alwaysMatch": {"webkitgtk:browserOptions": options}}
        self._session = self._ask("POST", "/session", capabilities=asked)["sessionId"]

    def _ask(self, method: str, path: str, **params: Any) -> Any:
        body = json.dumps(params).encode() if method == "POST" else None
        request = urllib.request.Request(self._address + path, body, method=method)
        request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=WAIT_S) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(error.read().decode()) from None

    def go(self, url: str) -> None:
        self._ask("POST", f"/session/{self._session}/url", url=url)

    def run(self, script: str) -> Any:
        path = f"/session/{self._session}/execute/sync"
        said = self._ask("POST", path, script=f"return JSON.stringify({script})", args=[])
        return json.loads(said or "null")

    def close(self) -> None:
        """End the browser."""
        self._ask("DELETE", f"/session/{self._session}")


def mini_browser() -> str | None:
    """WebKit's small browser, which its driver drives."""
    found = sorted(Path("/").glob(MINI_BROWSERS.lstrip("/")))
    return str(found[-1]) if found else None


@contextlib.contextmanager
def webkit(language: str) -> Iterator[WebKit]:
    """A WebKit in the locale of `language`, drawn on a screen of its own in memory.

    WebKit takes its language from the C library: "de" needs a compiled de_DE, "C" is always there.
    """
    port = free_port()
    locale = f"{LOCALES[language]}.UTF-8"
    display = f":{port % 1000 + 100}"
    env = {**os.environ, "GDK_BACKEND": "x11", "DISPLAY": display}
    env |= {"LANG": locale, "LANGUAGE": locale, "LC_ALL": locale}
    env |= {"WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1", "NO_AT_BRIDGE": "1"}  # root has none
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    drawn = ["Xvfb", display, "-screen", "0", "1280x900x24", "-nolisten", "tcp"]
    driver = ["WebKitWebDriver", "--host=127.0.0.1", f"--port={port}"]
    # What its processes have not written yet when it ends they write into the folder as it goes.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        env |= {"HOME": home, "XDG_CACHE_HOME": home, "XDG_DATA_HOME": home, "LOCPATH": home}
        if language != "C":
            source = LOCALES[language]
            made = ["localedef", "-i", source, "-f", "UTF-8", f"{home}/{source}.UTF-8"]
            subprocess.run(made, check=True, capture_output=True)
        with running(drawn, env, **quiet), running(driver, env, **quiet):
            page = _when_it_listens(f"http://127.0.0.1:{port}")
            try:
                yield page
            finally:
                page.close()


def _when_it_listens(address: str) -> WebKit:
    end = time.monotonic() + WAIT_S
    while True:
        try:
            return WebKit(address, mini_browser() or "")
        except urllib.error.URLError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
