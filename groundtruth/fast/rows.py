"""Rows of features made without rendering and without the detector.

Person, posture, clothes and camera are drawn as for pictures, the silhouette is computed exactly,
and what the detector would make of it is drawn from the fitted deviation. A row costs about 0.15 s
of one core instead of 3 s for a picture and its detection.
"""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from tqdm import tqdm

from groundtruth.calibrate.gather import align
from groundtruth.fast.detection import detect_as, noted_focal, with_outline
from groundtruth.fast.deviation import Deviation, load
from groundtruth.fast.situation import situate
from groundtruth.picture import outline, stage
from groundtruth.sets import Drawn
from posture.body.body import NODES
from posture.measure.registry import METRICS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from groundtruth.sets import Kind
    from posture.body.camera import Camera

CHUNK = 500
"""Rows of one file; a chunk that is there is not made again."""

_MASK = (384, 512)
"""Width and height of the silhouette: half the picture's, exact to a hundredth of a pixel."""

_DETECTION = 20
"""Purpose of the generator, after those of ``groundtruth.picture``."""


def row_of(drawn: Drawn, deviation: Deviation, *, again: int = 0) -> dict[str, Any] | None:
    """Make one row.

    Parameters
    ----------
    drawn : Drawn
    deviation : Deviation
    again : int
        Another draw of the deviation for the same picture.

    Returns
    -------
    dict or None
        The fields of ``groundtruth.calibrate.gather.Rows``; None where the analyser would refuse.
    """
    subject = stage(drawn)
    truth, camera = subject.record, subject.camera
    mask = outline(subject.pieces, camera, _MASK)
    situation = situate(truth)
    deviated = deviation.draw(situation, drawn.rng(_DETECTION + again, of_person=False))
    size = (camera.width, camera.height)
    # As in the pictures: every other person's have lost the note on the lens.
    focal = noted_focal(camera.focal_px, size) if drawn.body % 2 == 0 else None
    found = detect_as(
        situation,
        deviated.landmarks,
        mask,
        roll_deg=deviated.roll_deg,
        focal_px=focal,
        size=size,
    )
    if found is None:
        return None
    values, true = with_outline(found, deviated.outline, bare=deviated.bare)
    by_mask, _ = with_outline(found, deviated.outline_mask, bare=deviated.bare)
    return {
        "features": values,
        "features_mask": by_mask,
        "features_true": true,
        **_targets(truth, found.camera, found.features.origin),
    }


def _targets(
    truth: dict[str, Any], camera: Camera, origin: NDArray[np.float64]
) -> dict[str, Any]:
    """Everything of a row but its features."""
    to_body = align(truth, camera)
    nodes = np.array([truth["nodes"][name] for name in NODES])
    joints = np.array([truth["joints"][name] for name in sorted(truth["joints"])])
    given, stature = truth["camera"], truth["stature_m"]
    focal = given["focal_px"] * stature / given["distance_m"]
    return {
        "origin": origin,
        "targets": to_body(nodes[:, :2]) - origin,
        "depths": nodes[:, 2],
        "joints": to_body(joints[:, :2]) - origin,
        "camera_errors": np.array(
            [
                camera.roll_deg - given["roll_deg"],
                camera.yaw_deg - given["yaw_deg"],
                np.log(camera.distance * stature / given["distance_m"]),
                np.log(camera.px_per_stature / focal),
            ]
        ),
        "true": np.array([truth["measurements"][metric.name] for metric in METRICS]),
        "yaw": given["yaw_deg"],
        "body": truth["body"],
        "number": truth["number"],
        "spread": truth["set"],
        "top": truth["clothing"]["top"],
        "hair": truth["clothing"]["hair"],
        "build": truth["build"],
        "sex": truth["sex"],
        "looseness": truth["clothing"]["looseness"],
    }


def make_chunk(
    numbers: Sequence[int], deviation: Path, out: Path | None, kind: Kind = "fast"
) -> dict[str, NDArray[Any]]:
    """Make the rows of some pictures.

    Parameters
    ----------
    numbers : sequence of int
    deviation : Path
    out : Path or None
        File to write.
    kind : str

    Returns
    -------
    dict of str to ndarray
    """
    model = _loaded(deviation)
    rows = [row_of(Drawn(kind, n), model) for n in numbers]
    made = stacked([row for row in rows if row is not None])
    if out is not None:
        _write(out, made)
    return made


@lru_cache(maxsize=1)
def _loaded(path: Path) -> Deviation:
    return load(path)


def stacked(rows: Sequence[dict[str, Any]]) -> dict[str, NDArray[Any]]:
    """One array per field."""
    return {key: np.array([row[key] for row in rows]) for key in rows[0]}


def _write(path: Path, fields: dict[str, NDArray[Any]]) -> None:
    # A file counts as made once it has its name.
    partial = path.with_suffix(".part.npz")
    np.savez(partial, **fields)
    partial.replace(path)


def _make(first: int, last: int, deviation: Path, out: Path) -> Path:
    make_chunk(range(first, last), deviation, out)
    return out


def make_rows(folder: Path, count: int, deviation: Path, *, workers: int = 2) -> Path:
    """Make many rows; chunks that exist are kept, and ``rows.npz`` grows with every chunk.

    Parameters
    ----------
    folder : Path
    count : int
        Pictures, two of each person; a few are refused as the analyser would.
    deviation : Path
        File of :meth:`Deviation.save`.
    workers : int

    Returns
    -------
    Path
        ``rows.npz`` in the folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "chunks").mkdir(exist_ok=True)
    bounds = [(a, min(a + CHUNK, count)) for a in range(0, count, CHUNK)]
    files = [folder / "chunks" / f"{a:06d}_{b:06d}.npz" for a, b in bounds]
    joined = folder / "rows.npz"
    todo = [(*ab, deviation, f) for ab, f in zip(bounds, files, strict=True) if not f.exists()]
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        jobs = pool.map(_make, *zip(*todo, strict=True)) if todo else iter(())
        for _ in tqdm(jobs, total=len(todo), desc=f"{folder.name}, chunks of {CHUNK}"):
            join([f for f in files if f.exists()], joined)
    join([f for f in files if f.exists()], joined)
    return joined


def join(files: Sequence[Path], out: Path) -> None:
    """Put the rows of several files into one."""
    parts: list[dict[str, NDArray[Any]]] = []
    for file in files:
        with np.load(file) as kept:
            parts.append({key: kept[key] for key in kept.files})
    if parts:
        _write(out, {key: np.concatenate([p[key] for p in parts]) for key in parts[0]})
