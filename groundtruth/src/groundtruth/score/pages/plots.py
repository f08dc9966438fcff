"""Plots of the appendix as reproducible SVG files."""

from __future__ import annotations

import io
import math
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from posture.present.wording import title

from groundtruth.score.pages.markdown import HEADLINE, UNITS, fixed
from groundtruth.score.statistics import Z

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Scores = dict[str, Any]

_SHADES = {50: "#9dc3de", 80: "#4f93bf", 95: "#1f5f8b"}
_IDEAL, _BAND = "#b4451f", "#e3f0e3"
_TOPS = {
    "bare": "#08306b",
    "bra": "#2171b5",
    "fitted": "#6baed6",
    "t-shirt": "#fdae6b",
    "loose": "#d94801",
}
# Identifiers without the salt, and the date, would differ from run to run. Letters stay letters:
# outlines of glyphs would be three times as large.
_STYLE: Any = {"svg.hashsalt": "posture", "svg.fonttype": "none", "font.size": 9}


def estimates(group: Scores, name: str) -> str:
    """Estimate against truth with 80 % intervals, a panel for each headline measurement."""
    metrics = [m for m in HEADLINE if group["points"].get(m)]
    columns, rows = 4, max(1, math.ceil(len(metrics) / 4))
    figure = Figure(figsize=(3.1 * columns, 3.4 * rows), layout="constrained")
    axes = figure.subplots(rows, columns, squeeze=False).ravel()
    for axis in axes[len(metrics) :]:
        axis.set_axis_off()
    for axis, metric in zip(axes, metrics, strict=False):
        _panel(axis, metric, group)
    return _svg(figure, f"Estimate against truth with 80 % intervals, {name}")


def _panel(axis: Axes, metric: str, group: Scores) -> None:
    truth, found, sd = np.array(group["points"][metric]).T
    # Thousands of marks as vectors would be a megabyte; as an image they are a tenth of it.
    axis.errorbar(
        truth, found, Z[80] * sd, fmt="o", markersize=2, color=_SHADES[95], ecolor=_SHADES[50],
        elinewidth=0.7, rasterized=True,
    )  # fmt: skip
    low, high = min(truth.min(), found.min()), max(truth.max(), found.max())
    room = max(0.06 * (high - low), 0.5)
    limits = (low - room, high + room)
    axis.plot(limits, limits, color=_IDEAL, linestyle="--", linewidth=1)
    axis.set(xlim=limits, ylim=limits, aspect="equal")
    axis.set(xlabel=f"truth ({UNITS[metric].strip()})", ylabel="estimate")
    found = group["metrics"][metric]
    said = f"RMSE {fixed(found['rmse'], 1, UNITS[metric])}, skill {fixed(found['skill'], 2)}"
    axis.set_title(f"{title(metric)}\n{said}, n {found['n']}", fontsize=9)


def coverage(group: Scores, name: str) -> str:
    """Coverage of the 50, 80 and 95 % intervals, for each measurement."""
    metrics = list(group["metrics"])
    figure, axis = _bars(len(metrics), 0.26)
    for low, high in ((92, 98), (76, 84)):
        axis.axvspan(low, high, color=_BAND)
    for level, shade in _SHADES.items():
        axis.axvline(level, color=_IDEAL, linestyle="--", linewidth=1)
        shares = [group["metrics"][metric][f"cover_{level}"] for metric in metrics]
        axis.plot(shares, range(len(metrics)), "o", color=shade, label=f"{level} %")
    axis.set(xlim=(0, 101), xlabel="truths inside the interval (%)")
    axis.set_yticks(range(len(metrics)), [title(metric) for metric in metrics])
    figure.legend(loc="outside upper right", ncols=len(_SHADES))
    return _svg(figure, f"Share of truths inside the 50, 80 and 95 % intervals, {name}")


def by_clothing(group: Scores, name: str) -> str:
    """RMSE of the headline measurements by kind of top."""
    tops = group["by"].get("top", {})
    metrics = [m for m in HEADLINE if any(m in by for by in tops.values())]
    figure, axis = _bars(len(metrics), 0.6)
    height = 0.8 / max(len(tops), 1)
    for j, (worn, by) in enumerate(tops.items()):
        errors = [by.get(metric, {"rmse": math.nan})["rmse"] for metric in metrics]
        places = np.arange(len(metrics)) + height * (j - (len(tops) - 1) / 2)
        bars = axis.barh(places, errors, height, color=_TOPS.get(worn, "#6b7280"), label=worn)
        words = [fixed(e, 1, UNITS[m]) for e, m in zip(errors, metrics, strict=True)]
        axis.bar_label(bars, words, padding=3, fontsize=7)
    axis.set_yticks(range(len(metrics)), [title(metric) for metric in metrics])
    axis.set_xlabel("RMSE")
    figure.legend(loc="outside upper right", ncols=max(len(tops), 1))
    return _svg(figure, f"RMSE by what is worn on top, {name}")


def _bars(count: int, inches: float) -> tuple[Figure, Axes]:
    """A figure with one row for each measurement, the first at the top."""
    figure = Figure(figsize=(8.5, 1.0 + inches * max(count, 1)), layout="constrained")
    axis = figure.subplots()
    axis.invert_yaxis()
    return figure, axis


def _svg(figure: Figure, label: str) -> str:
    out = io.BytesIO()
    with mpl.rc_context(_STYLE):
        figure.savefig(out, format="svg", dpi=150, metadata={"Title": label, "Date": None})
    return out.getvalue().decode("utf-8")
