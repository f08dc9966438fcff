"""Figures that miss their target, and the cause as far as the results show it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from groundtruth.score.figures import (
    CHANGE_OF_TILT,
    COVERAGE,
    SPREADS,
    STICKER_ANGLES,
    WITH_STICKERS,
    get,
)
from groundtruth.score.pages.markdown import fixed, table
from groundtruth.score.people import METRIC_NAMES
from groundtruth.score.summary import CONCERNED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Scores = dict[str, Any]


def shortfall(scores: Scores, report: Mapping[str, Any]) -> Iterator[str]:
    """Section of the appendix on figures that miss their target.

    Parameters
    ----------
    scores : dict
        As ``summarise`` gives them.
    report : mapping
        As the calibration wrote it; empty where it is not there.

    Yields
    ------
    str
        Blocks of Markdown; nothing where the results say nothing about a cause.
    """
    parts = [
        *_change(scores, report),
        *_stickers(scores),
        *_coverage(scores),
        *_camera(scores, report),
    ]
    if parts:
        yield "## Why some targets are missed"
        yield (
            "What a better detector, fewer clothes, more people or more detections would gain is "
            "in [decision 26](../adr/0026-where-the-information-ends.md)."
        )
        yield from parts


def _change(scores: Scores, report: Mapping[str, Any]) -> Iterator[str]:
    pairs = report.get("paired")
    wide = get(scores, "groups", "wide", "change", "pelvic_tilt", "rmse")
    life = get(scores, "groups", "life", "personal", "pelvic_tilt", "change", "rmse")
    if not pairs or (wide <= CHANGE_OF_TILT["wide"] and life <= CHANGE_OF_TILT["life"]):
        return
    one = {spread: pairs["change"][spread]["pelvic_tilt"] for spread in SPREADS}
    yield (
        "**Change of pelvic tilt.** Read together, two photos of people never met are off by "
        f"{fixed(one['wide']['sd'], 1, '°')} (wide) and {fixed(one['life']['sd'], 1, '°')} (life) "
        f"each, and these errors correlate by {fixed(one['wide']['r'], 2)} and "
        f"{fixed(one['life']['r'], 2)}: what is the body's own drops out of the change, what "
        "posture and camera do to it does not. So a change is off by "
        f"{fixed(one['wide']['together'], 1, '°')} in wide spreads (on this page "
        f"{fixed(wide, 1, '°')}, target {fixed(CHANGE_OF_TILT['wide'], 1, '°')}), and even a first "
        f"photo whose truth is known leaves {fixed(one['life']['floor'], 1, '°')} in life (on this "
        f"page, with points placed, {fixed(life, 1, '°')}, target "
        f"{fixed(CHANGE_OF_TILT['life'], 1, '°')}). What helps is a smaller error of one photo."
    )


def _stickers(scores: Scores) -> Iterator[str]:
    rows: list[list[str]] = []
    for spread in SPREADS:
        for metric in STICKER_ANGLES:
            now, centres, true_camera = (
                get(scores, "stickers", spread, which, metric, "rmse")
                for which in ("metrics", "placed", "true_camera")
            )
            if now > WITH_STICKERS:
                numbers = (now, WITH_STICKERS, centres, true_camera)
                rows.append([f"`{metric}`, {spread}", *(fixed(n, 1, "°") for n in numbers)])
    if rows:
        yield (
            "**Stickers.** The acromion lies half a shoulder's breadth nearer to the camera than "
            "C7, which is a hand's breadth away: one degree of turn moves the line between them by "
            "about three. No sticker tells the turn. With the true camera the same stickers give "
            "the last column; what is left there is sticking, 2 mm at either end of so short a "
            "line, and not knowing how broad the shoulders are."
        )
        header = ["Angle", "now", "target", "stickers at their true centres", "true camera as well"]
        yield table(header, rows)


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


def _camera(scores: Scores, report: Mapping[str, Any]) -> Iterator[str]:
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


def _chance(found: Mapping[str, Any], level: int, band: tuple[float, float]) -> float:
    effective = found[f"effective_{level}"]
    count = round(effective) if math.isfinite(effective) else found["n"]
    return chance(count, level, *band)


def chance(count: int, level: float, low: float, high: float) -> float:
    """Probability that an exact interval is observed to cover ``low`` to ``high`` percent.

    Parameters
    ----------
    count : int
        Pictures, each of another person.
    level : float
        Nominal coverage, percent.
    low, high : float
        Edges of the band, percent, both inside.

    Returns
    -------
    float
    """
    p = level / 100.0
    # Logarithms, because binomial coefficients overflow.
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
