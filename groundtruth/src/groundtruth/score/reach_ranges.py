"""Why ranges miss their band: by chance, or because one error is stated for unlike people."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from groundtruth.score.figures import COVERAGE, SPREADS, get
from groundtruth.score.markdown import fixed, table
from groundtruth.score.people import METRIC_NAMES
from groundtruth.score.summary import CONCERNED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Scores = dict[str, Any]


def missed_ranges(scores: Scores, report: Mapping[str, Any]) -> Iterator[str]:
    """Blocks of Markdown on the ranges that miss; nothing where all hold.

    Parameters
    ----------
    scores : dict
        As ``summarise`` gives them.
    report : mapping
        As the calibration wrote it; empty where it is not there.

    Yields
    ------
    str
    """
    yield from _coverage(scores)
    yield from _roll(scores, report)


def _coverage(scores: Scores) -> Iterator[str]:
    rows: list[list[str]] = []
    for part, what in (("groups", ""), ("stickers", ", stickers")):
        for spread in SPREADS:
            metrics = get(scores, part, spread, "metrics")
            if not isinstance(metrics, dict):
                continue
            names = [n for n in (METRIC_NAMES if part == "groups" else CONCERNED) if n in metrics]
            for level, (low, high) in COVERAGE.items():
                found = [metrics[n][f"cover_{level}"] for n in names]
                inside = sum(low <= f <= high for f in found)
                perfect = sum(_chance(metrics[n], level, (low, high)) for n in names)
                if inside < len(names):
                    mean = sum(found) / len(found)
                    row = [f"{level} %, {spread}{what}", f"{inside} of {len(names)}"]
                    rows.append([*row, fixed(perfect, 1), fixed(mean, 1, " %")])
    if rows:
        yield (
            "**Ranges.** With so many pictures a perfect range misses the band by chance for some "
            "measurements: *perfect* is how many would lie inside on average if every range were "
            "exactly right. The two pictures of a person are inside or outside together more often "
            "than those of two people, and count for less."
        )
        header = ["Range", "inside the band", "perfect", "mean over the measurements"]
        yield table(header, rows)


def _roll(scores: Scores, report: Mapping[str, Any]) -> Iterator[str]:
    left = report.get("camera_left")
    covers = [
        get(scores, "stickers", spread, "metrics", metric, "cover_80")
        for spread in SPREADS
        for metric in CONCERNED
    ]
    low, high = COVERAGE[80]
    if not left or all(low <= cover <= high for cover in covers):
        return
    rows = [
        [
            what,
            spread,
            *(fixed(left[spread][name][key], digits, unit) for key in ("stated", "so")),
            fixed(left[spread][name]["cover_80"], 0, " %"),
        ]
        for what, name, digits, unit in (
            ("roll, no vertical seen", "roll_deg, no vertical seen", 2, "°"),
            ("roll, all pictures", "roll_deg", 2, "°"),
            ("turn of the body", "yaw_deg", 1, "°"),
        )
        for spread in SPREADS
    ]
    yield (
        "**Stickers are read through the camera.** Where the room shows no vertical, how a person "
        "stands tells the roll, and that of unusual people is off by more than that of usual ones. "
        "What is stated follows how unusual somebody looks and how they are seen (decision 17), as "
        "far as that tells. On people from whom nothing was learnt but this:"
    )
    yield table(["Of the camera", "people", "stated error", "true error", "80 % range holds"], rows)


def _chance(found: Mapping[str, Any], level: int, band: tuple[int, int]) -> float:
    effective = found[f"effective_{level}"]
    count = round(effective) if math.isfinite(effective) else found["n"]
    return chance(count, level, *band)


def chance(count: int, level: float, low: float, high: float) -> float:
    """Probability that a range which is exactly right is seen to cover ``low`` to ``high`` percent.

    Parameters
    ----------
    count : int
        Pictures, each of another person.
    level : float
        What the range says, percent.
    low, high : float
        Edges of the band, percent, both inside.

    Returns
    -------
    float
    """
    p = level / 100.0
    # By logarithms: how many ways there are is soon more than a number can hold.
    return sum(
        math.exp(
            math.lgamma(count + 1)
            - math.lgamma(k + 1)
            - math.lgamma(count - k + 1)
            + k * math.log(p)
            + (count - k) * math.log1p(-p)
        )
        for k in range(count + 1)
        if low * count <= 100.0 * k <= high * count
    )
