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
_unfinished: list[RuntimeError] = []
"""Holds a landmarker that was half made when the program ended, through the error's traceback:
MediaPipe can free it only once the interpreter has ended its threads."""


def look_ahead(model: str) -> None:
    """Count a picture that is looked at; from the third on a spare landmarker is made.

    Parameters
    ----------
    model : str

    Raises
    ------
    ModelMissingError
        The model has not been fetched.
    """
    key = model_key(model)
    with _lock:
        _asked[key] += 1
        wanted = _asked[key] >= _FROM and _made.get(key, 0) < cores_beside()
        if not wanted or _free.get(key) or not is_core_free():
            return
        _made[key] = _made.get(key, 0) + 1
    threading.Thread(target=_make, args=(key,), name="spare landmarker").start()


@contextmanager
def spare_landmarker(model: str) -> Generator[Landmarker | None]:
    """Lend a landmarker that nobody uses; None where there is none.

    Parameters
    ----------
    model : str
        Its files are there: the caller has a landmarker of its own.
    """
    key = model_key(model)
    with _lock:
        found = _free[key].pop() if _free.get(key) and is_core_free() else None
    try:
        yield found
    finally:
        if found is not None:
            with _lock:
                _free[key].append(found)


def _make(key: ModelKey) -> None:
    try:
        made = make_ahead(key.path)
    except (OSError, PostureError):
        return  # as of the file that was there a moment ago; the caller's own says so next time
    except RuntimeError as error:
        _unfinished.append(error)
        return  # MediaPipe takes no more work: the program is ending
    with _lock:
        _free.setdefault(key, []).append(made)
