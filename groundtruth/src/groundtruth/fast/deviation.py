"""Random model of the deviation of the detector from the truth, fitted on rendered pictures.

Landmarks are a ridge regression on the true geometry plus the residual of a whole row, so that the
correlation of the errors within a picture is kept. Residuals are out of fold. Two of them are
mixed, so that no pattern of errors is repeated exactly. The errors of outline and roll come from
the same two rows.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np
from posture.body.camera.roll import Roll
from posture.body.estimate.features import LEVELS
from posture.body.side_view import PARTS

from groundtruth.fast.detection import POINTS_SEEN
from groundtruth.fast.situation import STYLES, TOPS, Situation

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

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
        Share of each coordinate's variance that the ridge explains out of fold.
    everyday : ndarray of bool, shape (N,)
    cut_at : ndarray, shape (C,)
        Height of the hips over the lower border of pictures that end early, statures.
    cut_moves : ndarray, shape (C, 50)
        How far the landmarks lay from where they were in the whole picture, statures; 0 where they
        are cut off.
    shift, shift_sd : ndarray, shape (25, 2)
        How much further forward and up the detector puts the landmarks of real people in everyday
        clothes than those of rendered ones, and the spread of that among people, statures.
    outline_shift : ndarray, shape (156,)
        How much further forward the outline of real people's heads lies, statures.
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
    everyday: NDArray[np.bool_]
    cut_at: NDArray[np.float64]
    cut_moves: NDArray[np.float64]
    shift: NDArray[np.float64]
    shift_sd: NDArray[np.float64]
    outline_shift: NDArray[np.float64]

    def own(self, rng: np.random.Generator, *, everyday: bool) -> NDArray[np.float64]:
        """Draw how the detector's landmarks of a person differ from those of rendered people.

        Parameters
        ----------
        rng : numpy.random.Generator
        everyday : bool
            Nothing differs where the person is not in everyday clothes.

        Returns
        -------
        ndarray, shape (25, 2)
            Near, far, nose; statures, forward and up.
        """
        if not everyday:
            return np.zeros_like(self.shift)
        count = len(PARTS)
        # Both sides of a person go together.
        side = rng.normal(size=(count, 2))
        drawn = np.vstack([side, side, rng.normal(size=(1, 2))])
        return self.shift + self.shift_sd * drawn

    def draw(
        self,
        situation: Situation,
        rng: np.random.Generator,
        own: NDArray[np.float64],
        *,
        end: float,
    ) -> Draw:
        """Draw what the detector makes of a picture.

        Parameters
        ----------
        situation : Situation
        rng : numpy.random.Generator
        own : ndarray, shape (25, 2)
            As :meth:`own` draws it for the person.
        end : float
            Last row of the picture, source pixels.

        Returns
        -------
        Draw
        """
        donors = self.donors(situation)
        one, two = (int(rng.choice(donors)) for _ in range(2))
        angle = rng.uniform(_LEAST_MIX, _MOST_MIX)
        scaled = (situation.predictors - self.middle) / self.spread
        place = np.append(scaled, 1.0) @ self.weights
        place = place + _mixed(self.remainder, donors, one, two, angle) + own.ravel()
        over = (end - situation.hip[1]) / situation.px_per_stature
        if end < 2 * situation.centre[1]:
            place = place + self._moved_by_cut(over, rng)
        # The outline's errors are local: the part above a level comes from one, the rest from the
        # other, so that their shape stays what it is.
        upper = np.tile(rng.uniform(LEVELS[0], LEVELS[-1]) > LEVELS, 2)
        shape = self.outline_shift if situation.everyday else 0.0
        # The model returns 0 for a roll that it does not find.
        roll = situation.roll_deg + self.roll[one] if np.isfinite(self.roll[one]) else 0.0
        return Draw(
            landmarks=situation.to_source(place.reshape(-1, 2)),
            outline=np.where(upper, self.outline[one], self.outline[two]) + shape,
            outline_mask=np.where(upper, self.outline_mask[one], self.outline_mask[two]) + shape,
            roll=Roll(float(roll), float(self.roll_sd[one]), "verticals"),
            bare=bool(self.bare[one]),
        )

    def _moved_by_cut(self, over: float, rng: np.random.Generator) -> NDArray[np.float64]:
        """What a picture that ends there does to the landmarks, from one that ended nearby."""
        near = np.argsort(np.abs(self.cut_at - over))[:_FEW]
        return self.cut_moves[rng.choice(near)] if len(near) else np.zeros(2 * POINTS_SEEN)

    def donors(self, situation: Situation) -> NDArray[np.intp]:
        """Rows of the same kind of top and hair, of as few of these as leave enough of them."""
        top, hair = situation.top, situation.hair
        same_top = self.top == TOPS.index(top)
        like_top = np.array([_HANGS[TOPS[k]] for k in self.top]) == _HANGS[top]
        like_hair = np.array([_STYLE[STYLES[k]] for k in self.hair]) == _STYLE[hair]
        alike = self.everyday == situation.everyday
        choices = (same_top & like_hair, like_top & like_hair, same_top, like_top)
        for chosen in (*(one & alike for one in choices), *choices):
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
