"""Settings of the property tests: the same examples on every run, and no time limit on a busy machine."""

from hypothesis import settings

settings.register_profile("lessons", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("lessons")
