"""Pictures that end above the feet: real people in them seem turned.

The network learnt from rendered people. In copies of a real photograph that end higher and higher
it takes the same person for turned more and more towards the camera. What it measures stays nearly
right, but points are drawn at other places, and points that are placed by hand are read as if the
person were turned. How far was measured on copies of real photographs (``data/cut_pictures.json``).
It is taken out of every picture that ends early, since one without legs hardly shows whether it is
a real photograph. See docs/adr/0052.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Annotated

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from posture.body.estimate.features import LEVELS, names
from posture.body.points import NODES

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOVED = ("tragus", "canthus", "acromion")
"""Points that lie otherwise in cut pictures, seen from C7: ear and eye further back, the shoulder
further forward."""


class Ending(BaseModel):
    """What a picture that ends somewhere does to real people.

    Attributes
    ----------
    level : float
        Lowest level of the rear outline in the picture: 4 ankle, 3 knee, 2 hip, 1 shoulder.
    yaw_deg : float
        How much further the body seems turned towards the camera than in the whole picture.
    yaw_sd_deg : float
        SD of that among people.
    back : dict of str to float
        How much further back than in the whole picture each of ``MOVED`` lies, statures.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    level: float
    yaw_deg: float
    yaw_sd_deg: Annotated[float, Field(ge=0.0)]
    back: dict[str, float]


class CutPicturesFile(BaseModel):
    """Contents of ``data/cut_pictures.json``.

    Attributes
    ----------
    source : str
    endings : list of Ending
        From the chest down to the ankle, where nothing is missing.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: Annotated[str, Field(min_length=10)]
    endings: Annotated[list[Ending], Field(min_length=2)]


@dataclass(frozen=True, slots=True, eq=False)
class CutPictures:
    """What to take out of an estimate, by where its picture ends.

    Attributes
    ----------
    data : CutPicturesFile
    """

    data: CutPicturesFile

    def at(self, features: NDArray[np.float64]) -> Ending:
        """Interpolate between the endings.

        Parameters
        ----------
        features : ndarray, shape (F,)

        Returns
        -------
        Ending
        """
        level = lowest_level(features)
        levels = [one.level for one in self.data.endings]

        def between(values: list[float]) -> float:
            return float(np.interp(level, levels, values))

        return Ending(
            level=level,
            yaw_deg=between([one.yaw_deg for one in self.data.endings]),
            yaw_sd_deg=between([one.yaw_sd_deg for one in self.data.endings]),
            back={name: between([one.back[name] for one in self.data.endings]) for name in MOVED},
        )


def shift_of(ending: Ending) -> NDArray[np.float64]:
    """How far the points have to be moved, forward and up, statures, shape (35, 2)."""
    moved = np.zeros((len(NODES), 2))
    for name, back in ending.back.items():
        moved[NODES.index(name), 0] = back
    return moved


def lowest_level(features: NDArray[np.float64]) -> float:
    """Lowest level of the rear outline that the picture shows; 4 (ankle) where it shows none.

    Parameters
    ----------
    features : ndarray, shape (F,)
    """
    seen = np.isfinite(features[_rear_outline()])
    return float(LEVELS[seen].max()) if seen.any() else float(LEVELS[-1])


@cache
def _rear_outline() -> list[int]:
    column = {name: k for k, name in enumerate(names())}
    return [column[f"back_{level:.2f}"] for level in LEVELS]


@cache
def cut_pictures() -> CutPictures:
    """The corrections in the package, read once."""
    text = files("posture.body.estimate").joinpath("data/cut_pictures.json").read_text("utf-8")
    return CutPictures(CutPicturesFile.model_validate_json(text))
