"""Settings of the property tests: the same examples on every run, and no time limit on a busy machine.

HYPOTHESIS_PROFILE=thorough in the environment draws 10,000 examples of each property instead, other ones on every run.
"""

import os

from hypothesis import HealthCheck, settings

settings.register_profile("lessons", deadline=None, derandomize=True, max_examples=60)
settings.register_profile("thorough", deadline=None, max_examples=10_000, suppress_health_check=list(HealthCheck))
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "lessons"))
