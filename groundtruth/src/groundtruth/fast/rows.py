"""Rows of features made without rendering and without the detector.

Person, posture, clothes and camera are drawn as for pictures, the silhouette is computed exactly,
and several detections are drawn from the fitted deviation. That takes about 0.11 s of one core
(person 12 ms, clothes 55, silhouette 27, each detection 4) instead of 3 s for a picture and its
detection.
"""

from __future__ import annotations

from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from tqdm import tqdm

from groundtruth.calibrate.gather import cut_truth, draw_cut, px_per_stature, targets
from groundtruth.calibrate.rows import PARAMETERS
from groundtruth.fast.detection import detect_as, exif_focal, with_outline
from groundtruth.fast.deviation import Deviation, load
from groundtruth.fast.situation import situate
from groundtruth.picture import draw_subject, outline
from groundtruth.processes import processes
from groundtruth.sets import PictureId

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from groundtruth.sets import Kind

CHUNK = 500
"""Pictures in one chunk file; existing chunks are kept."""

_MASK = (384, 512)
"""Width and height of the silhouette: half the picture's, exact to a hundredth of a pixel."""

DETECTIONS: dict[Kind, int] = {"fast": 4, "pairs": 2, "everyday": 4}
"""Detections drawn of each person in a posture: a further one costs a tenth of the first. Of pairs
each detection of one photo is paired with each of the other."""

_DETECTION, _DETECTOR = 20, 21
"""Purposes of the generators, after those of ``groundtruth.picture``: of each detection, and of
what the detector does alike in all photos of a person."""

_KNOWN_CUT = 0.05
"""Height of a picture's end over the ankle, statures, from which 1 of 160 rendered and real ones
passes for whole (nearer to the ankle 1 of 14)."""

_ZOOM = (0.35, 2.5)
"""Range of pixels over those of a rendered picture: the size of a person in a rendered picture says
how tall the detector should have drawn them; in a real one it says nothing."""

_SCALE = PARAMETERS.index("log_scale")

_FARTHEST_SCALE = 0.9
"""Error of the scale (log) beyond which a row is left out: in 1718 rendered pictures it is at most
0.86, while the tails of the fitted deviation reach 6. With two rows in a thousand beyond it the
network learnt next to nothing else."""

_CUT = 0.5
"""Share of the detections that are of a picture that ends early."""


def rows_of(picture_id: PictureId, deviation: Deviation) -> list[dict[str, Any]]:
    """Make the rows of one picture, with as many detections as ``DETECTIONS`` says.

    Parameters
    ----------
    picture_id : PictureId
    deviation : Deviation

    Returns
    -------
    list of dict
        As :func:`detected_row`, without those that the analyser would refuse.
    """
    subject = draw_subject(picture_id)
    mask = outline(subject.meshes, subject.camera, _MASK)
    rng = picture_id.rng(_DETECTION, of_person=False)
    own = deviation.own(picture_id.rng(_DETECTOR, of_person=True), everyday=picture_id.everyday)
    rows: list[dict[str, Any] | None] = []
    for turn in range(DETECTIONS[picture_id.kind]):
        # The first is whole: photos of a person are paired by it.
        cut = turn > 0 and picture_id.kind != "pairs" and rng.random() < _CUT / (1 - 1 / 4)
        kept = draw_cut(subject.record, rng) if cut else 1.0
        rows.append(
            detected_row(
                subject.record,
                mask,
                deviation,
                rng,
                own,
                lens_known=picture_id.focal_in_exif,
                kept=kept,
            )
        )
    return [row for row in rows if row is not None]


def detected_row(
    truth: dict[str, Any],
    mask: NDArray[np.uint8],
    deviation: Deviation,
    rng: np.random.Generator,
    own: NDArray[np.float64],
    *,
    lens_known: bool,
    kept: float = 1.0,
) -> dict[str, Any] | None:
    """Simulate a detection from truth and silhouette.

    Parameters
    ----------
    truth : dict
        As :func:`groundtruth.truth_file.truth_record` makes it.
    mask : ndarray, shape (h, w), uint8
        True silhouette, at any scale.
    deviation : Deviation
    rng : numpy.random.Generator
    own : ndarray, shape (25, 2)
        What the detector does in all photos of the person, as :meth:`Deviation.own` draws it.
    lens_known : bool
        Whether the picture notes its focal length.
    kept : float
        Share of the picture's height, from the top, that the picture has.

    Returns
    -------
    dict or None
        The fields of ``groundtruth.calibrate.rows.Rows``; None where the analyser would refuse,
        and where the drawn deviation is no detector's.
    """
    situation = situate(truth)
    deviated = deviation.draw(situation, rng, own, end=kept * truth["camera"]["height"])
    full = (int(truth["camera"]["width"]), int(truth["camera"]["height"]))
    size = (full[0], round(kept * full[1]))
    found = detect_as(
        situation,
        deviated.landmarks,
        mask[: round(kept * len(mask))],
        roll=deviated.roll,
        focal_px=exif_focal(truth["camera"]["focal_px"], full) if lens_known else None,
        size=size,
        no_feet=_ends_above_ankles(truth, size[1]),
        zoom=float(np.exp(rng.uniform(*np.log(_ZOOM)))),
    )
    if found is None:
        return None
    values, true = with_outline(found, deviated.outline, bare=deviated.bare)
    by_mask, _ = with_outline(found, deviated.outline_mask, bare=deviated.bare)
    wanted = targets(cut_truth(truth, kept), found.camera, found.features.origin)
    if abs(wanted["camera_errors"][_SCALE]) > _FARTHEST_SCALE:
        return None
    return {
        "features": values,
        "features_mask": by_mask,
        "features_true": true,
        **wanted,
        "kept": kept,
    }


def _ends_above_ankles(truth: dict[str, Any], end: int) -> bool:
    """Whether the picture ends so far above the ankles that the analyser surely knows."""
    above = truth["nodes_px"]["malleolus"][1] - end
    return bool(above > _KNOWN_CUT * px_per_stature(truth))


def make_chunk(
    numbers: Sequence[int], deviation: Path, kind: Kind = "fast"
) -> dict[str, NDArray[Any]]:
    """Make the rows of some pictures.

    Parameters
    ----------
    numbers : sequence of int
    deviation : Path
        File of :meth:`Deviation.save`.
    kind : str
        Which people, ``fast`` or ``pairs``.

    Returns
    -------
    dict of str to ndarray
        The fields of ``groundtruth.calibrate.rows.Rows``.
    """
    model = _loaded(deviation)
    return stacked([row for n in numbers for row in rows_of(PictureId(kind, n), model)])


@lru_cache(maxsize=1)
def _loaded(path: Path) -> Deviation:
    return load(path)


def stacked(rows: Sequence[dict[str, Any]]) -> dict[str, NDArray[Any]]:
    """One array per field."""
    return {key: np.array([row[key] for row in rows]) for key in rows[0]}


def _write(path: Path, fields: dict[str, Any]) -> None:
    # A file gets its final name when it is complete.
    partial = path.with_suffix(".part.npz")
    np.savez(partial, **fields)
    partial.replace(path)


def make_rows(
    folder: Path, count: int, deviation: Path, *, kind: Kind = "fast", workers: int = 2
) -> Path:
    """Make many rows; chunks that exist are kept.

    Parameters
    ----------
    folder : Path
    count : int
        Pictures, two of each person and ``DETECTIONS`` rows of each; a few are refused as the
        analyser would.
    deviation : Path
        File of :meth:`Deviation.save`.
    kind : str
        Whose people.
    workers : int

    Returns
    -------
    Path
        ``rows.npz`` in the folder.
    """
    make = partial(make_chunk, deviation=deviation, kind=kind)
    (folder / "chunks").mkdir(parents=True, exist_ok=True)
    bounds = [(a, min(a + CHUNK, count)) for a in range(0, count, CHUNK)]
    files = [folder / "chunks" / f"{a:06d}_{b:06d}.npz" for a, b in bounds]
    joined = folder / "rows.npz"
    todo = [(make, *ab, f) for ab, f in zip(bounds, files, strict=True) if not f.exists()]
    with processes(workers) as pool:
        jobs = pool.map(_make, *zip(*todo, strict=True)) if todo else iter(())
        for _ in tqdm(jobs, total=len(todo), desc=f"{folder.name}, chunks of {CHUNK}"):
            pass
    join(files, joined)
    return joined


def _make(
    make: Callable[[Sequence[int]], dict[str, NDArray[Any]]], first: int, last: int, out: Path
) -> None:
    _write(out, make(range(first, last)))


def join(files: Sequence[Path], out: Path) -> None:
    """Put the rows of several files into one."""
    parts: list[dict[str, NDArray[Any]]] = []
    for file in files:
        with np.load(file) as kept:
            parts.append({key: kept[key] for key in kept.files})
    if parts:
        _write(out, {key: np.concatenate([p[key] for p in parts]) for key in parts[0]})
