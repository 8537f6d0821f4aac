"""What the folder `monitoring/` holds, read; and Prometheus, started as its README says."""

import contextlib
import json
import re
import shutil
import subprocess
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml

from tests.support.places import ROOT
from tests.support.serving import PATIENCE_S
from tools.ports import free_port

FOLDER = ROOT / "monitoring"
DASHBOARD = FOLDER / "grafana" / "dashboards" / "parked-forever.json"


def read_yaml(name: str) -> Any:
    """A file of the folder."""
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


def dashboard() -> Any:
    """The dashboard."""
    return json.loads(DASHBOARD.read_text(encoding="utf-8"))


def of_panels() -> dict[str, str]:
    """Each expression of the dashboard, by its panel's title and its letter there."""
    return {
        f"{panel['title']} {target['refId']}": target["expr"]
        for panel in dashboard()["panels"]
        for target in panel["targets"]
    }


def rules(kind: str) -> dict[str, str]:
    """Expressions of alerts.yml by name; `kind` is `record` or `alert`."""
    groups = read_yaml("alerts.yml")["groups"]
    return {rule[kind]: rule["expr"] for group in groups for rule in group["rules"] if kind in rule}


def metrics_in(expression: str) -> set[str]:
    """The metrics that an expression of PromQL names."""
    bare = re.sub(r"\b(by|without|on|ignoring)\s*\([^)]*\)|\{[^}]*\}|\[[^\]]*\]", " ", expression)
    words = re.findall(r"(?<![\w.:])[a-zA-Z_:][\w:]*(?!\s*\(|[\w:])", bare)
    keywords = {"and", "or", "unless", "offset", "bool", "sum", "min", "max"}
    return set(words) - keywords


def program(name: str) -> str:
    """Where `prometheus` or `promtool` is: one package has both."""
    path = shutil.which(name)
    assert path is not None, f"{name} is missing: python -m tools.system prometheus"
    return path


class Prometheus:
    """A running one."""

    def __init__(self, url: str) -> None:
        self.url = url

    def ask(self, path: str, **query: str) -> Any:
        """The data of its HTTP API's answer."""
        url = f"{self.url}/api/v1/{path}?{urllib.parse.urlencode(query)}"
        with urllib.request.urlopen(url, timeout=PATIENCE_S) as answer:
            said = json.load(answer)
        assert said["status"] == "success", said
        return said["data"]

    def query(self, expression: str) -> list[tuple[dict[str, str], float]]:
        """What an expression gives now: labels and value of each series."""
        result = self.ask("query", query=expression)["result"]
        return [(each["metric"], float(each["value"][1])) for each in result]

    def value(self, expression: str) -> float | None:
        """The value of an expression that gives one series; None where it gives none yet."""
        found = self.query(expression)
        assert len(found) <= 1, found
        return found[0][1] if found else None

    def alerts(self) -> dict[str, str]:
        """The state, pending or firing, of each alert that has one."""
        return {each["labels"]["alertname"]: each["state"] for each in self.ask("alerts")["alerts"]}


def wait_until(holds: Callable[[], object], limit_s: float = PATIENCE_S) -> bool:
    """Whether something comes to hold before the limit; asked four times a second."""
    until_s = time.monotonic() + limit_s
    while not holds():
        if time.monotonic() > until_s:
            return False
        time.sleep(0.25)
    return True


@contextlib.contextmanager
def prometheus(scraped_port: int, folder: Path) -> Iterator[Prometheus]:
    """Prometheus with the project's files, asking the server at that port, until the block ends.

    In `folder` the one file that differs from place to place, targets/server.yml, is written.
    """
    for name in ("prometheus.yml", "alerts.yml"):
        shutil.copy(FOLDER / name, folder)
    (folder / "targets").mkdir()
    targets = [{"targets": [f"127.0.0.1:{scraped_port}"]}]
    (folder / "targets" / "server.yml").write_text(yaml.safe_dump(targets), encoding="utf-8")
    port = free_port()
    command = [
        program("prometheus"),
        f"--config.file={folder / 'prometheus.yml'}",
        f"--storage.tsdb.path={folder / 'data'}",
        f"--web.listen-address=127.0.0.1:{port}",
    ]
    log = folder / "log"
    with log.open("w", encoding="utf-8") as out:
        process = subprocess.Popen(command, cwd=folder, stdout=out, stderr=out)
        try:
            there = Prometheus(f"http://127.0.0.1:{port}")
            assert wait_until(lambda: _has_scraped(there, process)), log.read_text("utf-8")
            yield there
        finally:
            process.terminate()
            try:
                process.wait(PATIENCE_S)
            finally:
                process.kill()


def _has_scraped(there: Prometheus, process: "subprocess.Popen[bytes]") -> bool:
    """Whether it answers, and has asked the server once with success."""
    if process.poll() is not None:
        return True  # and the first question tells that it is not there
    with contextlib.suppress(OSError):
        return there.value('up{job="leaklab"}') == 1
    return False
