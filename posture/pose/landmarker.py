"""MediaPipe's pose models, run by LiteRT; each thread has its own for a model.

The steps between the models are MediaPipe's own, so that the landmarks are those of its pose
landmarker: see docs/adr/0053. A thread that ends leaves its landmarker to the next one, for a page
of the app is a thread each time that it is drawn.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import threading
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from posture.errors import ModelHashError, PostureError
from posture.i18n.language import tr
from posture.pose.detection import Detection
from posture.pose.face import FaceDetector
from posture.pose.model.bundle import DETECTOR, FACES, LANDMARKS, unpack
from posture.pose.model.store import model_path
from posture.pose.network import load_interpreter
from posture.pose.people import PeopleModel
from posture.pose.pose import SWAPPED
from posture.pose.reading import LandmarkModel
from posture.system.beside import Beside, cores_each, is_core_free

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from posture.pose.reading import Reading
    from posture.pose.square import Square

NUM_POSES = 2

_MOST_THREADS = 4
"""More gain nothing with models of this size."""

_mine = threading.local()
_left: deque[tuple[ModelKey, Landmarker]] = deque(maxlen=1)
"""That of the thread that ended last; after many threads at once the others are freed."""

_prepared: dict[ModelKey, Beside[Landmarker]] = {}


class Landmarker:
    """The detector over one model; threads that share one wait for each other.

    Parameters
    ----------
    path : Path
        A ``.task`` bundle.
    confidence : float
        Lowest score at which a person is reported, 0 to 1.
    threads : int
        How many the models may use, at most four; as many as a caller has cores by default.

    Raises
    ------
    ModelError
        LiteRT cannot be loaded here (a system library is missing, for example).
    ModelHashError
        The file is not a bundle of models.
    """

    def __init__(self, path: Path, confidence: float = 0.5, threads: int = 0) -> None:
        data = path.read_bytes()
        self.sha256 = hashlib.sha256(data).hexdigest()
        self._confidence = confidence
        threads = min(threads or cores_each(), _MOST_THREADS)
        try:
            parts = unpack(data)
            self._people = PeopleModel(parts[DETECTOR], threads)
            self._landmarks = LandmarkModel(parts[LANDMARKS], threads)
            self._faces = FaceDetector(parts[FACES]) if FACES in parts else None
        except (KeyError, RuntimeError, ValueError) as error:
            raise _unusable(path) from error

    def detect(self, pixels: NDArray[np.uint8]) -> list[Detection]:
        """Run one pass.

        Parameters
        ----------
        pixels : ndarray, shape (H, W, 3), uint8
            RGB.

        Returns
        -------
        list of Detection
            At most two, in the detector's order.
        """
        height, width = pixels.shape[:2]
        people = []
        for square in self.find(pixels):
            reading = self.read(pixels, square)
            if reading is not None:
                silhouette = square.spread(reading.silhouette(), width, height)
                people.append(_as_detection(reading, square, silhouette))
        return people

    def find(self, pixels: NDArray[np.uint8]) -> list[Square]:
        """The squares around at most two people, the surest first."""
        return self._people.find(pixels, self._confidence)[:NUM_POSES]

    def read(self, pixels: NDArray[np.uint8], square: Square) -> Reading | None:
        """Read the person in a square; None where nobody is there."""
        reading = self._landmarks.read(pixels, square)
        return reading if reading.presence >= self._confidence else None

    def look_at_face(self, pixels: NDArray[np.uint8]) -> NDArray[np.float64] | None:
        """Points of the face in a picture of a head; see ``FaceDetector.look``.

        None too where the bundle holds no detector of faces.
        """
        return self._faces.look(pixels) if self._faces else None


def _as_detection(reading: Reading, square: Square, silhouette: NDArray[np.float32]) -> Detection:
    count = len(SWAPPED)
    return Detection(
        landmarks=square.to_picture(reading.points[:count]),
        visibility=reading.visibility[:count],
        silhouette=silhouette,
        gap=np.full(count, np.nan),
    )


def _unusable(path: Path) -> ModelHashError:
    return ModelHashError(
        tr("{path} is not a pose model that can be loaded.").format(path=path),
        tr("Remove it and run: posture models fetch"),
    )


@dataclass(frozen=True, slots=True)
class ModelKey:
    """What a landmarker belongs to.

    A forked process must not use its parent's threads; a replaced model file must be read anew.
    """

    process: int
    path: Path
    changed_ns: int
    size: int


def model_key(model: str) -> ModelKey:
    """What a landmarker of a model belongs to now; raises ``ModelMissingError``."""
    path = model_path(model)
    stat = path.stat()
    return ModelKey(os.getpid(), path, stat.st_mtime_ns, stat.st_size)


def landmarker(model: str) -> Landmarker:
    """Return this thread's landmarker for a model, created when first asked for.

    Raises
    ------
    ModelMissingError, ModelHashError, ModelError
    """
    key = model_key(model)
    held: _Held | None = getattr(_mine, "held", None)
    if held is None or held.key != key:
        held = _mine.held = _Held(key, _left_by_another(key) or _new(key))
    return held.landmarker


class _Held:
    """The landmarker of a thread, left to another one when the thread ends."""

    def __init__(self, key: ModelKey, held: Landmarker) -> None:
        self.key, self.landmarker = key, held
        # At the end of the program the module's own name for it may be gone first.
        self._left = _left

    def __del__(self) -> None:
        self._left.append((self.key, self.landmarker))


def _left_by_another(key: ModelKey) -> Landmarker | None:
    """Take the landmarker of a thread that has ended; that of another model is freed."""
    with contextlib.suppress(IndexError):
        of, found = _left.pop()
        return found if of == key else None
    return None


def _new(key: ModelKey) -> Landmarker:
    prepared = _prepared.pop(key, None)
    return prepared.result() if prepared else Landmarker(key.path)


def prepare(model: str, callers: int = 1) -> Callable[[], None]:
    """Begin to make a landmarker on another core, for the thread that first asks for one.

    Until it is made nothing of this process may be written to the standard error: see ``quiet``.

    Parameters
    ----------
    model : str
    callers : int
        How many threads will work side by side, each with a landmarker.

    Returns
    -------
    callable
        Waits until it is made. Nothing is made where the model is not there or no core is free;
        errors are told to who asks for a landmarker.
    """
    if is_core_free():
        with contextlib.suppress(PostureError, OSError):
            key = model_key(model)
            if key not in _prepared:
                load_interpreter()
                threads = cores_each(callers)
                _prepared[key] = Beside(lambda: Landmarker(key.path, threads=threads))
            return _prepared[key].wait
    return lambda: None
