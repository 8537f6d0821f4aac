"""`python -m tools.book.record_pprof`: record what `go tool pprof` prints of a profile of ours.

For chapter 2, which shows it to readers who have no Go. Needs Go.
"""

import subprocess
import tempfile
from pathlib import Path

from leaklab import profile, recordings
from leaklab.labs.task_profile.plan import ProfilePlan
from leaklab.labs.task_profile.record import take_profile

HANDLER, MOMENT_S = "k8s-1.12", 10.0
RECORDED = recordings.FOLDER / "go-pprof" / f"trio__{HANDLER}.traces.txt"


def record(go: str = "go") -> str:
    """What `go tool pprof -traces` prints of the tasks of the chapter's run."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "tasks.pb.gz"
        file.write_bytes(profile.proto(take_profile(ProfilePlan(), HANDLER, MOMENT_S)))
        command = [go, "tool", "pprof", "-traces", str(file)]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    RECORDED.write_text(record(), encoding="utf-8")
