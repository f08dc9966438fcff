"""Markdown tables of the page."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from groundtruth.score.figures import get
from groundtruth.score.pages.markdown import HEADLINE, UNITS, UNKNOWN, between, fixed, table
from groundtruth.score.people import METRIC_NAMES
from groundtruth.score.widths import QUARTERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from groundtruth.score.figures import Figure

Scores = dict[str, Any]


def targets(figures: Sequence[Figure]) -> str:
    """Every figure with a target, and whether it holds."""
    rows = (
        [f.name, fixed(f.value, 2, f" {f.unit}".rstrip()), f.target, f"{_verdict(f)}"]
        for f in figures
        if f.target != "-"
    )
    return table(("Figure", "value", "target", "verdict"), rows)


def _verdict(figure: Figure) -> str:
    return "holds" if figure.holds else "**short**"


def level(group: Scores) -> str:
    """RMSE as analysed and with the true roll, of the measurements that have a target."""
    rows = [
        [
            f"`{name}`",
            fixed(group["metrics"][name]["rmse"], 1, UNITS[name]),
            fixed(given["rmse"], 1, UNITS[name]),
        ]
        for name, given in group["true_roll"].items()
        if name in HEADLINE
    ]
    return table(("Measurement", "RMSE", "RMSE, true roll given"), rows)


def widths(group: Scores) -> str:
    """Stated error, true error and coverage, by width of the intervals."""
    rows = [
        [
            f"`{metric}`",
            *(
                f"{fixed(part['sd'], 1, UNITS[metric])}, {fixed(part['rmse'], 1, UNITS[metric])}: "
                f"{fixed(part['cover'], 0, ' %')}"
                for part in parts
            ),
        ]
        for metric, parts in group["widths"].items()
        if parts
    ]
    return table(("Measurement", *QUARTERS), rows)


def full(group: Scores) -> str:
    """All statistics of one group of pictures."""
    header = (
        "Measurement",
        "n",
        "missing",
        "bias",
        "RMSE",
        "95 % interval",
        "r",
        "slope",
        "skill",
        "95 % interval",
        "covers 50 %",
        "80 %",
        "95 %",
        "median stated error",
    )
    return table(header, (_full_row(m, a) for m, a in group["metrics"].items()))


def _full_row(metric: str, a: Scores) -> list[str]:
    return [
        f"`{metric}`",
        str(a["n"]),
        str(a["missing"]),
        fixed(a["bias"]),
        fixed(a["rmse"], 1, UNITS[metric]),
        between(a["rmse_low"], a["rmse_high"], 1),
        fixed(a["r"], 2),
        fixed(a["slope"], 2),
        fixed(a["skill"], 2),
        between(a["skill_low"], a["skill_high"], 2),
        fixed(a["cover_50"], 0),
        fixed(a["cover_80"], 0),
        fixed(a["cover_95"], 0),
        fixed(a["median_sd"], 1, UNITS[metric]),
    ]


def by_stratum(group: Scores) -> str:
    """RMSE of the headline measurements by stratum."""
    rows = [
        [f"{stratum}: {band}", str(max((v["n"] for v in by.values()), default=0))]
        + [fixed(get(by, m, "rmse"), 1, UNITS[m]) for m in HEADLINE]
        for stratum, bands in group["by"].items()
        for band, by in bands.items()
    ]
    return table(("Pictures", "n", *(f"`{m}`" for m in HEADLINE)), rows)


def tiers(group: Scores) -> str:
    """Correctness of the tiers, by measurement and in total."""
    header = (
        "Measurement",
        "findings",
        "cannot tell",
        "decided",
        "correct of the decided",
        "exactly the tier",
        "sensitivity",
        "specificity",
        "PPV",
    )
    rows = (
        [
            "**all**" if m == "all" else f"`{m}`",
            str(t["n"]),
            fixed(t["cannot_tell"], 0, " %"),
            str(t["decided"]),
            *(
                fixed(t[k], 0, " %")
                for k in ("right", "exact", "sensitivity", "specificity", "ppv")
            ),
        ]
        for m, t in group["tiers"].items()
    )
    return table(header, rows)


def peers(group: Scores) -> str:
    """Ours and every formula, on the same pictures."""
    header = (
        "Formula",
        "n",
        "bias",
        "RMSE",
        "r",
        "skill",
        "RMSE, bias taken out",
        "skill, bias taken out",
    )
    rows: list[list[str]] = []
    for metric in METRIC_NAMES:
        both = get(group, "peers", metric)
        if not isinstance(both, dict):
            if metric in group["metrics"]:
                rows.append([f"`{metric}`: no peer", *[UNKNOWN] * (len(header) - 1)])
            continue
        rows.append([f"**`{metric}`, ours**", *_brief(metric, both["ours"]), UNKNOWN, UNKNOWN])
        rows += [
            [
                f"{f['name']} ({f['source']})",
                *_brief(metric, f),
                fixed(f["rmse_unbiased"], 1, UNITS[metric]),
                fixed(f["skill_unbiased"], 2),
            ]
            for f in both["formulas"]
        ]
    return table(header, rows)


def _brief(metric: str, a: Scores) -> list[str]:
    return [
        str(a["n"]),
        fixed(a["bias"]),
        fixed(a["rmse"], 1, UNITS[metric]),
        fixed(a["r"], 2),
        fixed(a["skill"], 2),
    ]


def mirror(scores: Scores) -> str:
    """RMS difference between each picture and its mirror image."""
    names = [
        n for n, g in scores["groups"].items() if any(map(math.isfinite, g["mirror"].values()))
    ]
    rows = (
        [f"`{m}`", *(fixed(scores["groups"][n]["mirror"][m], 2, UNITS[m]) for n in names)]
        for m in METRIC_NAMES
    )
    return table(("Measurement", *names), rows)
