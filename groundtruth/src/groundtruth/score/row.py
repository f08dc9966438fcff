"""What the real pipeline gave for one picture: a row that survives a stop."""

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

Reading = tuple[float, float, str]
"""Value, 1-sigma error, source."""


@dataclass(frozen=True, slots=True)
class Row:
    """Results for one picture; empty where a pass was not possible.

    Attributes
    ----------
    key : str
        Hash of all that the results depend on.
    name : str
        As ``Person.name``.
    refused : tuple of str
        Codes of the reasons; empty where the picture was analysed.
    facing : str
        As the analysis found it.
    provenance : mapping of str to str
        Version, model and estimator with their hashes.
    landmarks : tuple of tuple of float
        33 landmarks of the detection, decoded pixels.
    readings : mapping of str to Reading
        Estimates alone.
    tiers : mapping of str to (tier, direction)
        What the assessment said.
    mirrored : mapping of str to float
        Values from the mirrored picture.
    placed : mapping of str to Reading
        With every palpable point placed where it truly is (or at the sticker's true centre).
    told : mapping of str to Reading
        The same, read through the true camera.
    found : mapping of str to Reading
        With the stickers that were found by themselves.
    found_at : mapping of str to tuple of float
        Where they were found: x, y, sd, source pixels.
    level : mapping of str to Reading
        Estimates with the camera's true roll given.
    same_body : mapping of str to Reading
        With the personal calibration from the placed points of the person's first photo; later
        photos only.
    change : mapping of str to Reading
        This photo less the person's first one, read together; later photos only.
    taught : mapping of str to Reading
        The same with the placed points of the first one.
    """

    key: str
    name: str
    refused: tuple[str, ...] = ()
    facing: str = ""
    provenance: Mapping[str, str] = field(default_factory=dict[str, str])
    landmarks: tuple[tuple[float, float], ...] = ()
    readings: Mapping[str, Reading] = field(default_factory=dict[str, Reading])
    tiers: Mapping[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    mirrored: Mapping[str, float] = field(default_factory=dict[str, float])
    placed: Mapping[str, Reading] = field(default_factory=dict[str, Reading])
    told: Mapping[str, Reading] = field(default_factory=dict[str, Reading])
    found: Mapping[str, Reading] = field(default_factory=dict[str, Reading])
    found_at: Mapping[str, tuple[float, float, float]] = field(
        default_factory=dict[str, tuple[float, float, float]]
    )
    level: Mapping[str, Reading] = field(default_factory=dict[str, Reading])
    same_body: Mapping[str, Reading] = field(default_factory=dict[str, Reading])
    change: Mapping[str, Reading] = field(default_factory=dict[str, Reading])
    taught: Mapping[str, Reading] = field(default_factory=dict[str, Reading])

    def line(self) -> str:
        """One line of JSON; unknown numbers are null."""
        return json.dumps(_plain(asdict(self)), allow_nan=False)

    @classmethod
    def read(cls, line: str) -> Row:
        """Read what :meth:`line` wrote.

        Raises
        ------
        ValueError, TypeError, KeyError
            The line is cut off or of another shape.
        """
        raw = json.loads(line)

        def readings(name: str) -> dict[str, Reading]:
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
            told=readings("told"),
            found=readings("found"),
            found_at={
                n: (float(x), float(y), float(s)) for n, (x, y, s) in raw["found_at"].items()
            },
            level=readings("level"),
            same_body=readings("same_body"),
            change=readings("change"),
            taught=readings("taught"),
        )


def readings_of(analysis: Analysis) -> dict[str, Reading]:
    """Value, error and source of every measurement."""
    return as_readings(analysis.measurements)


def as_readings(found: Mapping[str, Measurement | Change]) -> dict[str, Reading]:
    """Value, error and source of each."""
    return {n: (one.value, one.sd, one.source) for n, one in found.items()}


def _number(value: float | None) -> float:
    return math.nan if value is None else float(value)


def _plain(value: Any) -> Any:
    """Numbers without NaN, rounded to what a reader could ever see."""
    if isinstance(value, float):
        return round(value, 6) if math.isfinite(value) else None
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value
