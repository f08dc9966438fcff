"""Whether the detector says more than is read of it: depths, visibilities, places in space.

The estimator reads landmarks in the picture and the silhouette. The detector also gives each
landmark a depth, a visibility and a place in space, metres. If these told anything that the
estimate has missed, its errors on people from whom nothing was learnt would follow from them.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from posture.body.estimate.network import weights
from posture.measure.registry import METRICS
from posture.photo.load import load
from posture.pose.landmarker import load_mediapipe
from posture.pose.model.store import model_path
from posture.pose.pose import SWAPPED
from sklearn.linear_model import Ridge
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.preprocessing import StandardScaler
from tqdm import tqdm

from groundtruth.calibrate.camera_head import PARAMETERS, left_by
from groundtruth.calibrate.crossval import some
from groundtruth.calibrate.gather import read
from groundtruth.calibrate.sensitivity import values
from groundtruth.processes import processes

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from groundtruth.calibrate.gather import Rows

_PENALTIES = (1e2, 3e2, 1e3, 3e3, 1e4, 3e4)
_FOLDS = 10
_OUTLIER = 4.0
"""Standard deviations at which an error is cut: one misread picture must not lead the fit."""


def unused(folder: Path, *, workers: int = 2) -> dict[str, Any]:
    """By how much errors shrink if the detector's other answers are read as well.

    Parameters
    ----------
    folder : Path
        A rendered set from whose people nothing was learnt, gathered.
    workers : int

    Returns
    -------
    dict
        ``pictures``; ``gain``: by measurement and by parameter of the camera, the share of the
        error, percent, that a ridge takes off: from the estimator's own features (``own``), from
        the other answers (``others``), and from both. Cross-validated over people, with the
        penalty that is best for each: what is gained by that choice is in the gain.
    """
    rows, _ = read([folder / "rows.npz"])
    paths = [folder / f"{number}.jpg" for number in rows.number]
    with processes(workers) as pool:
        seen = list(tqdm(pool.map(others_of, paths, chunksize=4), total=len(paths), desc="unused"))
    known = np.array([one is not None for one in seen])
    rows = some(rows, np.flatnonzero(known))
    others = np.array([one for one in seen if one is not None])
    return {"pictures": len(others), "gain": gains(rows, others)}


def write_unused(folder: Path, out: Path, *, workers: int = 2) -> None:
    """Write what :func:`unused` finds."""
    out.write_text(json.dumps(unused(folder, workers=workers), indent=1) + "\n", "utf-8")


def gains(rows: Rows, others: NDArray[np.float64]) -> dict[str, dict[str, float]]:
    """Shares of the errors that follow from what was read, and from what was not, percent."""
    learnt = weights()
    z = learnt.standardised(rows.features)
    measured = values(learnt.positions(rows.features)) - values(rows.targets)
    errors = np.column_stack([measured, left_by(learnt, rows)])
    errors = np.where(np.isfinite(errors), errors, 0.0)
    bound = _OUTLIER * errors.std(axis=0)
    errors = np.clip(errors, np.median(errors, axis=0) - bound, np.median(errors, axis=0) + bound)
    # A constant error is no news of the other answers.
    errors = errors - errors.mean(axis=0)
    names = [*(metric.name for metric in METRICS), *PARAMETERS]
    scaled = StandardScaler().fit_transform(others)
    inputs = {"own": z, "others": scaled, "both": np.column_stack([z, scaled])}
    found: dict[str, dict[str, float]] = {name: {} for name in names}
    for label, x in inputs.items():
        for name, gain in zip(names, _best(x, errors, rows.body), strict=True):
            found[name][label] = round(float(gain), 1)
    return found


def _best(
    x: NDArray[np.float64], errors: NDArray[np.float64], body: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Percent of the root mean square error taken off, at the best penalty for each column."""
    scale = errors.std(axis=0)
    before = np.sqrt((errors**2).mean(axis=0))
    left = [
        errors
        - scale
        * cross_val_predict(Ridge(penalty), x, errors / scale, groups=body, cv=GroupKFold(_FOLDS))
        for penalty in _PENALTIES
    ]
    after = np.sqrt((np.array(left) ** 2).mean(axis=1)).min(axis=0)
    return 100.0 * (1.0 - after / before)


@cache
def _seer() -> Any:
    tasks = load_mediapipe().tasks
    options = tasks.vision.PoseLandmarkerOptions(
        base_options=tasks.BaseOptions(model_asset_buffer=model_path("full").read_bytes()),
        running_mode=tasks.vision.RunningMode.IMAGE,
    )
    return tasks.vision.PoseLandmarker.create_from_options(options)


def others_of(path: Path) -> NDArray[np.float64] | None:
    """The detector's other answers, mean over the picture and its mirror image.

    Parameters
    ----------
    path : Path
        Picture, its truth file beside it.

    Returns
    -------
    ndarray, shape (165,), or None
        Depth and visibility of every landmark, then its place in space; turned so that the person
        faces right and the near side comes as the right one. None where nobody was seen.
    """
    pixels = load(path).pixels
    right = json.loads(path.with_suffix(".json").read_text("utf-8"))["facing"] == "right"
    looks = [_look(pixels, faces_right=right), _look(pixels[:, ::-1], faces_right=not right)]
    known = [look for look in looks if look is not None]
    return np.mean(known, axis=0) if known else None


def _look(pixels: NDArray[np.uint8], *, faces_right: bool) -> NDArray[np.float64] | None:
    mediapipe = load_mediapipe()
    image = mediapipe.Image(
        image_format=mediapipe.ImageFormat.SRGB, data=np.ascontiguousarray(pixels)
    )
    result = _seer().detect(image)
    if not result.pose_landmarks:
        return None
    flat = np.array([(p.z, p.visibility) for p in result.pose_landmarks[0]])
    space = np.array([(p.x, p.y, p.z) for p in result.pose_world_landmarks[0]])
    if not faces_right:
        flat, space = flat[SWAPPED], space[SWAPPED] * [-1.0, 1.0, 1.0]
    return np.concatenate([flat.T.ravel(), space.ravel()])
