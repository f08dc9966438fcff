"""Made-up rows, for tests that need no picture."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np

from groundtruth.calibrate.rows import Rows


def whole_rows(count: int) -> Rows:
    """Rows of which each is its own number throughout; two of each person."""
    number = np.arange(count)
    columns: dict[str, Any] = {
        field.name: number.astype(float)[:, None] * np.ones(5) for field in fields(Rows)
    }
    columns |= {
        "body": number // 2,
        "number": number,
        "facing_sign": np.ones(count, dtype=int),
        "spread": np.array(["wide", "life"] * (count // 2)),
        "top": np.array(["bare", "fitted", "loose", "bra"] * (count // 4)),
    }
    return Rows(**columns)
