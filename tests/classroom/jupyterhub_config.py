"""A JupyterHub for one class on one computer: every student gets a folder with the lessons, and a server of their own.

    CLASS_PASSWORD=… .venv/bin/jupyterhub -f tests/classroom/jupyterhub_config.py

All servers run as the one who starts the hub: whoever knows the password can open everybody's folder. For a class that lasts
longer than an afternoon, let The Littlest JupyterHub give every student an account. Read from the environment: CLASS_PASSWORD
(eight characters or more), CLASS_ADDRESS (where browsers find the hub), CLASS_FOLDER (where the students' folders lie),
CLASS_PROXY (the path of configurable-http-proxy), CLASS_ARGUMENTS (more words for every student's server).
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

c = get_config()  # noqa: F821 JupyterHub brings it
ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(os.environ.get("CLASS_FOLDER", Path.home() / "class")).resolve()
FOLDER.mkdir(parents=True, exist_ok=True)

c.JupyterHub.bind_url = os.environ.get("CLASS_ADDRESS", "http://127.0.0.1:8000")
c.JupyterHub.db_url = f"sqlite:///{FOLDER / 'hub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(FOLDER / "cookie_secret")
c.ConfigurableHTTPProxy.pid_file = str(FOLDER / "proxy.pid")
c.ConfigurableHTTPProxy.command = [os.environ.get("CLASS_PROXY", "configurable-http-proxy")]

c.JupyterHub.authenticator_class = "shared-password"
c.SharedPasswordAuthenticator.user_password = os.environ["CLASS_PASSWORD"]
c.Authenticator.allow_all = True  # who knows the password may choose a name
c.Authenticator.username_pattern = r"[a-z][a-z0-9-]{0,30}"  # it becomes the name of a folder

c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = str(FOLDER / "{username}")
c.Spawner.cmd = [sys.executable, "-m", "jupyterhub.singleuser"]
c.Spawner.default_url = "/lab/tree/notebooks/01-exhaustive-search.ipynb"
c.Spawner.start_timeout = c.Spawner.http_timeout = 180  # the whole class arrives in the same minute
c.JupyterHub.concurrent_spawn_limit = 30
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")  # the class shares the cores
SOCKETS = Path(tempfile.mkdtemp(prefix="class-", dir="/tmp"))  # a socket's path may have no more than about 100 characters
c.Spawner.environment = ONE_THREAD | {"JUPYTER_RUNTIME_DIR": lambda spawner: str(SOCKETS / spawner.user.name)}
c.Spawner.args = [
    "--KernelManager.transport=ipc",  # of twenty kernels that choose ports in one second, two may choose the same
    "--MappingKernelManager.cull_idle_timeout=3600",  # a kernel that rested for an hour gives its memory back
    "--MappingKernelManager.cull_interval=300",
    *os.environ.get("CLASS_ARGUMENTS", "").split(),
]


def lay_the_lessons(spawner):
    """Give a student the lessons, but never touch a lesson that lies there already."""
    theirs = FOLDER / spawner.user.name / "notebooks"
    theirs.mkdir(parents=True, exist_ok=True)
    for lesson in sorted((ROOT / "notebooks").glob("*.ipynb")):
        if not (theirs / lesson.name).exists():
            shutil.copyfile(lesson, theirs / lesson.name)


c.Spawner.pre_spawn_hook = lay_the_lessons
