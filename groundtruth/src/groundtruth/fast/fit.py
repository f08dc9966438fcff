"""Fits the model of the deviation (:mod:`groundtruth.fast.deviation`) on rendered rows."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from posture.body.camera.pinhole import Camera
from posture.body.estimate.features import names
from posture.body.points import NODES

from groundtruth.calibrate.gather import cut_truth
from groundtruth.calibrate.rows import PEOPLE_OF_A_SET
from groundtruth.fast.detection import OUTLINE, POINTS_SEEN
from groundtruth.fast.deviation import Deviation
from groundtruth.fast.real_shift import outline_to_real, shift_to_real
from groundtruth.fast.situation import STYLES, TOPS, Situation, situate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

_PENALTIES = (3.0, 10.0, 30.0, 100.0, 300.0)
_FOLDS = 5


def fit(files: Sequence[Path]) -> Deviation:
    """Fit on rendered rows.

    Parameters
    ----------
    files : sequence of Path
        ``rows.npz`` of sets; the truth files of each stand beside it.

    Returns
    -------
    Deviation
    """
    sets = [_Set.read(file) for file in files]
    data = {key: np.concatenate([one.whole[key] for one in sets]) for key in sets[0].whole}
    count = len(data["number"])
    truths = [truth for one in sets for truth in one.truths]
    situations = [situation for one in sets for situation in one.situations]
    seen = np.concatenate([one.places for one in sets])
    moves = [one.moves() for one in sets]
    shift, shift_sd = shift_to_real(data["everyday"], seen, truths, situations)
    x = np.array([s.predictors for s in situations])
    middle, spread = x.mean(axis=0), np.maximum(x.std(axis=0), 1e-3)
    x = np.column_stack([(x - middle) / spread, np.ones(count)])
    people = [one.whole["body"] + PEOPLE_OF_A_SET * i for i, one in enumerate(sets)]
    fold = np.concatenate(people) % _FOLDS
    guesses = {p: _out_of_fold(x, seen, fold, p) for p in _PENALTIES}
    penalty = min(_PENALTIES, key=lambda p: float(((guesses[p] - seen) ** 2).sum()))
    remainder = seen - guesses[penalty]
    roll_true = np.array([s.roll_deg for s in situations])
    roll = data["camera_errors"][:, 0]
    assumed = np.abs(roll + roll_true) < 1e-6
    columns = names()
    return Deviation(
        middle=middle,
        spread=spread,
        weights=_ridge(x, seen, penalty),
        remainder=remainder,
        outline=np.nan_to_num((data["features"] - data["features_true"])[:, OUTLINE]),
        outline_mask=np.nan_to_num((data["features_mask"] - data["features_true"])[:, OUTLINE]),
        roll=np.where(assumed, np.nan, roll),
        roll_sd=data["features"][:, columns.index("roll_sd")],
        bare=data["features"][:, columns.index("looseness")] == 0.0,
        top=np.array([TOPS.index(s.top) for s in situations]),
        hair=np.array([STYLES.index(s.hair) for s in situations]),
        explained=1.0 - remainder.var(axis=0) / seen.var(axis=0),
        everyday=data["everyday"].astype(bool),
        cut_at=np.concatenate([at for at, _ in moves]),
        cut_moves=np.concatenate([moved for _, moved in moves]),
        shift=shift,
        shift_sd=shift_sd,
        outline_shift=outline_to_real(data["everyday"], data["features"], shift),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Set:
    """Rows of one set with their truths: of whole pictures, and of the same pictures cut."""

    whole: dict[str, NDArray[Any]]
    cut: dict[str, NDArray[Any]]
    truths: list[dict[str, Any]]
    situations: list[Situation]
    places: NDArray[np.float64]
    folder: Path

    @classmethod
    def read(cls, file: Path) -> _Set:
        with np.load(file) as kept:
            data = {key: kept[key] for key in kept.files}
        feet_seen = data["features"][:, names().index("feet_seen")] > 0.5
        chosen = (data["kept"] >= 1.0) & feet_seen
        whole = {key: values[chosen] for key, values in data.items()}
        truths = _truths(file.parent, whole["number"])
        situations = [situate(truth) for truth in truths]
        cut = {key: values[data["kept"] < 1.0] for key, values in data.items()}
        places = _places(whole, truths, situations)
        return cls(whole, cut, truths, situations, places, file.parent)

    def moves(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Where pictures were cut, and how far the landmarks moved from those of the whole."""
        places = dict(zip(self.whole["number"].tolist(), self.places, strict=True))
        known = np.array([int(n) in places for n in self.cut["number"]], dtype=bool)
        cut = {key: values[known] for key, values in self.cut.items()}
        truths = _truths(self.folder, cut["number"])
        situations = [situate(truth) for truth in truths]
        kept = cut["kept"].tolist()
        ends = [k * truth["camera"]["height"] for k, truth in zip(kept, truths, strict=True)]
        over = [(e - s.hip[1]) / s.px_per_stature for e, s in zip(ends, situations, strict=True)]
        shown = [cut_truth(truth, k) for k, truth in zip(kept, truths, strict=True)]
        after = _places(cut, shown, situations)
        before = np.array([places[int(n)] for n in cut["number"]]).reshape(after.shape)
        return np.array(over), np.nan_to_num(after - before)


def _truths(folder: Path, numbers: NDArray[np.intp]) -> list[dict[str, Any]]:
    return [json.loads((folder / f"{n}.json").read_text("utf-8")) for n in numbers]


def _places(
    data: dict[str, NDArray[Any]], truths: list[dict[str, Any]], situations: list[Situation]
) -> NDArray[np.float64]:
    """Landmarks in the frame of the true geometry, shape (N, 50); NaN where cut off."""
    return np.array(
        [
            s.to_frame(landmarks_px({key: data[key][i] for key in data}, truths[i])).ravel()
            for i, s in enumerate(situations)
        ]
    ).reshape(len(situations), 2 * POINTS_SEEN)


def _ridge(x: NDArray[np.float64], y: NDArray[np.float64], penalty: float) -> NDArray[np.float64]:
    """Ridge regression without penalty on the last column (the intercept)."""
    weight = np.full(x.shape[1], penalty)
    weight[-1] = 0.0
    return np.asarray(np.linalg.solve(x.T @ x + np.diag(weight), x.T @ y), dtype=np.float64)


def _out_of_fold(
    x: NDArray[np.float64], y: NDArray[np.float64], fold: NDArray[np.intp], penalty: float
) -> NDArray[np.float64]:
    guess = np.empty_like(y)
    for k in np.unique(fold):
        held = fold == k
        guess[held] = x[held] @ _ridge(x[~held], y[~held], penalty)
    return guess


def model_camera(row: dict[str, Any], truth: dict[str, Any]) -> Camera:
    """Camera model with which a rendered row was analysed.

    Parameters
    ----------
    row : dict
        One row of ``rows.npz``.
    truth : dict
        The picture's truth file.

    Returns
    -------
    Camera
    """
    given = truth["camera"]
    roll, yaw, distance, scale, _ = row["camera_errors"]
    stature = truth["stature_m"]
    px_per_stature = np.exp(scale) * given["focal_px"] * stature / given["distance_m"]
    away = float(np.exp(distance) * given["distance_m"] / stature)
    sign = 1 if truth["facing"] == "right" else -1
    centre = (given["width"] / 2, given["height"] / 2)
    sideways = row["features"][names().index("sideways")]
    x = centre[0] + sign * sideways * away * px_per_stature

    def camera(y: float) -> Camera:
        return Camera(
            centre=centre,
            origin=(float(x), y),
            px_per_stature=float(px_per_stature),
            distance=away,
            facing_sign=sign,
            roll_deg=float(given["roll_deg"] + roll),
            yaw_deg=float(given["yaw_deg"] + yaw),
        )

    # The row does not contain the height of the origin; it follows from the aligned points.
    px = np.array([truth["nodes_px"][name] for name in NODES])
    depth = np.array([truth["nodes"][name][2] for name in NODES])
    height = camera(centre[1]).to_body(px, depth)[:, 1].mean()
    aligned = (row["targets"] + row["origin"])[:, 1].mean()
    return camera(float(centre[1] - (height - aligned) * px_per_stature))


def landmarks_px(row: dict[str, Any], truth: dict[str, Any]) -> NDArray[np.float64]:
    """Detected landmarks of a rendered row, source pixels, shape (25, 2): near, far, nose."""
    places = row["features"][: 2 * POINTS_SEEN].reshape(-1, 2) + row["origin"]
    return model_camera(row, truth).to_picture(places)
