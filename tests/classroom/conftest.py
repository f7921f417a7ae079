"""JupyterHub runs its configuration with a name of its own in it; nothing else can import that file."""

collect_ignore = ["jupyterhub_config.py"]
