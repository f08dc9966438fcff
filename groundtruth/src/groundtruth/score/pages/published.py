"""The results that leave this package: ``accuracy.json``, read by the app and by the page."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from groundtruth.score.figures import figures, get

if TYPE_CHECKING:
    from collections.abc import Mapping

Scores = dict[str, Any]

SCHEMA_VERSION = 1
DATA = Path(__file__).parents[4] / "data"
"""Reports of the calibration, and what others measured on real photographs."""

GROUP_STATISTICS = (
    "n", "missing", "bias", "rmse", "rmse_low", "rmse_high", "r", "slope", "skill", "skill_low",
    "skill_high", "cover_50", "cover_80", "cover_95", "median_sd",
)  # fmt: skip
STICKER_STATISTICS = ("n", "bias", "rmse", "cover_80", "cover_95")


NOT_GIVEN = "not given"


def dated(date: str) -> str:
    """The sentence that tells the day of a run; empty where no day was given."""
    return "" if date == NOT_GIVEN else f"Date: {date}. "


@dataclass(frozen=True, slots=True)
class Run:
    """How the results were made.

    Attributes
    ----------
    command : str
        Without machine-dependent paths.
    date : str
        ISO date; "not given" where it was not.
    sets : mapping of str to (int, str)
        Name of each folder: number of its pictures and their SHA-256.
    provenance : mapping of str to str
        Version, model and weights, with their SHA-256.
    calibration : mapping
        ``data/calibration.json`` and, as ``paired``, ``data/paired.json``; empty without them.
    photographs : mapping
        ``data/photographs.json``: what others measured on real photographs; empty without it.
    real : mapping
        As :meth:`groundtruth.real.measured.Measured.block` gives it; empty without photographs.
    """

    command: str
    date: str
    sets: Mapping[str, tuple[int, str]]
    provenance: Mapping[str, str]
    calibration: Mapping[str, Any] = field(default_factory=dict[str, Any])
    photographs: Mapping[str, Any] = field(default_factory=dict[str, Any])
    real: Mapping[str, Any] = field(default_factory=dict[str, Any])


def kept_report(name: str) -> dict[str, Any]:
    """A file of ``DATA``; empty where it is not there."""
    path = DATA / name
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


def own_groups(scores: Scores) -> dict[str, Scores]:
    """Groups of the pictures rendered here, without the outside check."""
    return {n: g for n, g in scores["groups"].items() if not n.startswith("outside")}


def published(scores: Scores, run: Run) -> dict[str, Any]:
    """Collect what the app and the accuracy page show.

    Parameters
    ----------
    scores : dict
        As ``summarise`` gives them.
    run : Run

    Returns
    -------
    dict
        ``rendered``: numbers of pictures, people and refused pictures, and in percent how many
        findings say *cannot tell* and how many of the others are correct (spread ``life``).
        ``figures``: those with a target. ``sets``: statistics of each measurement by set, in its
        own unit, shares in percent; the error is estimate less truth. ``real``: what was measured
        on real photographs. NaN becomes None.
    """
    own = own_groups(scores).values()
    return plain(
        {
            "schema_version": SCHEMA_VERSION,
            "date": run.date,
            "command": run.command,
            "provenance": dict(run.provenance),
            "sources": {
                name: {"pictures": count, "sha256": digest}
                for name, (count, digest) in run.sets.items()
            },
            "rendered": {
                "pictures": sum(group["pictures"] for group in own),
                "people": sum(group["bodies"] for group in own),
                "refused": sum(group["refused_pictures"] for group in own),
                "cannot_tell": get(scores, "groups", "life", "tiers", "all", "cannot_tell"),
                "correct": get(scores, "groups", "life", "tiers", "all", "right"),
            },
            "figures": [asdict(figure) for figure in figures(scores) if figure.target != "-"],
            "sets": {
                **{n: _set(g, GROUP_STATISTICS) for n, g in scores["groups"].items()},
                **{
                    f"stickers {n}": _set(part, STICKER_STATISTICS)
                    for n, part in scores["stickers"].items()
                },
            },
            "photographs": dict(run.photographs),
            "real": dict(run.real),
        }
    )


def _set(group: Scores, statistics: tuple[str, ...]) -> dict[str, Any]:
    return {
        "pictures": group["pictures"],
        "people": group["bodies"],
        "refused": group["refused_pictures"],
        "metrics": {
            name: {statistic: found[statistic] for statistic in statistics}
            for name, found in group["metrics"].items()
        },
    }


def plain(value: Any) -> Any:
    """The same with numbers rounded to six digits and None for NaN, ready for JSON."""
    if isinstance(value, dict):
        return {name: plain(inner) for name, inner in value.items()}  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, float):
        return round(value, 6) if math.isfinite(value) else None
    return value
