"""Runs the detector on rendered pictures: one row of features and targets for each picture."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from posture.body.build import find_evidence
from posture.body.estimate.corrections import scale_and_shift
from posture.body.estimate.features import extract
from posture.body.level import find_person
from posture.body.points import NODES
from posture.body.remarks import Refusal
from posture.body.side_view import turn
from posture.errors import InputError
from posture.measure.registry import METRICS
from posture.photo.load import load
from posture.photo.turned import to_source
from tqdm import tqdm

from groundtruth.processes import processes
from groundtruth.sets import ROOT_SEED

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from posture.body.camera.pinhole import Camera
    from posture.body.estimate.estimator import Evidence
    from posture.body.estimate.features import Features
    from posture.body.side_view import SideView
    from posture.photo.photo import Photo


_CUTS = 31
"""Purpose of the generator of cut heights."""

_OVER_TRAGUS = 0.075
"""Crown over tragus, statures."""

_CUT_HEIGHTS = (-0.01, 0.74)
"""Least and largest height of the cut over the floor, statures: sole to chest."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """Scale and shift from true body axes to those of the camera model.

    Fitted to the positions that the camera model gives the true points of the picture. There is no
    rotation, so that angles stay true.
    """

    scale: float
    shift: NDArray[np.float64]

    def __call__(self, true: NDArray[np.float64]) -> NDArray[np.float64]:
        """Positions (N, 2) in the axes of the camera model."""
        return self.scale * true + self.shift


def align(truth: dict[str, Any], camera: Camera) -> Alignment:
    """Fit the alignment of one picture."""
    true = np.array([truth["nodes"][name] for name in NODES])
    px = np.array([truth["nodes_px"][name] for name in NODES])
    return Alignment(*scale_and_shift(true[:, :2], camera.to_body(px, true[:, 2])))


def gather_one(path: Path) -> list[dict[str, Any]]:
    """The rows of one picture: as it is, and cut at a random height.

    Parameters
    ----------
    path : Path
        The picture; its truth and its silhouette lie beside it.

    Returns
    -------
    list of dict
        Fields of :class:`Rows`; without what the analyser refuses.

    Raises
    ------
    InputError
        The silhouette is missing.
    """
    truth = json.loads(path.with_suffix(".json").read_text("utf-8"))
    mask = cv2.imread(str(path.with_suffix(".png")), cv2.IMREAD_GRAYSCALE)
    if mask is None:
        raise InputError(f"{path.name} has no readable silhouette beside it.")
    photo = load(path)
    rng = np.random.default_rng([ROOT_SEED, _CUTS, int(path.stem)])
    found = [
        _row(shown, truth, np.asarray(mask, dtype=np.uint8), kept)
        for kept in (1.0, draw_cut(truth, rng))
        for shown in [cut_photo(photo, kept)]
    ]
    return [row for row in found if row is not None]


def draw_cut(truth: dict[str, Any], rng: np.random.Generator) -> float:
    """Where a picture ends, as a share of its height: from the soles to the chest.

    Parameters
    ----------
    truth : dict
        The truth file.
    rng : numpy.random.Generator

    Returns
    -------
    float
    """
    stature = px_per_stature(truth)
    crown = truth["nodes_px"]["tragus"][1] - _OVER_TRAGUS * stature
    row = crown + (1.0 - rng.uniform(*_CUT_HEIGHTS)) * stature
    return float(np.clip(row / truth["camera"]["height"], 0.1, 1.0))


def px_per_stature(truth: dict[str, Any]) -> float:
    """Pixels per stature at the distance of the body's axis, by a truth file."""
    camera = truth["camera"]
    return float(camera["focal_px"] * truth["stature_m"] / camera["distance_m"])


def cut_photo(photo: Photo, kept: float) -> Photo:
    """The upper part of a photo."""
    if kept >= 1.0:
        return photo
    rows = round(kept * len(photo.pixels))
    width, height = photo.source_size
    return replace(photo, pixels=photo.pixels[:rows], source_size=(width, round(kept * height)))


def cut_truth(truth: dict[str, Any], kept: float) -> dict[str, Any]:
    """The truth of a picture that ends early: as if the camera had been pointed at what is left.

    Parameters
    ----------
    truth : dict
    kept : float
        Share of the picture's height, from the top.

    Returns
    -------
    dict
        With another height and pitch of the camera.
    """
    camera = dict(truth["camera"])
    higher = camera["height"] * (1.0 - kept) / 2
    camera["pitch_deg"] += float(np.degrees(np.arctan2(higher, camera["focal_px"])))
    camera["height"] = kept * camera["height"]
    return {**truth, "camera": camera}


def _row(
    photo: Photo, truth: dict[str, Any], mask: NDArray[np.uint8], kept: float
) -> dict[str, Any] | None:
    """One row, or None where the analyser refuses the picture."""
    part, people = find_person(photo)
    found = find_evidence(part, people)
    if isinstance(found, Refusal):
        return None
    evidence, model = found
    features = extract(evidence)
    raw = turn(part, people.poses[0])
    shown = np.asarray(mask[: round(kept * len(mask))], dtype=np.uint8)
    shown = shown if part is photo else part_of_mask(shown, part)
    return {
        "features": features.values,
        "features_mask": _features(evidence, raw).values,
        "features_true": _features(evidence, _with_mask(raw, shown)).values,
        **targets(cut_truth(truth, kept), model.camera, features.origin),
        "kept": kept,
    }


def part_of_mask(mask: NDArray[np.uint8], part: Photo) -> NDArray[np.uint8]:
    """The silhouette as a part of its picture shows it.

    Parameters
    ----------
    mask : ndarray, shape (H, W), uint8
        Of the whole picture.
    part : Photo
        A part of the picture, perhaps turned.

    Returns
    -------
    ndarray, shape (h, w), uint8
        Of the size of the part's pixels.
    """
    high, wide = part.pixels.shape[:2]
    zoom = mask.shape[1] / part.source_size[0]
    # OpenCV counts from the middle of the first pixel.
    corners = np.array([[0.5, 0.5], [1.5, 0.5], [0.5, 1.5]])
    origin, right, down = zoom * to_source(part, corners) - 0.5
    back = np.column_stack([right - origin, down - origin, origin])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(mask, back, (wide, high), flags=flags), dtype=np.uint8)


def targets(truth: dict[str, Any], camera: Camera, origin: NDArray[np.float64]) -> dict[str, Any]:
    """All fields of a row except its features.

    Parameters
    ----------
    truth : dict
        The truth file.
    camera : Camera
        As the analyser has it.
    origin : ndarray, shape (2,)
        Origin of the positions.

    Returns
    -------
    dict
        Fields of :class:`Rows`.
    """
    to_body = align(truth, camera)
    nodes = np.array([truth["nodes"][name] for name in NODES])
    joints = np.array([truth["joints"][name] for name in sorted(truth["joints"])])
    given, stature = truth["camera"], truth["stature_m"]
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
                np.log(camera.px_per_stature / px_per_stature(truth)),
                camera.pitch_deg - given["pitch_deg"],
            ]
        ),
        "facing_sign": camera.facing_sign,
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
        "everyday": bool(truth.get("everyday", False)),
    }


def _features(evidence: Evidence, seen: SideView) -> Features:
    return extract(replace(evidence, seen=seen))


def _with_mask(seen: SideView, mask: NDArray[np.uint8]) -> SideView:
    """The same detection with the true silhouette."""
    height, width = seen.silhouette.shape
    fitted = cv2.resize(mask, (width, height), interpolation=cv2.INTER_AREA)
    turned = fitted if seen.facing == "right" else fitted[:, ::-1]
    return replace(seen, silhouette=np.ascontiguousarray(turned, dtype=np.float32) / 255.0)


def gather(folder: Path, *, workers: int = 2) -> Path:
    """Gather the rows of a set; existing ones are kept.

    Parameters
    ----------
    folder : Path
    workers : int

    Returns
    -------
    Path
        ``rows.npz`` in the folder.
    """
    done: dict[int, list[dict[str, Any]]] = {}
    out = folder / "rows.npz"
    if out.exists():
        with np.load(out) as kept:
            fields = {key: kept[key] for key in kept.files}
        for i, number in enumerate(fields["number"]):
            row = {key: values[i] for key, values in fields.items()}
            done.setdefault(int(number), []).append(row)
    todo = [p for p in pictures(folder) if int(p.stem) not in done]
    with processes(workers) as pool:
        for path, rows in zip(
            todo,
            tqdm(pool.map(gather_one, todo, chunksize=4), total=len(todo), desc=folder.name),
            strict=True,
        ):
            done[int(path.stem)] = rows
    made = [row for number in sorted(done) for row in done[number]]
    whole = sum(row["kept"] >= 1.0 for row in made)
    print(f"{folder.name}: {whole} of {len(done)} whole pictures, {len(made) - whole} cut ones")
    columns: dict[str, Any] = {key: np.array([row[key] for row in made]) for key in made[0]}
    np.savez_compressed(out, **columns)
    return out


def pictures(folder: Path) -> list[Path]:
    """Pictures of a set that have their truth, by number."""
    found = [p for p in folder.glob("*.jpg") if p.with_suffix(".json").exists()]
    return sorted(found, key=lambda p: int(p.stem))
