"""The card for three in the morning, steps 2 to 6, as printed: at the real server, with kubectl."""

import re
import subprocess
import time

import pytest

from tests.support.places import CHAPTERS
from tests.support.programs import program
from tests.support.served import served
from tests.support.started import ENVIRONMENT

pytestmark = pytest.mark.slow
CARD = (CHAPTERS / "three_in_the_morning.md").read_text("utf-8")
SLOW = ("--latency", "0.3", "--factor", "3", "--timeout", "0.6", "--objects", "20", "--tls")
LISTS = 12
KUBECONFIG = """\
apiVersion: v1
kind: Config
current-context: here
contexts: [{{name: here, context: {{cluster: here, user: me}}}}]
users: [{{name: me, user: {{token: nobody-asks-for-it}}}}]
clusters: [{{name: here, cluster: {{server: "{url}", certificate-authority: "{ca}"}}}}]
"""
# Steps 4 and 6 look for the names of Go's functions: first our port's are put in their place.
SEND = r"trio\._channel\.MemorySendChannel\.send"
AS_GO = (
    (rf"{SEND}(?=[+(])", "f.(*timeoutHandler).ServeHTTP.func1.1"),
    (r"leaklab\S*serve_http\.<locals>\.worker(?=[+(])", "f.(*timeoutHandler).ServeHTTP.func1"),
)


def block(step: int, which: int = 0) -> str:
    """The commands that the card has at this step."""
    text = re.search(rf"^## {step}\. .*?(?=^## )", CARD, re.DOTALL | re.MULTILINE)
    assert text is not None
    return re.findall(r"^```bash\n(.*?)^```$", text[0], re.DOTALL | re.MULTILINE)[which]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where step 2 was taken, of a 1.12 that has answered so many lists with 504."""
    folder = tmp_path_factory.mktemp("card")
    program("kubectl")
    with served("--handler", "k8s-1.12", *SLOW) as server:
        ca = re.search(r"--cacert (\S+)", server.greeting)[1]
        (folder / "config").write_text(KUBECONFIG.format(url=server.url, ca=ca), "utf-8")
        lists = [
            subprocess.Popen(["curl", "--silent", "--cacert", ca, f"{server.url}/api/v1/pods"])
            for _ in range(LISTS)
        ]
        for each in lists:
            each.wait()
        time.sleep(1)  # the handlers end 0.3 s later
        said = run(folder, block(2) + 'declare -f ask > ask.sh; echo "S=$S P=$P" >> ask.sh\n')
        assert said.returncode == 0, said.stderr
        saved = run(folder, ". ./ask.sh\n" + block(6, 1).splitlines()[0])
        assert saved.returncode == 0, saved.stderr
        (folder / "log.node.txt").write_text("".join(server.log), "utf-8")
        yield folder


def run(folder, commands: str):
    environment = {**ENVIRONMENT, "KUBECONFIG": str(folder / "config"), "HOME": str(folder)}
    return subprocess.run(
        ["bash", "-c", commands],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def as_go(file):
    """A folder with this file alone, and Go's names in it."""
    text = file.read_text("utf-8")
    for name, gos in AS_GO:
        text = re.sub(name, gos, text)
    folder = file.parent / f"go-{file.name}"
    folder.mkdir()
    (folder / file.name).write_text(text, "utf-8")
    return folder


def test_step_2_saves_three_files_of_the_server(folder):
    names = {path.name.partition(".")[0] for path in folder.glob("*.*.*.*.*.*.txt")}
    assert names == {"version", "metrics", "goroutines"}
    [version] = folder.glob("version.*")
    assert "v1.12.4" in version.read_text("utf-8")


def test_step_3_shows_goroutines_memory_and_start(folder):
    lines = run(folder, block(3)).stdout.splitlines()
    names = [re.split(r"[ :]", line)[-2] for line in lines]
    assert sorted(names) == [
        "go_goroutines",
        "process_resident_memory_bytes",
        "process_start_time_seconds",
    ]
    assert any(float(line.split()[-1]) > LISTS for line in lines if "go_goroutines" in line)


def test_step_4_counts_the_parked_by_machine_and_by_awk(folder):
    read = run(folder, 'leaklab() { python -m leaklab "$@"; }; leaklab read goroutines.*.txt')
    assert f"Worth a look: {LISTS}" in read.stdout, read
    [profile] = folder.glob("goroutines.*.txt")
    counted = run(as_go(profile), block(4)).stdout
    assert counted.startswith(f"{LISTS} parked 0 at work 0 waiting goroutines."), counted


def test_step_5_counts_the_504s_of_the_filter_by_client(folder):
    [line] = run(folder, block(5)).stdout.splitlines()
    assert 'client="curl/' in line
    assert 'resource="pods"' in line
    assert line.endswith(f"}} {LISTS}.0")


def test_step_6_finds_the_504s_in_the_log_and_counts_stacks(folder):
    last = block(6).splitlines()[-1]
    found = run(folder, last).stdout.splitlines()
    assert len([line for line in found if "504" in line]) == LISTS
    [stacks] = folder.glob("stacks.*.txt")
    count = "".join(block(6, 1).splitlines(keepends=True)[1:])
    said = run(as_go(stacks), count).stdout
    parked, all_of_them = map(int, re.findall(r"\d+", said)[:2])
    assert parked == LISTS
    assert all_of_them > parked
