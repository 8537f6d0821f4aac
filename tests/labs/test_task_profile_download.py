"""What the task profile lab gives to take away: read by Go's own tool."""

import gzip
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.programs import missing
from tests.support.recorded_profiles import shown, unpacked


@pytest.fixture(scope="module")
def go() -> str:
    path = shutil.which("go")
    if path is None:
        reason = "go is not installed, so its pprof cannot read our profiles (Debian: golang-go)"
        missing(reason)
    return path


@pytest.mark.slow
@pytest.mark.parametrize("report", ["-top", "-traces"])
@pytest.mark.parametrize("packed", [True, False], ids=["packed", "plain"])
def test_go_tool_pprof_reads_the_download(go: str, tmp_path: Path, report: str, packed: bool):
    content = unpacked(shown("k8s-1.12", 10.0))
    file = tmp_path / "tasks.pb.gz"
    file.write_bytes(gzip.compress(content) if packed else content)
    said = subprocess.run(
        [go, "tool", "pprof", report, str(file)],
        env={**os.environ, "PPROF_TMPDIR": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    assert "Type: goroutine" in said
    assert "leaklab.apiserver.handlers.k8s_1_12.TimeoutHandler.serve_http.<locals>.worker" in said
    if report == "-top":
        assert "Showing nodes accounting for 301, 100% of 301 total" in said
    else:
        assert re.search(r"state: *chan send\n *300 ", said)
