"""Can fast rows be told from rendered ones? The same held-out people, made both ways."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from posture.body.body import POINTS
from posture.body.estimate.features import names
from posture.body.side_view import PARTS

from groundtruth.fast.deviation import fit
from groundtruth.fast.rows import detected_row, stacked

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from groundtruth.fast.deviation import Deviation

_DETECTION = slice(0, 50)


@dataclass(frozen=True, slots=True, eq=False)
class Check:
    """How fast rows of held-out people compare with their rendered ones.

    Attributes
    ----------
    auc : dict of str to float
        Area under the curve of a classifier that tells the two apart, by group of features, on
        people that it had not seen; 0.5 is chance. The outline's errors alone are no group: they
        are copies of the donors', which a classifier would know by heart.
    ks : dict of str to float
        Largest gap between the two distributions (Kolmogorov-Smirnov) of each feature.
    spread : dict of str to float
        Spread (standard deviation) of the fast feature over that of the rendered one.
    people : int
    """

    auc: dict[str, float]
    ks: dict[str, float]
    spread: dict[str, float]
    people: int


def check(rows: Path) -> Check:
    """Fit on four fifths of the people, let the model detect the rest, and compare.

    Parameters
    ----------
    rows : Path
        ``rows.npz`` of a rendered set, truth files and silhouettes beside it.

    Returns
    -------
    Check
    """
    with np.load(rows) as kept:
        real = {key: kept[key] for key in kept.files}
    made: list[dict[str, Any]] = []
    fold = real["body"] % 5
    for k in range(5):
        model = fit(rows, only=fold != k)
        for i in np.flatnonzero(fold == k):
            lens = bool(real["features"][i, names().index("lens_known")])
            row = _made(rows.parent, int(real["number"][i]), model, lens_known=lens)
            if row is not None:
                made.append(row)
    fake = stacked(made)
    keep = np.isin(real["number"], fake["number"])
    return compare({key: real[key][keep] for key in ("features", "targets", "body")}, fake)


def _made(
    folder: Path, number: int, model: Deviation, *, lens_known: bool
) -> dict[str, Any] | None:
    """The row of a picture that exists, from its truth and silhouette alone."""
    truth = json.loads((folder / f"{number}.json").read_text("utf-8"))
    mask = cv2.imread(str(folder / f"{number}.png"), cv2.IMREAD_GRAYSCALE)
    return detected_row(
        truth,
        np.asarray(mask, dtype=np.uint8),
        model,
        np.random.default_rng(number),
        lens_known=lens_known,
    )


def compare(real: dict[str, NDArray[np.float64]], fake: dict[str, NDArray[np.float64]]) -> Check:
    """Compare two samples of rows.

    Parameters
    ----------
    real, fake : dict of str to ndarray
        With ``features``, ``targets`` and ``body``.

    Returns
    -------
    Check
    """
    from scipy.stats import ks_2samp

    columns = names()
    a, b = real["features"], fake["features"]
    body = np.concatenate([real["body"], fake["body"]])
    label = np.repeat([0, 1], [len(a), len(b)])

    def both(part: slice) -> NDArray[np.float64]:
        return np.nan_to_num(np.concatenate([a[:, part], b[:, part]]))

    deviation = np.concatenate([_remainder(real), _remainder(fake)])
    groups = {
        "landmarks": both(_DETECTION),
        "outline": both(slice(50, 206)),
        "conditions": both(slice(206, len(columns))),
        "all": both(slice(0, len(columns))),
        "landmarks less truth": deviation,
    }
    known = [(n, a[:, i], b[:, i]) for i, n in enumerate(columns)]
    known = [(n, x[np.isfinite(x)], y[np.isfinite(y)]) for n, x, y in known]
    return Check(
        auc={name: _auc(x, label, body) for name, x in groups.items()},
        ks={n: float(ks_2samp(x, y).statistic) for n, x, y in known},
        spread={n: float(y.std() / max(x.std(), 1e-9)) for n, x, y in known},
        people=len(np.unique(body)),
    )


def _remainder(rows: dict[str, NDArray[np.float64]]) -> NDArray[np.float64]:
    """Landmarks of both sides less the nearest true points."""
    near = rows["features"][:, :24].reshape(-1, 12, 2)
    pairs = (("ear", "tragus"), ("eye", "canthus"), ("shoulder", "acromion"), ("knee", "knee"))
    pairs = (*pairs, ("ankle", "malleolus"), ("toe", "toe"), ("hip", "trochanter"))
    gaps = [near[:, PARTS.index(p)] - rows["targets"][:, POINTS.index(q)] for p, q in pairs]
    return np.concatenate(gaps, axis=1)


def _auc(x: NDArray[np.float64], label: NDArray[np.intp], body: NDArray[np.intp]) -> float:
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import GroupKFold, cross_val_predict

    model = HistGradientBoostingClassifier(max_iter=60, max_leaf_nodes=8)
    guess = cross_val_predict(
        model, x, label, groups=body, cv=GroupKFold(5), method="predict_proba"
    )
    return float(roc_auc_score(label, guess[:, 1]))
