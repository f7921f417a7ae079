"""Leave out the lessons whose optional packages are not installed, and say so."""

from tools.notebooks import NOTEBOOKS, missing_extra

LEFT_OUT = []


def pytest_ignore_collect(collection_path):
    """Ignore a notebook that could not even import what it needs, unless it was named on the command line."""
    if collection_path.parent == NOTEBOOKS and (extra := missing_extra(collection_path)):
        LEFT_OUT.append(f"left out: {collection_path.name}, because the optional extra `{extra}` is not installed")
        return True
    return None


def pytest_terminal_summary(terminalreporter):
    """Name what was left out at the end, where it is read."""
    for line in LEFT_OUT:
        terminalreporter.write_line(line)
