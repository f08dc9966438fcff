"""Section on the training data of the network and its cross-validated errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from groundtruth.score.pages.markdown import HEADLINE, UNITS, fixed, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def learning(report: Mapping[str, Any]) -> Iterator[str]:
    """Section of the page.

    Parameters
    ----------
    report : mapping
        As the calibration wrote ``groundtruth/data/calibration.json``; empty where it is not there.

    Yields
    ------
    str
        Blocks of Markdown.
    """
    if not report:
        return
    yield "## What the estimator was learnt from"
    yield (
        f"{report['pictures']} pictures of {report['people']} people through the real detector, "
        f"and {report['fast_rows']} made without rendering (exact silhouettes and a fitted model "
        f"of how the detector deviates); seed {report['seed']}, SHA-256 of the rows "
        f"`{report['rows_sha256'][:16]}` and `{report['fast_rows_sha256'][:16]}`. The errors below "
        "are those of pictures of the training sets, each estimated by a network that had learnt "
        "from the other half of the people."
    )
    yield _rows({"all": report["cross_validated"], **report["by_spread"]})
    if "camera" in report:
        yield "### What the detection says of the camera"
        yield _camera(report["camera"])


_CAMERA = {
    "roll_deg": ("roll of the camera", 1.0, "°"),
    "pitch_deg": ("pitch of the camera", 1.0, "°"),
    "yaw_deg": ("turn of the body", 1.0, "°"),
    "log_distance": ("distance", 100.0, " %"),
    "log_scale": ("pixels per stature", 100.0, " %"),
}


def _camera(found: Mapping[str, Mapping[str, float]]) -> str:
    return table(
        ["Camera model", "RMS error by one cue each", "after the learnt correction"],
        [
            [name, *(fixed(scale * found[key][when], 1, unit) for when in ("before", "after"))]
            for key, (name, scale, unit) in _CAMERA.items()
        ],
    )


def _rows(scores: Mapping[str, Mapping[str, Mapping[str, float]]]) -> str:
    def cell(metric: Mapping[str, float], name: str) -> str:
        return f"{fixed(metric['rmse'], 1, UNITS[name])} ({fixed(metric['skill'], 2)})"

    return table(
        ["RMSE (skill)", *(f"`{name}`" for name in HEADLINE)],
        [
            [label, *(cell(metrics[name], name) for name in HEADLINE)]
            for label, metrics in scores.items()
        ],
    )
