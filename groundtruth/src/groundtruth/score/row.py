"""Results of the pipeline for one picture, stored as one line of JSON."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from posture.analysis.comparison import Change
    from posture.analysis.types import Analysis
    from posture.measure.measurement import Measurement

Estimate = tuple[float, float, str]
"""Value, 1-sigma error, source."""


@dataclass(frozen=True, slots=True)
class Row:
    """Results for one picture; a field is empty where its pass was not possible.

    Attributes
    ----------
    key : str
        Hash of everything that the results depend on.
    name : str
        As ``Person.name``.
    refused : tuple of str
        Codes of the reasons; empty where the picture was analysed.
    facing : str
        Facing that the analysis detected.
    provenance : mapping of str to str
        Version, model and estimator with their hashes.
    landmarks : tuple of tuple of float
        33 landmarks of the detection, decoded pixels.
    readings : mapping of str to Estimate
        Estimates alone.
    tiers : mapping of str to (tier, direction)
        Findings of the assessment.
    mirrored : mapping of str to float
        Values from the mirrored picture.
    placed : mapping of str to Estimate
        With every palpable point at its true position (or at the sticker's true centre).
    true_camera : mapping of str to Estimate
        As ``placed``, with the true camera.
    with_stickers : mapping of str to Estimate
        With the stickers that the program found.
    sticker_positions : mapping of str to tuple of float
        Positions of these stickers: x, y, sd, source pixels.
    true_roll : mapping of str to Estimate
        Estimates with the camera's true roll.
    personal : mapping of str to Estimate
        With the personal calibration from the placed points of the person's first photo; later
        photos only.
    change : mapping of str to Estimate
        Change since the person's first photo, read jointly; later photos only.
    change_calibrated : mapping of str to Estimate
        As ``change``, with the placed points of the first photo.
    """

    key: str
    name: str
    refused: tuple[str, ...] = ()
    facing: str = ""
    provenance: Mapping[str, str] = field(default_factory=dict[str, str])
    landmarks: tuple[tuple[float, float], ...] = ()
    readings: Mapping[str, Estimate] = field(default_factory=dict[str, Estimate])
    tiers: Mapping[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    mirrored: Mapping[str, float] = field(default_factory=dict[str, float])
    placed: Mapping[str, Estimate] = field(default_factory=dict[str, Estimate])
    true_camera: Mapping[str, Estimate] = field(default_factory=dict[str, Estimate])
    with_stickers: Mapping[str, Estimate] = field(default_factory=dict[str, Estimate])
    sticker_positions: Mapping[str, tuple[float, float, float]] = field(
        default_factory=dict[str, tuple[float, float, float]]
    )
    true_roll: Mapping[str, Estimate] = field(default_factory=dict[str, Estimate])
    personal: Mapping[str, Estimate] = field(default_factory=dict[str, Estimate])
    change: Mapping[str, Estimate] = field(default_factory=dict[str, Estimate])
    change_calibrated: Mapping[str, Estimate] = field(default_factory=dict[str, Estimate])

    def line(self) -> str:
        """One line of JSON; unknown numbers are null."""
        return json.dumps(_plain(asdict(self)), allow_nan=False)

    @classmethod
    def read(cls, line: str) -> Row:
        """Read what :meth:`line` wrote.

        Raises
        ------
        ValueError, TypeError, KeyError
            The line is incomplete or has other fields.
        """
        raw = json.loads(line)

        def readings(name: str) -> dict[str, Estimate]:
            return {n: (_number(v), _number(sd), str(by)) for n, (v, sd, by) in raw[name].items()}

        return cls(
            key=raw["key"],
            name=raw["name"],
            refused=tuple(raw["refused"]),
            facing=raw["facing"],
            provenance={n: str(v) for n, v in raw["provenance"].items()},
            landmarks=tuple((float(x), float(y)) for x, y in raw["landmarks"]),
            readings=readings("readings"),
            tiers={n: (str(t), str(d)) for n, (t, d) in raw["tiers"].items()},
            mirrored={n: _number(v) for n, v in raw["mirrored"].items()},
            placed=readings("placed"),
            true_camera=readings("true_camera"),
            with_stickers=readings("with_stickers"),
            sticker_positions={
                n: (float(x), float(y), float(s))
                for n, (x, y, s) in raw["sticker_positions"].items()
            },
            true_roll=readings("true_roll"),
            personal=readings("personal"),
            change=readings("change"),
            change_calibrated=readings("change_calibrated"),
        )


def readings_of(analysis: Analysis) -> dict[str, Estimate]:
    """Value, error and source of every measurement."""
    return estimates_of(analysis.measurements)


def estimates_of(found: Mapping[str, Measurement | Change]) -> dict[str, Estimate]:
    """Value, error and source of each."""
    return {n: (one.value, one.sd, one.source) for n, one in found.items()}


def _number(value: float | None) -> float:
    return math.nan if value is None else float(value)


def _plain(value: Any) -> Any:
    """Replace NaN by None and round to six digits."""
    if isinstance(value, float):
        return round(value, 6) if math.isfinite(value) else None
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value
