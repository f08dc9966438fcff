"""Share of the estimates' error variance that is the same in every photo of a body."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Annotated

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, field_validator

from posture.body.points import NODES

if TYPE_CHECKING:
    from numpy.typing import NDArray

Fraction = Annotated[float, Field(ge=0, le=1)]


class ShareFile(BaseModel):
    """What ``data/personal_calibration.json`` holds.

    Attributes
    ----------
    source : str
        Where the numbers come from.
    nodes : dict of str to float
        Share of each node of ``NODES``, [0, 1].
    other_side : float
        Factor on the share of paired points where the two photos show different sides, [0, 1].
    other_side_source : str
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: Annotated[str, Field(min_length=10)]
    nodes: dict[str, Fraction]
    other_side: Fraction
    other_side_source: Annotated[str, Field(min_length=10)]

    @field_validator("nodes")
    @classmethod
    def _every_node(cls, nodes: dict[str, float]) -> dict[str, float]:
        if set(nodes) != set(NODES):
            raise ValueError(f"one share per node: {', '.join(NODES)}")
        return nodes


@dataclass(frozen=True, slots=True, eq=False)
class Share:
    """The body's share of the error variance.

    Attributes
    ----------
    nodes : ndarray, shape (35,)
        Per node of ``NODES``: correlation of its error over two photos of one body, [0, 1].
        0: independent errors in every photo. 1: the same error in every photo of that body.
    other_side : float
        Factor on the share of paired points (acromion, hip, ...) where the photos show different
        sides of the body, [0, 1]: bodies are nearly, not wholly, alike on both sides.
    sha256 : str
        Hash of the data file, for the provenance; empty where made in a program.
    """

    nodes: NDArray[np.float64]
    other_side: float = 1.0
    sha256: str = ""


@cache
def default_share() -> Share:
    """Load the shares in the package, once.

    Returns
    -------
    Share
    """
    raw = (files("posture.body.estimate") / "data" / "personal_calibration.json").read_bytes()
    data = ShareFile.model_validate(json.loads(raw))
    nodes = np.array([data.nodes[name] for name in NODES])
    nodes.setflags(write=False)
    return Share(nodes, data.other_side, hashlib.sha256(raw).hexdigest())
