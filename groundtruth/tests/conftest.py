"""Settings for every test of the ground truth."""

from __future__ import annotations

from hypothesis import settings

# No timed assertions: a busy machine is no failure.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
