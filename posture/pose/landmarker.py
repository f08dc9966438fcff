"""MediaPipe's pose landmarker: created quietly; each thread has its own for a model.

A thread that ends leaves its landmarker to the next one: a page of the app is a thread each time
that it is drawn, and a landmarker takes 80 MB and as long to make as three pictures to look at.
"""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import os
import threading
import weakref
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from posture.errors import ModelError, ModelHashError, PostureError
from posture.i18n.language import tr
from posture.installation import install_command, library_error
from posture.pose.beside import Beside, is_core_free
from posture.pose.detection import Detection
from posture.pose.face import FaceDetector
from posture.pose.lazy_modules import lazily
from posture.pose.model.bundle import face_model
from posture.pose.model.store import model_path
from posture.pose.quiet import quiet

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType

    from numpy.typing import NDArray

NUM_POSES = 2

_mine = threading.local()
_left: deque[tuple[ModelKey, Landmarker]] = deque(maxlen=1)
"""That of the thread that ended last; after many threads at once the others are freed."""

_prepared: dict[ModelKey, Beside[Landmarker]] = {}
_open: weakref.WeakSet[Landmarker] = weakref.WeakSet()


class Landmarker:
    """The detector over one model; a context manager.

    Threads that share one wait for each other: MediaPipe runs all its calls in one thread.

    Parameters
    ----------
    path : Path
        A ``.task`` bundle.
    confidence : float
        Lowest score at which a person is reported, 0 to 1.

    Raises
    ------
    ModelError
        MediaPipe cannot start here (a system library is missing, for example).
    ModelHashError
        The file is not a bundle that MediaPipe can load.
    """

    def __init__(self, path: Path, confidence: float = 0.5) -> None:
        self._process, self._path = os.getpid(), path
        data = path.read_bytes()
        self.sha256 = hashlib.sha256(data).hexdigest()
        with quiet():
            self._mediapipe = load_mediapipe()
            self._inner = self._create(data, path, confidence)
        self._face_model = face_model(data)
        self._faces: FaceDetector | None = None
        self._has_logged = False
        _open.add(self)

    def _options(self, data: bytes, confidence: float) -> Any:
        """Single pictures, with a silhouette."""
        tasks = self._mediapipe.tasks
        return tasks.vision.PoseLandmarkerOptions(
            base_options=tasks.BaseOptions(model_asset_buffer=data),
            running_mode=tasks.vision.RunningMode.IMAGE,
            num_poses=NUM_POSES,
            min_pose_detection_confidence=confidence,
            min_pose_presence_confidence=confidence,
            output_segmentation_masks=True,
        )

    def _create(self, data: bytes, path: Path, confidence: float) -> Any:
        options = self._options(data, confidence)
        try:
            return self._mediapipe.tasks.vision.PoseLandmarker.create_from_options(options)
        except (RuntimeError, ValueError) as error:
            raise _unusable(path) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Free what MediaPipe holds; nothing to do in a process that was forked off its owner."""
        _open.discard(self)
        if self._process == os.getpid():
            with quiet():
                self._inner.close()
                if self._faces is not None:
                    self._faces.close()

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
        image = self._mediapipe.Image(
            image_format=self._mediapipe.ImageFormat.SRGB, data=np.ascontiguousarray(pixels)
        )
        result = self._run(image)
        masks = result.segmentation_masks or []
        return [
            Detection(
                landmarks=np.array([(p.x * width, p.y * height) for p in points]),
                visibility=np.array([p.visibility for p in points], dtype=np.float64),
                silhouette=mask.numpy_view().reshape(height, width).astype(np.float32),
                gap=np.full(len(points), np.nan),
            )
            for points, mask in zip(result.pose_landmarks, masks, strict=True)
        ]

    def look_at_face(self, pixels: NDArray[np.uint8]) -> NDArray[np.float64] | None:
        """Points of the face in a picture of a head; see ``FaceDetector.look``.

        The detector is made when first asked for. None too where the bundle holds none.
        """
        if self._faces is None and self._face_model is not None:
            try:
                self._faces = FaceDetector(self._face_model, self._mediapipe)
            except (RuntimeError, ValueError) as error:
                raise _unusable(self._path) from error
        return self._faces.look(pixels) if self._faces else None

    def _run(self, image: Any) -> Any:
        if self._has_logged:
            return self._inner.detect(image)
        # MediaPipe logs once in its detector and once more on the first person that it finds.
        with quiet():
            result = self._inner.detect(image)
        self._has_logged = bool(result.pose_landmarks)
        return result


def _unusable(path: Path) -> ModelHashError:
    return ModelHashError(
        tr("{path} is not a pose model that can be loaded.").format(path=path),
        tr("Remove it and run: posture models fetch"),
    )


@dataclass(frozen=True, slots=True)
class ModelKey:
    """What a landmarker belongs to.

    A forked process must not use its parent's graph; a replaced model file must be read anew.
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


def prepare(model: str) -> Callable[[], None]:
    """Begin to make a landmarker on another core, for the thread that first asks for one.

    MediaPipe itself is imported by the caller: two threads that import take turns, and what takes
    long beside them is the model. Until it is made nothing of this process may be written to the
    standard error: see ``quiet``.

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
                with quiet():
                    load_mediapipe()
                _prepared[key] = Beside(lambda: make_ahead(key.path, faces=True))
            return _prepared[key].wait
    return lambda: None


def make_ahead(path: Path, *, faces: bool = False) -> Landmarker:
    """Make a landmarker that is used some time later, with its face detector or without.

    Threads of MediaPipe still log after it is made, until the first picture has gone through.
    """
    with quiet():
        made = Landmarker(path)
        blank = np.zeros((64, 64, 3), np.uint8)
        made.detect(blank)
        if faces:
            made.look_at_face(blank)
    return made


@atexit.register
def _close_all() -> None:
    """Close before the interpreter ends: MediaPipe's own clean-up would then print an error."""
    for one in list(_open):
        one.close()


def load_mediapipe() -> Any:
    """Import MediaPipe, which takes seconds the first time in a process.

    Raises
    ------
    ModelError
        A system library is missing, or the package is damaged.
    """
    try:
        # MediaPipe imports its drawing and recording too, whose libraries nothing here uses.
        with lazily("matplotlib.pyplot", "sounddevice"):
            import mediapipe
    except (ImportError, OSError) as error:
        missing = library_error()
        if missing is not None:
            raise ModelError(missing.message, missing.remedy) from error
        raise ModelError(
            tr("MediaPipe cannot be loaded ({error}).").format(error=error),
            tr("Run: {command}").format(command=install_command()),
        ) from error
    return mediapipe
