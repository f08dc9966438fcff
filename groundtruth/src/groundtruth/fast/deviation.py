"""Random model of the deviation of the detector from the truth, fitted on rendered pictures.

Landmarks are a ridge regression on the true geometry plus the residual of a whole row, so that the
correlation of the errors within a picture is kept. Residuals are out of fold. Two of them are
mixed, so that no pattern of errors is repeated exactly. The errors of outline and roll come from
the same two rows.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np
from posture.body.body import NODES
from posture.body.camera.pinhole import Camera
from posture.body.camera.roll import Roll
from posture.body.estimate.features import LEVELS, names

from groundtruth.fast.detection import OUTLINE, POINTS_SEEN
from groundtruth.fast.situation import STYLES, TOPS, Situation, situate

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

_PENALTIES = (3.0, 10.0, 30.0, 100.0, 300.0)
_FOLDS = 5

_HANGS = {"bare": 0, "bra": 0, "fitted": 1, "t_shirt": 2, "loose": 2}
_STYLE = {"none": 0, "cropped": 0, "short": 0, "bob": 1, "long": 1, "ponytail": 2, "bun": 2}
_FEW = 12
"""Least number of donors; with fewer the choice is coarser."""

_LEAST_MIX, _MOST_MIX = 0.15, 0.65
"""Mixing angle, radians: weight of the first donor its cosine, of the second its sine."""


@dataclass(frozen=True, slots=True, eq=False)
class Draw:
    """The deviation of one picture.

    Attributes
    ----------
    landmarks : ndarray, shape (25, 2)
        Near, far, nose; source pixels.
    outline, outline_mask : ndarray, shape (156,)
        Error of the refined outline and of the detector's own, statures, + forward.
    roll : Roll
        Of the camera model.
    bare : bool
        Whether the colours of the back are classified as skin.
    """

    landmarks: NDArray[np.float64]
    outline: NDArray[np.float64]
    outline_mask: NDArray[np.float64]
    roll: Roll
    bare: bool


@dataclass(frozen=True, slots=True, eq=False)
class Deviation:
    """The fitted model; rows are those of the rendered pictures (donors).

    Attributes
    ----------
    middle, spread : ndarray, shape (P,)
        Of the predictors.
    weights : ndarray, shape (P + 1, 50)
        Ridge; the last row is the intercept.
    remainder : ndarray, shape (N, 50)
        Out-of-fold, statures.
    outline, outline_mask : ndarray, shape (N, 156)
    roll : ndarray, shape (N,)
        Model less truth, degrees; NaN where the model found no vertical and assumed 0.
    roll_sd : ndarray, shape (N,)
        Stated error, degrees.
    bare : ndarray, shape (N,)
    top, hair : ndarray of int, shape (N,)
        Index into ``TOPS`` and ``STYLES``.
    explained : ndarray, shape (50,)
        Out-of-fold R^2 of each coordinate.
    """

    middle: NDArray[np.float64]
    spread: NDArray[np.float64]
    weights: NDArray[np.float64]
    remainder: NDArray[np.float64]
    outline: NDArray[np.float64]
    outline_mask: NDArray[np.float64]
    roll: NDArray[np.float64]
    roll_sd: NDArray[np.float64]
    bare: NDArray[np.bool_]
    top: NDArray[np.intp]
    hair: NDArray[np.intp]
    explained: NDArray[np.float64]

    def draw(self, situation: Situation, rng: np.random.Generator) -> Draw:
        """Draw the deviation of the detector on a picture.

        Parameters
        ----------
        situation : Situation
        rng : numpy.random.Generator

        Returns
        -------
        Draw
        """
        donors = self.donors(situation.top, situation.hair)
        one, two = (int(rng.choice(donors)) for _ in range(2))
        angle = rng.uniform(_LEAST_MIX, _MOST_MIX)
        scaled = (situation.predictors - self.middle) / self.spread
        place = np.append(scaled, 1.0) @ self.weights
        place = place + _mixed(self.remainder, donors, one, two, angle)
        # The errors of the outline are local: the part above a level comes from one donor, the rest
        # from the other, so that their shape is kept.
        upper = np.tile(rng.uniform(LEVELS[0], LEVELS[-1]) > LEVELS, 2)
        # The model returns 0 for a roll that it does not find.
        roll = situation.roll_deg + self.roll[one] if np.isfinite(self.roll[one]) else 0.0
        return Draw(
            landmarks=situation.to_source(place.reshape(-1, 2)),
            outline=np.where(upper, self.outline[one], self.outline[two]),
            outline_mask=np.where(upper, self.outline_mask[one], self.outline_mask[two]),
            roll=Roll(float(roll), float(self.roll_sd[one]), "verticals"),
            bare=bool(self.bare[one]),
        )

    def donors(self, top: str, hair: str) -> NDArray[np.intp]:
        """Rows with the same kind of top and hair; with the same top alone if those are few."""
        same_top = self.top == TOPS.index(top)
        like_top = np.array([_HANGS[TOPS[k]] for k in self.top]) == _HANGS[top]
        like_hair = np.array([_STYLE[STYLES[k]] for k in self.hair]) == _STYLE[hair]
        for chosen in (same_top & like_hair, like_top & like_hair, same_top, like_top):
            if chosen.sum() >= _FEW:
                return np.flatnonzero(chosen)
        return np.arange(len(self.top))

    def save(self, path: Path) -> None:
        """Write the model as npz."""
        np.savez_compressed(path, **{f.name: getattr(self, f.name) for f in fields(self)})


def load(path: Path) -> Deviation:
    """Read a model that :meth:`Deviation.save` wrote."""
    with np.load(path) as kept:
        return Deviation(**{f.name: kept[f.name] for f in fields(Deviation)})


def _mixed(
    values: NDArray[np.float64], donors: NDArray[np.intp], one: int, two: int, angle: float
) -> NDArray[np.float64]:
    """Mix two rows; mean and SD of the donors are kept."""
    mean = values[donors].mean(axis=0)
    return mean + np.cos(angle) * (values[one] - mean) + np.sin(angle) * (values[two] - mean)


def fit(rows: Path, *, only: NDArray[np.bool_] | None = None) -> Deviation:
    """Fit the model on rows of rendered pictures.

    Parameters
    ----------
    rows : Path
        ``rows.npz`` of a set; the truth files stand beside it.
    only : ndarray of bool, optional
        Rows to fit on.

    Returns
    -------
    Deviation
    """
    with np.load(rows) as kept:
        data = {key: kept[key] for key in kept.files}
    if only is not None:
        data = {key: values[only] for key, values in data.items()}
    count = len(data["number"])
    truths = [json.loads((rows.parent / f"{n}.json").read_text("utf-8")) for n in data["number"]]
    situations = [situate(truth) for truth in truths]
    seen = np.array(
        [
            s.to_frame(landmarks_px({key: data[key][i] for key in data}, truths[i])).ravel()
            for i, s in enumerate(situations)
        ]
    )
    x = np.array([s.predictors for s in situations])
    middle, spread = x.mean(axis=0), np.maximum(x.std(axis=0), 1e-3)
    x = np.column_stack([(x - middle) / spread, np.ones(count)])
    fold = data["body"] % _FOLDS
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
    )


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
