"""What the estimator was learnt from, what else was tried, and where the information ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from groundtruth.score.markdown import HEADLINE, UNITS, fixed, table

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
        "are those of pictures of the training sets, in which all three spreads are mixed, by who "
        "had not met their people: a network that learnt from the other half of all, and other "
        "models by five-fold cross-validation."
    )
    yield "### What else was tried, on the pictures alone"
    yield _rows({"the network that ships": report["cross_validated"], **report["candidates"]})
    yield _where_it_ends(report["candidates"])
    if "crossed" in report:
        yield "### Does it recite how the sampler ties pelvis and back?"
        yield (
            "In *coupled* people the lumbar curve makes up for the tilt so that the trunk keeps "
            "its lean, in *decoupled* people both are drawn apart. A ridge was learnt on the one "
            "kind and tested on the other. What it loses by crossing is what it had recited."
        )
        yield _rows(report["crossed"])
    yield "### By spread"
    yield _rows(report["by_spread"])
    yield from _where_it_stops(report)


def _where_it_stops(report: Mapping[str, Any]) -> Iterator[str]:
    """Experiments that say why an error is not smaller."""
    if "curve" in report:
        yield "### Would more people help?"
        yield (
            "A network half as wide, learnt from people made without rendering alone, each posture "
            "seen once, and tested on the pictures. Where a row is no better than the one above it "
            "with a quarter of the people, more of them will not mend the rest."
        )
        yield _rows({f"{count} rows": score for count, score in report["curve"].items()})
    if "limits" in report:
        yield "### Would a better detector help?"
        yield (
            f"The network learnt from the same {report['limit_rows']} fast rows several times and "
            "was tested on people that it had not seen: as the detector sees them, with an exact "
            "outline, with landmarks that follow from the body and an exact roll as well, and "
            "with roll, pitch, turn, distance and scale of the camera told too. What is left "
            "then is not in the silhouette with its joints: cloth hides it, or another body looks "
            "like it. (In the rows by clothing, *wide* holds the decoupled people too.)"
        )
        yield _rows(report["limits"])
    if "own_shape" in report:
        yield "### How much of the error is the body's own, and comes back next month?"
        yield (
            "*r* is the correlation between the errors of two photos of one person; *floor* is the "
            "error of the later photo after the best linear use of a first one whose truth is "
            "known. Where each photo is read by itself, no personal calibration goes below it."
        )
        yield _own_shape(report["own_shape"])
    if "camera" in report:
        yield "### What the detection says of the camera"
        yield _camera(report["camera"])


def _own_shape(found: Mapping[str, Mapping[str, Mapping[str, float]]]) -> str:
    return table(
        ["Spread", "Measurement", "error of one photo", "r", "floor"],
        [
            [
                spread,
                f"`{name}`",
                fixed(metrics[name]["sd"], 1, UNITS[name]),
                fixed(metrics[name]["r"], 2),
                fixed(metrics[name]["floor"], 1, UNITS[name]),
            ]
            for spread, metrics in found.items()
            for name in HEADLINE
        ],
    )


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


def _where_it_ends(candidates: Mapping[str, Any]) -> str:
    """What a perfect silhouette would gain, and what landmarks alone know."""
    told: list[str] = []
    for name in ("pelvic_tilt", "kyphosis", "lordosis"):
        found, true, joints = (
            candidates[f"ridge, {kind}"][name]["rmse"]
            for kind in ("refined outline", "true outline", "landmarks alone")
        )
        told.append(
            f"`{name}` {fixed(found, 1, '°')} with the outline as found, {fixed(true, 1, '°')} "
            f"with the true silhouette, {fixed(joints, 1, '°')} with landmarks alone"
        )
    return (
        f"Where the information ends, by the same ridge: {'; '.join(told)}. What a true "
        "silhouette does not mend is not lost by the detector. More people mend a part of it "
        "(first row); whether a silhouette holds the rest is not shown here."
    )
