"""A second landmarker, with which the mirror image is looked at beside the picture.

It takes as long to make as three pictures to look at, and a hundred megabytes. So it is made when a
process looks at a third picture, in a thread of its own, and used once it is there.
"""

from __future__ import annotations

import threading
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

from posture.errors import PostureError
from posture.pose.beside import cores_beside, is_core_free
from posture.pose.landmarker import make_ahead, model_key

if TYPE_CHECKING:
    from collections.abc import Generator

    from posture.pose.landmarker import Landmarker, ModelKey

_FROM = 3
"""Number of the picture from which one is made."""

_lock = threading.Lock()
_asked: Counter[ModelKey] = Counter()
_free: dict[ModelKey, list[Landmarker]] = {}
_made: dict[ModelKey, int] = {}


@contextmanager
def spare_landmarker(model: str) -> Generator[Landmarker | None]:
    """Lend a landmarker that nobody uses; None where there is none.

    Parameters
    ----------
    model : str
        Its files are there: the caller has a landmarker of its own.
    """
    key = model_key(model)
    found = _take(key)
    try:
        yield found
    finally:
        if found is not None:
            with _lock:
                _free[key].append(found)


def _take(key: ModelKey) -> Landmarker | None:
    with _lock:
        if not is_core_free():
            return None
        if _free.get(key):
            return _free[key].pop()
        _asked[key] += 1
        if _asked[key] >= _FROM and _made.get(key, 0) < cores_beside():
            _made[key] = _made.get(key, 0) + 1
            threading.Thread(target=_make, args=(key,), name="spare landmarker").start()
    return None


def _make(key: ModelKey) -> None:
    try:
        made = make_ahead(key.path)
    except (OSError, PostureError):
        return  # as of the file that was there a moment ago; the caller's own says so next time
    with _lock:
        _free.setdefault(key, []).append(made)
