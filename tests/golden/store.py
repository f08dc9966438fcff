"""The golden numbers as files, and how two sets of numbers are compared."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeGuard

import numpy as np

FOLDER = Path(__file__).parent / "numbers"
DETECTOR = FOLDER / "detector.json"

EXACT = 1e-9
OTHER_DETECTOR = 1e-3
"""The networks round otherwise on another processor; nothing can be exact then."""


def plain(value: Any) -> Any:
    """Only what JSON has; NaN and infinity as words, so that they differ from None."""
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | np.ndarray):
        return [plain(one) for one in value]
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value


def path(name: str) -> Path:
    """Where the numbers of a set lie."""
    return FOLDER / f"{name}.json"


def load(name: str) -> dict[str, Any]:
    """The numbers of a set, by picture."""
    return json.loads(path(name).read_text())


def save(name: str, pictures: dict[str, Any]) -> None:
    """Write a set, one line per part of a picture, so that a diff shows what has moved."""
    lines = [
        f"{json.dumps(picture)}: {{\n"
        + ",\n".join(f" {json.dumps(part)}: {_text(one)}" for part, one in parts.items())
        + "\n}"
        for picture, parts in pictures.items()
    ]
    path(name).write_text("{\n" + ",\n".join(lines) + "\n}\n")


def differences(expected: Any, found: Any, tolerance: float, at: str = "") -> Iterator[str]:
    """Every place where two sets of numbers differ, and by how much.

    The tolerance is absolute below 1 and relative above.
    """
    if isinstance(expected, dict) and isinstance(found, dict):
        if list(expected) != list(found):
            yield f"{at}: keys {list(expected)} are now {list(found)}"
        for key in (key for key in expected if key in found):
            yield from differences(expected[key], found[key], tolerance, f"{at}/{key}")
    elif isinstance(expected, list) and isinstance(found, list):
        if len(expected) != len(found):
            yield f"{at}: {len(expected)} entries are now {len(found)}"
        for i, (one, other) in enumerate(zip(expected, found, strict=False)):
            yield from differences(one, other, tolerance, f"{at}/{i}")
    elif _is_number(expected) and _is_number(found):
        if abs(found - expected) > tolerance * max(1.0, abs(expected)):
            yield f"{at}: {expected!r} is now {found!r}, off by {found - expected:.3g}"
    elif expected != found or type(expected) is not type(found):
        yield f"{at}: {expected!r} is now {found!r}"


def _is_number(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _text(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), allow_nan=False)
