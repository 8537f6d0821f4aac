"""A hub on one machine, for a try or a closed room: HUB_PASSWORD=... jupyterhub -f this file.

Participants are processes of whoever runs the hub, each in a folder of its own with a copy of the
chapters. Nothing keeps them apart, and no limit on memory holds: where that matters, and wherever
strangers can reach the machine, use a recipe of README.md beside this file.

It is set by the environment:

HUB_PASSWORD     what participants type, 8 characters or more; they choose a name themselves
HUB_ADDRESS      where it listens: http://127.0.0.1:8000
HUB_DATA         the folder of its own and of the participants' files: _build/hub
HUB_CHAPTER      the chapter that opens first: 01_two_evenings
HUB_IDLE_S       seconds without work after which a kernel ends, and without kernels a server: 3600
HUB_AT_MOST      how many participants may have a server at once: 30
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tools.hub import homes, settings  # noqa: E402
from tools.ports import free_port  # noqa: E402

c = get_config()  # noqa: F821 (JupyterHub gives it to this file)
data = settings.folder("HUB_DATA", ROOT / "_build" / "hub")
idle_s = settings.whole_number("HUB_IDLE_S", 3600, least=1, most=86_400, unit="seconds")
chapter = homes.chapter_named(os.environ.get("HUB_CHAPTER", "01_two_evenings"))

# Any name with the one password. "dummy" would do too, but without a password it lets in anybody.
c.JupyterHub.authenticator_class = "shared-password"
c.SharedPasswordAuthenticator.user_password = settings.password("HUB_PASSWORD")
c.Authenticator.allow_all = True

c.JupyterHub.bind_url = settings.address("HUB_ADDRESS", "http://127.0.0.1:8000")
c.JupyterHub.hub_ip = "127.0.0.1"
c.JupyterHub.hub_port = free_port()
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{free_port()}"
c.ConfigurableHTTPProxy.command = settings.proxy_command()
c.ConfigurableHTTPProxy.pid_file = str(data / "proxy.pid")
c.JupyterHub.db_url = f"sqlite:///{data / 'hub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(data / "cookie-secret")

c.JupyterHub.spawner_class = "simple"  # a process; no user of the system's is needed
c.SimpleLocalProcessSpawner.home_dir_template = str(data / "homes" / "{username}")
c.Spawner.cmd = [sys.executable, "-m", "jupyterhub.singleuser"]
c.Spawner.default_url = f"/lab/tree/chapters/{chapter}.ipynb"
homes.prepare(data / "skeleton")
c.Spawner.pre_spawn_hook = lambda spawner: homes.fill(Path(spawner.home_dir), data / "skeleton")
c.Spawner.environment = {
    "JUPYTER_CONFIG_DIR": lambda spawner: f"{spawner.home_dir}/{homes.CONFIG}",
    "JUPYTER_DATA_DIR": lambda spawner: f"{spawner.home_dir}/{homes.DATA}",
}
c.Spawner.start_timeout = 120  # s: a room that begins at once waits for its processors
c.Spawner.http_timeout = 120
c.JupyterHub.active_server_limit = settings.whole_number(
    "HUB_AT_MOST", 30, least=1, most=500, unit="participants"
)

# JupyterHub brings no culler of its own; a server that is idle ends itself.
every_s = min(idle_s, 60)
c.Spawner.args = [
    f"--MappingKernelManager.cull_idle_timeout={idle_s}",
    f"--MappingKernelManager.cull_interval={every_s}",
    "--MappingKernelManager.cull_connected=True",  # an open tab alone is no work
    f"--ServerApp.shutdown_no_activity_timeout={idle_s}",  # looked at once a minute
    "--LabApp.extension_manager=readonly",
]
c.Spawner.poll_interval = every_s  # s, until the hub sees that a server has ended itself
if hasattr(os, "geteuid") and os.geteuid() == 0:
    c.Spawner.args += ["--allow-root"]
