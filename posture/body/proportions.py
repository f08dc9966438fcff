"""Proportions of the body from which its size in a picture is read, with their sources."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, TypeAdapter

if TYPE_CHECKING:
    from collections.abc import Mapping


class Proportion(BaseModel):
    """Height of a landmark over the floor, or of one over another.

    Attributes
    ----------
    value : float
        Mean among people, statures.
    sd : float
        Its spread among people, statures.
    source : str
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    value: float
    sd: float
    source: str


@cache
def proportions() -> Mapping[str, Proportion]:
    """Every proportion by its name, read once from ``posture/body/data/proportions.json``."""
    raw = (files("posture.body") / "data" / "proportions.json").read_bytes()
    return TypeAdapter(dict[str, Proportion]).validate_json(raw)
