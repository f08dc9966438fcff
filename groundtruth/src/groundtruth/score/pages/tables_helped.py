"""Markdown tables of results with an earlier photo of the person, stickers or placed points."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from groundtruth.score.figures import get
from groundtruth.score.pages.markdown import UNITS, fixed, table

if TYPE_CHECKING:
    from groundtruth.score.pages.tables import Scores


def changes(scores: Scores, group: str) -> str:
    """Change between two photos: read separately, jointly, and with points in the first."""
    found = get(scores, "groups", group, "change")
    header = (
        "Change of",
        "n",
        "RMSE, photo by photo",
        "RMSE, together",
        "skill",
        "80 % covers",
        "95 % covers",
        "n, points placed",
        "RMSE, points placed",
        "skill",
        "80 % covers",
        "95 % covers",
    )
    rows: list[list[str]] = []
    for m, a in found.items():
        helped = get(scores, "groups", group, "personal", m, "change")
        apart = fixed(a["apart"]["rmse"], 1, UNITS[m])
        rows.append(
            [
                f"`{m}`",
                str(a["n"]),
                apart,
                *_four(m, a),
                fixed(get(helped, "n"), 0),
                *_four(m, helped),
            ]
        )
    return table(header, rows)


def personal(scores: Scores, group: str) -> str:
    """One later photo, without and with personal calibration, on the same pictures."""
    header = (
        "Measurement",
        "n",
        "RMSE alone",
        "skill",
        "95 % covers",
        "RMSE, personal calibration",
        "skill",
        "95 % covers",
    )
    rows = (
        [f"`{m}`", str(a["with"]["n"]), *_three(m, a["without"]), *_three(m, a["with"])]
        for m, a in get(scores, "groups", group, "personal").items()
    )
    return table(header, rows)


def _three(metric: str, a: Any) -> list[str]:
    return [
        fixed(get(a, "rmse"), 1, UNITS[metric]),
        fixed(get(a, "skill"), 2),
        fixed(get(a, "cover_95"), 0, " %"),
    ]


def _four(metric: str, a: Any) -> list[str]:
    rmse, skill, most = _three(metric, a)
    return [rmse, skill, fixed(get(a, "cover_80"), 0, " %"), most]


def stickers(part: Scores) -> str:
    """With stickers found by the program, at their true centres, and without; same pictures."""
    header = (
        "Measurement",
        "n",
        "RMSE without",
        "RMSE with stickers",
        "bias",
        "covers 80 %",
        "95 %",
        "RMSE, stickers at their true centres",
        "RMSE, true camera as well",
    )
    rows = (
        [
            f"`{m}`" + (" (one end only)" if m in ("cva", "body_lean") else ""),
            str(a["n"]),
            fixed(part["without"][m]["rmse"], 1, UNITS[m]),
            fixed(a["rmse"], 1, UNITS[m]),
            fixed(a["bias"], 1),
            fixed(a["cover_80"], 0),
            fixed(a["cover_95"], 0),
            fixed(part["placed"][m]["rmse"], 1, UNITS[m]),
            fixed(part["true_camera"][m]["rmse"], 1, UNITS[m]),
        ]
        for m, a in part["metrics"].items()
    )
    return table(header, rows)


def finding(part: Scores) -> str:
    """Which stickers are found."""
    rows = (
        [
            name,
            str(f["worn"]),
            fixed(100 * f["right"] / f["worn"] if f["worn"] else math.nan, 0, " %"),
            str(f["wrong"]),
            fixed(f["median_px"], 1, " px"),
        ]
        for name, f in part["finding"].items()
    )
    return table(("Sticker", "visible", "found", "put elsewhere", "median error"), rows)


def placed(group: Scores) -> str:
    """Every palpable point placed at its true position with a placing error."""
    rows = (
        [
            f"`{m}`",
            str(a["n"]),
            fixed(a["bias"]),
            *_three(m, a),
            fixed(group["true_camera"][m]["rmse"], 1, UNITS[m]),
        ]
        for m, a in group["placed"].items()
    )
    header = ("Measurement", "n", "bias", "RMSE", "skill", "95 % covers", "RMSE, true camera")
    return table(header, rows)
