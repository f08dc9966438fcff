"""What two photos of one person tell of a change when they are looked at together.

The program estimates each photo by itself and takes the difference. But both photos show the same
body: what one of them hides of its shape the other may show, and what is the body's own must not
count as change. Here the same network learns from one photo, and from one photo with the other of
that person beside it, without rendering; both are tested on pictures of people from whom nothing
was learnt.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from groundtruth.calibrate.crossval import some
from groundtruth.calibrate.gather import read
from groundtruth.calibrate.limits import answers, cases_of, pairs
from groundtruth.calibrate.sensitivity import values
from posture.body.calibrated import weights
from posture.measure.registry import METRICS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from groundtruth.calibrate.gather import Rows
    from groundtruth.calibrate.network import Recipe


def beside(rows: Rows) -> tuple[Rows, Rows]:
    """Every photo by itself, and with the other photo of that person beside it.

    Parameters
    ----------
    rows : Rows
        One row a picture; people with a single picture are left out.

    Returns
    -------
    Rows
        First photos, then second ones in the same order.
    Rows
        The same, with the features of the other photo behind their own.
    """
    first, second = pairs(rows)
    alone = some(rows, np.concatenate([first, second]))
    other = rows.features[np.concatenate([second, first])]
    return alone, replace(alone, features=np.concatenate([alone.features, other], axis=1))


def together(learnt: Rows, tested: Rows, recipe: Recipe) -> dict[str, Any]:
    """Errors of changes, photo by photo and together.

    Parameters
    ----------
    learnt, tested : Rows
        One row a picture, two pictures of each person.
    recipe : Recipe

    Returns
    -------
    dict
        ``pairs`` learnt from, ``tested`` by spread, and ``change``: by spread and measurement the
        root mean square error of the difference ``now`` (the weights that ship), ``alone`` (each
        photo by itself, learnt from as many people as ``both``), ``both`` (together), and ``mean``
        (of now and both).
    """
    alone, both = beside(learnt)
    by_itself, with_other = beside(tested)
    found = {
        "now": _change(by_itself, weights().positions(by_itself.features)),
        "alone": _change(by_itself, answers(alone, by_itself, recipe)),
        "both": _change(by_itself, answers(both, with_other, recipe)),
    }
    found["mean"] = (found["now"] + found["both"]) / 2
    count = len(by_itself.true) // 2
    true = by_itself.true[:count] - by_itself.true[count:]
    spread = by_itself.spread[:count]
    return {
        "pairs": len(alone.true) // 2,
        "tested": {str(name): int((spread == name).sum()) for name in np.unique(spread)},
        "change": {
            str(name): {
                metric.name: {
                    label: round(float(np.sqrt(((change - true)[at, k] ** 2).mean())), 2)
                    for label, change in found.items()
                }
                for k, metric in enumerate(METRICS)
            }
            for name in np.unique(spread)
            for at in [spread == name]
        },
    }


def write_together(fast: Path, pictures: Sequence[Path], recipe: Recipe, out: Path) -> None:
    """Write what :func:`together` finds.

    Parameters
    ----------
    fast : Path
        ``rows.npz`` of ``limits``.
    pictures : sequence of Path
        ``rows.npz`` of rendered sets from which nothing was learnt, nor how the detector deviates.
    recipe : Recipe
    out : Path
    """
    found = together(cases_of(fast)["seen"], read(pictures)[0], recipe)
    out.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


def _change(rows: Rows, nodes: NDArray[np.float64]) -> NDArray[np.float64]:
    """First photos less second ones, shape (pairs, 17)."""
    found = values(nodes + rows.origin[:, None, :])
    count = len(found) // 2
    return found[:count] - found[count:]
