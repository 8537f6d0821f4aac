"""For /opt/tljh/config/jupyterhub_config.d: a participant's first page is a chapter."""

c = get_config()  # noqa: F821 (JupyterHub gives it to this file)
c.Spawner.default_url = "/lab/tree/chapters/01_two_evenings.ipynb"
c.Spawner.start_timeout = 120  # s; a room that begins at once waits for its processors
