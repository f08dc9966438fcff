"""The command ``python -m groundtruth face``: where the face detector's ear and eye lie.

Forward they are compared with the marked points. Upward they are compared with the estimates
without the face and before the raise of head and neck: those put head and neck of real people too
low in common, which changes no angle, and a head that were moved up alone would change them
(docs/adr/0038). The spread is that about the marked points, without the error of marking.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from posture.body.estimate.face import POINTS, ROWS, FaceFile
from posture.body.estimate.heights import heights
from posture.body.points import NODES
from tqdm import tqdm

from groundtruth.real.by_eye import raters_differ
from groundtruth.real.deviation import label_sd
from groundtruth.real.labels import Labels, read_labels
from groundtruth.real.results import answer, cameras, results
from groundtruth.real.seen import by_people, raise_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from groundtruth.real.results import Result

AXES = ("ear forward", "ear up", "eye forward", "eye up")
_FORWARD = np.array([True, False, True, False])
_DIGITS = 5
_LABEL_SHARES = 0.9
"""Largest share of the spread that may be taken for the error of marking."""


@dataclass(frozen=True, slots=True, eq=False)
class Offsets:
    """Ear and eye of the face detector in pictures where it sees a face, statures.

    Attributes
    ----------
    person : ndarray of str, shape (N,)
    from_true : ndarray, shape (N, 4)
        Less the marked or true tragus and canthus: ear forward and up, eye forward and up.
    from_estimate : ndarray, shape (N, 4)
        Less the estimates without the face.
    """

    person: NDArray[np.str_]
    from_true: NDArray[np.float64]
    from_estimate: NDArray[np.float64]

    @property
    def from_usual(self) -> NDArray[np.float64]:
        """Forward from the true points, up from the estimates."""
        return np.where(_FORWARD, self.from_true, self.from_estimate)


def run(labels: Path, photos: Path, rendered: Sequence[Path], store: Path, out: Path) -> None:
    """Fit, print the offsets, and write the file.

    Parameters
    ----------
    labels, photos, store : Path
        See :func:`groundtruth.real.measured.measure`.
    rendered : sequence of Path
        Rendered sets, as the command ``make`` fills them.
    out : Path
    """
    given = read_labels(labels)
    found = results(given, photos, store)
    real = offsets(given, found)
    of_sets = [one for folder in rendered for one in _of_set(folder, store)]
    made = offsets([label for label, _ in of_sets], [result for _, result in of_sets])
    for name, part in (("real", real), ("rendered", made)):
        for k, axis in enumerate(AXES):
            values = 100.0 * part.from_true[:, k]
            print(
                f"{name}, {axis}: {values.mean():+.2f} % from the true point, SD {values.std():.2f}"
            )
    fitted = fit(real, made, _marking(given, found))
    out.write_text(fitted.model_dump_json(indent=1) + "\n", "utf-8")


def offsets(labels: Sequence[Labels], found: Sequence[Result]) -> Offsets:
    """Compare the face detector's points with the true ones and with the estimates.

    Parameters
    ----------
    labels : sequence of Labels
    found : sequence of Result
        Of the same pictures, in any order. Those without a face or without both points are left
        out.

    Returns
    -------
    Offsets
    """
    by_photo = {one.photo: one for one in labels}
    rows: list[tuple[str, NDArray[np.float64], NDArray[np.float64]]] = []
    for one in found:
        points = by_photo[one.photo].points
        if one.analysis is None or np.isnan(one.face).any() or not points.keys() >= set(POINTS):
            continue
        body = one.analysis.body
        at = body.camera.to_body(one.face, body.depths[ROWS])
        true = body.camera.to_body(np.array([points[name] for name in POINTS]), body.depths[ROWS])
        put = one.alone.copy()
        put[:, 1] -= raise_of(heights(), one)
        rows.append((one.person, (at - true).ravel(), (at - put[ROWS]).ravel()))
    person, from_true, from_estimate = zip(*rows, strict=True)
    return Offsets(np.array(person), np.array(from_true), np.array(from_estimate))


def fit(real: Offsets, rendered: Offsets, marking: NDArray[np.float64]) -> FaceFile:
    """Fit every number of the file.

    Parameters
    ----------
    real, rendered : Offsets
    marking : ndarray, shape (4,)
        Variance of the marked points about the true ones, squared statures.

    Returns
    -------
    FaceFile
    """
    people = len(np.unique(real.person))
    spread = np.cov(real.from_true.T)
    variance = np.diagonal(spread)
    own = 1.0 - np.minimum(marking / variance, _LABEL_SHARES)
    spread = spread * np.sqrt(np.outer(own, own))
    return FaceFile(
        source=f"{len(real.person)} photographs of {people} people, "
        f"{len(rendered.person)} rendered pictures",
        real=_rounded(by_people(real.person, real.from_usual).mean(axis=0), _DIGITS),
        # Where the detector takes something else for a face the mean would follow it.
        rendered=_rounded(np.quantile(rendered.from_estimate, 0.5, axis=0), _DIGITS),
        real_covariance=_rows(spread),
        rendered_covariance=_rows(np.cov(rendered.from_true.T)),
    )


def _marking(labels: Sequence[Labels], answers: Sequence[Result]) -> NDArray[np.float64]:
    """Variance of the marked points about the true ones, squared statures, shape (4,)."""
    between, _ = raters_differ(labels, cameras(answers))
    found: list[float] = []
    for name in POINTS:
        share = sum(1.0 / max(one.readings(name), 1) for one in labels) / len(labels)
        found += [share * (label_sd(between[name][:, i]) / 100.0) ** 2 for i in (0, 1)]
    return np.array(found)


def _of_set(folder: Path, store: Path) -> list[tuple[Labels, Result]]:
    """Pictures of a rendered set with their true points, and what the program makes of them."""
    files = sorted(folder.glob("*.json"), key=lambda path: int(path.stem))
    found: list[tuple[Labels, Result]] = []
    for file in tqdm(files, desc=folder.name):
        truth = json.loads(file.read_text("utf-8"))
        true = {name: np.array(truth["nodes_px"][name], dtype=float) for name in NODES}
        picture = file.with_suffix(".jpg")
        person = f"{folder.name} {truth['body']}"
        labels = Labels(f"{folder.name} {picture.name}", person, None, {"truth": true})
        found.append((labels, answer(labels, picture.read_bytes(), store)))
    return found


def _rows(covariance: NDArray[np.float64]) -> list[list[float]]:
    return [_rounded(row, 2 * _DIGITS) for row in covariance]


def _rounded(values: NDArray[np.float64], digits: int) -> list[float]:
    return [round(float(value), digits) for value in values]
