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
        f"are from {report['folds']}-fold cross-validation over people of the training set, in "
        "which all three spreads are mixed: no person is on both sides."
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
    if "limits" in report:
        yield "### Where the information ends"
        yield (
            f"The network learnt anew on {report['limit_rows']} fast rows and tested on others of "
            "people that it had not seen: once as the detector sees them, once with a detector "
            "whose landmarks follow from the body, an exact outline and a known roll. What is "
            "left in the second row is not in a silhouette with its joints: cloth hides it, or the "
            "body's own shape looks like it."
        )
        yield _rows(report["limits"])
    yield "### By spread"
    yield _rows(report["by_spread"])


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
