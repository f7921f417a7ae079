"""The README's commands, for the tests that hold them to what they promise."""

from pathlib import Path

README = Path(__file__).parents[1] / "README.md"


def fenced(language: str) -> list[str]:
    """Return the one-line commands that the README gives in a language."""
    lines = README.read_text(encoding="utf8").splitlines()
    return [lines[place + 1] for place, line in enumerate(lines) if line == f"```{language}"]
