"""What `go tool pprof` said of trio's tasks, as chapter 2 shows it: it must say the same again."""

import os
import shutil
import subprocess

import pytest

from leaklab import profile, recordings
from leaklab.labs.task_profile import record as profiled
from leaklab.labs.task_profile.plan import ProfilePlan

HANDLER, MOMENT_S = "k8s-1.12", 10.0


def test_go_says_of_the_same_tasks_what_was_recorded(tmp_path):
    go = shutil.which("go")
    if go is None:
        reason = "go is missing; on Debian: apt-get install golang-go"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    file = tmp_path / "tasks.pb.gz"
    file.write_bytes(profile.proto(profiled.take_profile(ProfilePlan(), HANDLER, MOMENT_S)))
    command = [go, "tool", "pprof", "-traces", str(file)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert said == recordings.pprof_text("trio__k8s-1.12.traces")


def test_an_unknown_recording_is_named():
    with pytest.raises(ValueError, match="there is no recording 'nothing'; there are: trio__"):
        recordings.pprof_text("nothing")
