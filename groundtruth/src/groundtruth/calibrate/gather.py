"""Runs the detector on rendered pictures: one row of features and targets for each picture."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from posture.body.body import NODES, Refusal
from posture.body.build import build_body
from posture.body.estimate.estimator import AnthropometricEstimator
from posture.body.estimate.features import extract
from posture.body.side_view import turn
from posture.errors import InputError
from posture.measure.registry import METRICS
from posture.photo.load import load
from posture.pose.detect import find_people
from tqdm import tqdm

from groundtruth.processes import processes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from posture.body.camera.pinhole import Camera
    from posture.body.estimate.estimator import Estimate, Evidence
    from posture.body.estimate.features import Features
    from posture.body.side_view import SideView


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Features and targets of the calibration.

    Attributes
    ----------
    features : ndarray, shape (N, F)
    origin : ndarray, shape (N, 2)
        Origin of the positions, body axes.
    targets : ndarray, shape (N, 35, 2)
        True nodes less ``origin``: true directions, in the scale and place that the camera model
        gives the picture.
    depths : ndarray, shape (N, 35)
        True depths, statures.
    joints : ndarray, shape (N, 17, 2)
        True joint centres by name (sorted), less ``origin``.
    features_mask, features_true : ndarray, shape (N, F)
        Features with the detector's own mask, and with the true silhouette.
    camera_errors : ndarray, shape (N, 5)
        Camera model less truth: roll and yaw (degrees), log distance, log pixels per stature,
        pitch (degrees).
    facing_sign : ndarray, shape (N,), int
        +1 where the person faces right in the picture.
    true : ndarray, shape (N, 17)
        True measurements, in the order of ``METRICS``.
    yaw : ndarray, shape (N,)
        True yaw, degrees.
    body : ndarray, shape (N,), int
        Person; the same number is the same person.
    number : ndarray, shape (N,), int
    spread, top, hair, build, sex : ndarray of str, shape (N,)
    looseness : ndarray, shape (N,)
        True looseness of the clothes.
    """

    features: NDArray[np.float64]
    origin: NDArray[np.float64]
    targets: NDArray[np.float64]
    depths: NDArray[np.float64]
    joints: NDArray[np.float64]
    features_mask: NDArray[np.float64]
    features_true: NDArray[np.float64]
    camera_errors: NDArray[np.float64]
    facing_sign: NDArray[np.intp]
    true: NDArray[np.float64]
    yaw: NDArray[np.float64]
    body: NDArray[np.intp]
    number: NDArray[np.intp]
    spread: NDArray[np.str_]
    top: NDArray[np.str_]
    hair: NDArray[np.str_]
    build: NDArray[np.str_]
    sex: NDArray[np.str_]
    looseness: NDArray[np.float64]


class EvidenceRecorder:
    """Estimator that records its input."""

    name = "listener"
    sha256 = ""

    def __init__(self) -> None:
        self._inner = AnthropometricEstimator()
        self.evidence: Evidence | None = None

    def depths(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """As the anthropometric estimator."""
        return self._inner.depths()

    def estimate(self, evidence: Evidence) -> Estimate:
        """Record the evidence; estimate by anthropometry."""
        self.evidence = evidence
        return self._inner.estimate(evidence)


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
    seen = camera.to_body(px, true[:, 2])
    a, b = true[:, :2] - true[:, :2].mean(axis=0), seen - seen.mean(axis=0)
    scale = float((a * b).sum() / (a * a).sum())
    return Alignment(scale, seen.mean(axis=0) - scale * true[:, :2].mean(axis=0))


def gather_one(path: Path) -> dict[str, Any] | None:
    """Row of one picture; None if the analyser refuses it."""
    truth = json.loads(path.with_suffix(".json").read_text("utf-8"))
    photo = load(path)
    listener = EvidenceRecorder()
    people = find_people(photo)
    body = build_body(photo, people, estimator=listener)
    if isinstance(body, Refusal) or listener.evidence is None:
        return None
    evidence = listener.evidence
    found = _features(evidence, evidence.seen)
    mask = cv2.imread(str(path.with_suffix(".png")), cv2.IMREAD_GRAYSCALE)
    if mask is None:
        raise InputError(f"{path.name} has no readable silhouette beside it.")
    raw = turn(photo, people.poses[0])
    return {
        "features": found.values,
        "features_mask": _features(evidence, raw).values,
        "features_true": _features(
            evidence, _with_mask(raw, mask.astype(np.uint8, copy=False))
        ).values,
        **targets(truth, body.camera, found.origin),
    }


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
    done: dict[int, dict[str, Any]] = {}
    out = folder / "rows.npz"
    if out.exists():
        with np.load(out) as kept:
            fields = {key: kept[key] for key in kept.files}
        for i, number in enumerate(fields["number"]):
            done[int(number)] = {key: values[i] for key, values in fields.items()}
    todo = [p for p in pictures(folder) if int(p.stem) not in done]
    refused = 0
    with processes(workers) as pool:
        for row in tqdm(pool.map(gather_one, todo, chunksize=4), total=len(todo), desc=folder.name):
            if row is None:
                refused += 1
            else:
                done[int(row["number"])] = row
    print(f"{folder.name}: {len(done)} pictures, {refused} refused now")
    order = sorted(done)
    columns: dict[str, Any] = {
        key: np.array([done[n][key] for n in order]) for key in done[order[0]]
    }
    np.savez_compressed(out, **columns)
    return out


def pictures(folder: Path) -> list[Path]:
    """Pictures of a set that have their truth, by number."""
    found = [p for p in folder.glob("*.jpg") if p.with_suffix(".json").exists()]
    return sorted(found, key=lambda p: int(p.stem))


PEOPLE_OF_A_SET = 1_000_000
"""More people than any set has: offset of the person numbers of each further set."""

_BLOCK = 1 << 24
"""Bytes read at once for the hash of a file."""


def read(files: Sequence[Path]) -> tuple[Rows, str]:
    """Rows of several sets, and the SHA-256 of the files."""
    parts: list[dict[str, NDArray[Any]]] = []
    digest = hashlib.sha256()
    for i, file in enumerate(files):
        # Rows made without rendering take gigabytes: never twice in memory.
        with file.open("rb") as content:
            while block := content.read(_BLOCK):
                digest.update(block)
        with np.load(file) as kept:
            part = {key: kept[key] for key in kept.files}
        # People of different sets are different people.
        part["body"] = part["body"] + PEOPLE_OF_A_SET * i
        parts.append(part)
    if len(parts) == 1:
        return Rows(**parts[0]), digest.hexdigest()
    joined = {key: np.concatenate([part[key] for part in parts]) for key in parts[0]}
    return Rows(**joined), digest.hexdigest()
