"""The poses file: what every figure shows, validated."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import Field, TypeAdapter, ValidationError

from drawings.body import SIDES, FigureView, Limb, Posture
from drawings.props import Motion, Prop, Record
from drawings.shapes import FigureError, Vec

Side = Literal["near", "far"]


class LimbRecord(Record):
    """Directions of upper and lower segment, or where wrist or ankle is to be."""

    angles: tuple[float, float] | None = None
    to: Vec | None = None
    bend: Literal["left", "right"] = "left"
    end: float | None = None

    def limb(self) -> Limb:
        """The limb for the drawn person; hangs down where nothing is said."""
        return Limb(self.angles or (-90.0, -90.0), self.to, self.bend, self.end)


class LimbPair(Record):
    """Arms or legs. The far one does as the near one where it is not given."""

    near: LimbRecord = LimbRecord()
    far: LimbRecord | None = None


class WorkedRegion(Record):
    """A coloured region, and whose limb carries it."""

    region: str
    side: Side = "near"


class PoseRecord(Record):
    """One pose: the person and what stands around."""

    view: FigureView = "side"
    pelvis: Vec = (0.0, 53.0)
    trunk: tuple[float, float, float] = (92.0, 90.0, 86.0)
    neck: float = 72.0
    head: float = 90.0
    shoulder: Vec = (0.0, 0.0)
    breadth: float = Field(default=1.0, gt=0.2, le=1.0)
    turn: float = Field(default=0.0, ge=0.0, le=60.0)
    arms: LimbPair = LimbPair()
    legs: LimbPair = LimbPair()
    props: tuple[Prop, ...] = ()
    arrows: tuple[Motion, ...] = ()
    worked: tuple[WorkedRegion, ...] | None = None
    rests: Mapping[str, float] = Field(default_factory=dict)

    def posture(self) -> Posture:
        """The pose as the drawn person takes it."""
        return Posture(
            self.view,
            self.pelvis,
            self.trunk,
            self.neck,
            self.head,
            self.shoulder,
            self.breadth,
            self.turn,
            {side: self._limb(self.arms, side, self.trunk[2]) for side in SIDES},
            {side: self._limb(self.legs, side, self.trunk[0]) for side in SIDES},
        )

    def _limb(self, pair: LimbPair, side: str, axis: float) -> Limb:
        if side == "near" or (pair.far is None and self.view == "side"):
            return pair.near.limb()
        if pair.far is not None:
            return pair.far.limb()
        # Seen from front or back, the other side is the mirror image about the trunk.
        near = pair.near.limb()
        end = None if near.end is None else 2 * axis - near.end
        return Limb((2 * axis - near.angles[0], 2 * axis - near.angles[1]), end=end)


class FigureRecord(Record):
    """A figure: its words, and one to three poses side by side."""

    title: str
    description: str
    poses: tuple[PoseRecord, ...] = Field(min_length=1, max_length=3)
    props: tuple[Prop, ...] = ()
    worked: tuple[WorkedRegion, ...] = ()
    floor: bool = True
    numbered: bool = True
    scale: float = Field(default=1.6, gt=0.3, le=3.0)


_FILE = TypeAdapter(dict[str, FigureRecord])


def read_poses(text: str) -> dict[str, FigureRecord]:
    """The figures in a poses file.

    Parameters
    ----------
    text : str
        YAML: a mapping of figure id to figure.

    Raises
    ------
    FigureError
        The text breaks the schema; every fault is listed.
    """
    try:
        return _FILE.validate_python(yaml.safe_load(text))
    except yaml.YAMLError as error:
        raise FigureError(f"The poses file is not YAML: {error}") from error
    except ValidationError as error:
        faults = [f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
        raise FigureError("\n".join(["The poses file has faults:", *faults])) from error


@lru_cache(maxsize=1)
def poses() -> Mapping[str, FigureRecord]:
    """The figures of ``poses.yaml``, read once."""
    return read_poses(Path(__file__).with_name("poses.yaml").read_text(encoding="utf-8"))
