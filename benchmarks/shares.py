"""The share of a work's time in which neither a decoder nor a detector runs, on any core."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from posture.photo import load
from posture.pose.landmarker import Landmarker

if TYPE_CHECKING:
    from collections.abc import Callable


def other_share(work: Callable[[], object], repeats: int) -> float:
    """Median over some runs, percent."""
    shares: list[float] = []
    for _ in range(repeats):
        spans: list[tuple[float, float]] = []
        decoding = patch.object(load, "read_picture", _timed(load.read_picture, spans))
        detecting = patch.multiple(
            Landmarker,
            detect=_timed(Landmarker.detect, spans),
            look_at_face=_timed(Landmarker.look_at_face, spans),
        )
        with decoding, detecting:
            start = time.perf_counter()
            work()
            whole = time.perf_counter() - start
        shares.append(100 * (1 - covered(spans) / whole))
    return statistics.median(shares)


def _timed(function: Any, spans: list[tuple[float, float]]) -> Any:
    def timed(*given: Any) -> Any:
        start = time.perf_counter()
        try:
            return function(*given)
        finally:
            spans.append((start, time.perf_counter()))

    return timed


def covered(spans: list[tuple[float, float]]) -> float:
    """Time that at least one span covers."""
    total, end = 0.0, 0.0
    for start, stop in sorted(spans):
        total += max(0.0, stop - max(start, end))
        end = max(end, stop)
    return total
