"""The program's answer to each photograph, kept so that a run goes on where it was stopped."""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from posture.analysis.pipeline import analyze_photo
from posture.body.build import build_body
from posture.body.estimate.features import extract
from posture.body.estimate.network import NetworkEstimator
from posture.body.level import find_person
from posture.body.points import NODES
from posture.body.remarks import Refusal
from posture.errors import InputError
from posture.files.documents.read import read_analysis
from posture.files.documents.write import to_document
from posture.photo.load import load
from posture.photo.turned import to_source
from tqdm import tqdm

from groundtruth.program import program_sha256

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from posture.analysis.types import Analysis
    from posture.body.camera.pinhole import Camera
    from posture.body.estimate.estimator import Estimate, Evidence
    from posture.photo.photo import Photo
    from posture.pose.pose import People

    from groundtruth.real.labels import Labels


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """What the program makes of one photograph.

    Attributes
    ----------
    photo, person : str
    analysis : Analysis or None
        None where the photograph was refused.
    refused : tuple of str
        Codes of the reasons; empty where it was analysed.
    size : tuple of int
        Width and height of the photograph, source pixels.
    landmarks : ndarray, shape (33, 2)
        The detector's landmarks of the main person, source pixels; NaN where nobody was found.
    visibility : ndarray, shape (33,)
        0 to 1; NaN where nobody was found.
    features : ndarray, shape (F,)
        Input of the estimator; empty where the photograph was refused.
    face : ndarray, shape (2, 2)
        Near ear and near eye of the face detector, source pixels; NaN where it sees no face.
    alone, alone_sd : ndarray, shape (35, 2)
        What the estimator says without the face detector, body axes, statures, and its stated
        errors; NaN where the photograph was refused.
    """

    photo: str
    person: str
    analysis: Analysis | None
    refused: tuple[str, ...]
    size: tuple[int, int]
    landmarks: NDArray[np.float64]
    visibility: NDArray[np.float64]
    features: NDArray[np.float64]
    face: NDArray[np.float64]
    alone: NDArray[np.float64]
    alone_sd: NDArray[np.float64]


class _Recorder(NetworkEstimator):
    """The program's estimator; it keeps the evidence that it was given."""

    evidence: Evidence | None = None

    def estimate(self, evidence: Evidence) -> Estimate:
        self.evidence = evidence
        return super().estimate(evidence)


def results(labels: Sequence[Labels], photos: Path, store: Path) -> list[Result]:
    """Analyse every photograph that is there and not in the store yet (0.6 s each).

    Parameters
    ----------
    labels : sequence of Labels
    photos : Path
        Folder of the photographs, by the names in the labels.
    store : Path
        Folder of kept answers: one JSON file a photograph, named by the hash of photograph, code
        and weights.

    Returns
    -------
    list of Result
        In the order of the labels; a photograph that is not there is left out.

    Raises
    ------
    InputError
        A photograph is not the one that was marked.
    """
    there = [one for one in labels if (photos / one.photo).is_file()]
    found: list[Result] = []
    for one in tqdm(there, desc="real photographs", disable=not there):
        data = (photos / one.photo).read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        if one.sha256 not in (None, digest):
            raise InputError(f"{one.photo} is not the photograph that was marked.")
        found.append(answer(one, data, store))
    return found


def cameras(found: Sequence[Result]) -> dict[str, Camera]:
    """The program's camera of each photograph that was not refused, by file name."""
    return {one.photo: one.analysis.body.camera for one in found if one.analysis is not None}


def answer(labels: Labels, data: bytes, store: Path) -> Result:
    """Analyse one picture, or read the answer that is kept.

    Parameters
    ----------
    labels : Labels
        Its name and person.
    data : bytes
        The file.
    store : Path
        See :func:`results`.

    Returns
    -------
    Result
    """
    store.mkdir(parents=True, exist_ok=True)
    of = program_sha256([Path(__file__)]) + hashlib.sha256(data).hexdigest()
    path = store / f"{hashlib.sha256(of.encode()).hexdigest()}.json"
    if path.is_file():
        return _result(labels, json.loads(path.read_text("utf-8")))
    made = _analysed(load(data, name=labels.photo))
    unfinished = path.with_suffix(".part")
    unfinished.write_text(json.dumps(made, allow_nan=False), "utf-8")
    unfinished.replace(path)
    return _result(labels, made)


def _analysed(photo: Photo) -> dict[str, Any]:
    """Everything of one photograph as plain JSON."""
    part, people = find_person(photo)
    pose = people.poses[0] if people.poses else None
    return {
        "document": to_document(analyze_photo(photo)),
        "size": list(photo.source_size),
        "landmarks": _plain(to_source(part, pose.landmarks)) if pose else None,
        "visibility": _plain(pose.visibility) if pose else None,
        **_estimated(part, people),
    }


def _estimated(photo: Photo, people: People) -> dict[str, Any]:
    """Input of the estimator, and what it says without the face detector."""
    recorder = _Recorder(read_face=False)
    body = build_body(photo, people, estimator=recorder)
    evidence = recorder.evidence
    if evidence is None or isinstance(body, Refusal):
        return dict.fromkeys(("features", "face", "alone", "alone_sd"))
    detected = body.detected
    sds = np.sqrt(np.diagonal(detected.covariance)).reshape(-1, 2)
    return {
        "features": _plain(extract(evidence).values),
        "face": None if evidence.face is None else _plain(evidence.face),
        "alone": _plain(detected.positions),
        "alone_sd": _plain(sds),
    }


def _result(labels: Labels, kept: dict[str, Any]) -> Result:
    nobody = [[math.nan, math.nan]] * 33
    document = kept["document"]
    analysed = document["status"] == "analysed"
    return Result(
        photo=labels.photo,
        person=labels.person,
        analysis=read_analysis(json.dumps(document).encode(), labels.photo) if analysed else None,
        refused=tuple(reason["code"] for reason in document["reasons"]),
        size=(int(kept["size"][0]), int(kept["size"][1])),
        landmarks=np.array(kept["landmarks"] or nobody, dtype=float),
        visibility=np.array(kept["visibility"] or [math.nan] * 33, dtype=float),
        features=np.array(kept["features"] or [], dtype=float),
        face=_or_unknown(kept["face"], 2),
        alone=_or_unknown(kept["alone"], len(NODES)),
        alone_sd=_or_unknown(kept["alone_sd"], len(NODES)),
    )


def _or_unknown(kept: list[list[float | None]] | None, count: int) -> NDArray[np.float64]:
    """Kept points, NaN where there are none."""
    return np.array(kept or [[math.nan, math.nan]] * count, dtype=float)


def _plain(values: NDArray[np.float64]) -> list[Any]:
    """Nested lists with None for NaN."""
    known = values.astype(object)
    known[~np.isfinite(values)] = None
    return known.tolist()
