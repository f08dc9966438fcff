"""Anthropometric proportions and landmark offsets, read from their data file."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Offset(_Record):
    """From a MediaPipe landmark to an anatomical point; statures, x forward and y up."""

    landmark: str
    forward: float
    up: float
    sd_forward: float
    sd_up: float
    source: str


class Fact(_Record):
    """One number with its error and where it comes from."""

    value: float
    sd: float
    source: str


class Proportions(_Record):
    """The weights of the anthropometric estimator."""

    name: str
    offsets: dict[str, Offset]
    depths: dict[str, Fact]
    facts: dict[str, Fact]


def _raw() -> bytes:
    return (files("posture.body") / "data" / "anthropometric.json").read_bytes()


@cache
def proportions() -> Proportions:
    """Load the weights once.

    Returns
    -------
    Proportions
    """
    return Proportions.model_validate(json.loads(_raw()))


@cache
def proportions_sha256() -> str:
    """Hash of the weights, for the provenance of a result."""
    return hashlib.sha256(_raw()).hexdigest()
