"""Say once where the optional pictures are missing."""

from __future__ import annotations

from tests.shared import SHARED


def pytest_report_header() -> list[str]:
    """One line on the optional pictures."""
    if SHARED.is_dir():
        return [f"pictures beside the checkout: {SHARED.name}/ is used"]
    return ["no pictures beside the checkout: tests run on samples/ alone"]
