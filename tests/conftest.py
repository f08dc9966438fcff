"""Say once where the optional pictures are missing."""

from __future__ import annotations

import os

from hypothesis import settings

from tests.fixtures.shared import SHARED

# No timed assertions: a busy machine is no failure.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

# As the command line sets it, before NumPy is imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# Tests that start the program write no log into the home of whoever runs them.
os.environ.setdefault("POSTURE_LOG_FILE", "off")


def pytest_report_header() -> list[str]:
    """One line on the optional pictures."""
    if SHARED.is_dir():
        return [f"pictures beside the checkout: {SHARED.name}/ is used"]
    return ["no pictures beside the checkout: tests run on samples/ alone"]
