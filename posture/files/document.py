"""``analysis.json``: out of an analysis or a refusal."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from posture.body.body import NODES, POINTS, Refusal
from posture.files import document_models as m
from posture.i18n.language import tr

if TYPE_CHECKING:
    from posture.analysis.types import Analysis
    from posture.body.body import Body, Notice, Reason
    from posture.measure.measurement import Measurement


def to_document(result: Analysis | Refusal) -> dict[str, Any]:
    """Everything about one photo as plain JSON values.

    Parameters
    ----------
    result : Analysis or Refusal

    Returns
    -------
    dict
        As the published schema says; unknown numbers are None, lengths in pixels are source
        pixels, angles degrees.
    """
    record = _refused(result) if isinstance(result, Refusal) else _analysed(result)
    return record.model_dump(mode="json")


def to_json(result: Analysis | Refusal, *, indent: int | None = None) -> str:
    """The document as text, on one line unless ``indent`` is given."""
    return json.dumps(to_document(result), ensure_ascii=False, allow_nan=False, indent=indent)


def _refused(refusal: Refusal) -> m.RefusedDocument:
    return m.RefusedDocument(
        schema_version=m.SCHEMA_VERSION,
        photo=refusal.photo_name,
        status="refused",
        reasons=tuple(m.ReasonRecord.model_validate(_told(r)) for r in refusal.reasons),
        facing=None,
        measurements={},
        points={},
        findings=(),
        imbalances=(),
        plan=None,
        provenance=None,
        photo_info=m.PhotoRecord(name=refusal.photo_name, sha256=refusal.photo_sha256),
    )


def _analysed(analysis: Analysis) -> m.AnalysedDocument:
    body, said = analysis.body, analysis.assessment
    provenance, answers = analysis.provenance, analysis.answers
    return m.AnalysedDocument.model_validate(
        {
            "schema_version": m.SCHEMA_VERSION,
            "photo": analysis.photo.name,
            "status": "analysed",
            "reasons": (),
            "facing": body.facing,
            "measurements": {k: _measured(v) for k, v in analysis.measurements.items()},
            "points": {name: _point(body, name) for name in POINTS},
            "findings": said.findings,
            "imbalances": said.imbalances,
            "plan": said.plan,
            "provenance": {
                **{name: getattr(provenance, name) for name in m.ProvenanceRecord.model_fields},
                "settings": dict(provenance.settings),
            },
            "notices": [_told(notice) for notice in body.notices],
            "pattern": said.pattern,
            "subject": analysis.subject,
            "answers": {
                "self_checks": dict(answers.self_checks),
                "tense": dict(answers.tense),
                "screening": dict(answers.screening),
                "goal": answers.goal,
            },
            "photo_info": analysis.photo,
            "geometry": _geometry(body),
        }
    )


def _told(said: Reason | Notice) -> Reason | Notice:
    """In the reader's language, as every text of the document is."""
    return replace(said, text=tr(said.text), remedy=tr(said.remedy))


def _measured(one: Measurement) -> Measurement:
    if one.reason_missing is None:
        return one
    return replace(one, reason_missing=tr(one.reason_missing))


def _point(body: Body, name: str) -> dict[str, Any]:
    x, y, sd = body.to_px(name)
    source = body.layered.sources[NODES.index(name)]
    return {"x_px": x, "y_px": y, "sd_px": sd, "source": source}


def _geometry(body: Body) -> dict[str, Any]:
    detected, errors = body.detected, body.camera_errors
    cov = detected.covariance
    symmetric = np.array_equal(cov, cov.T, equal_nan=True)
    rows = [cov[i, : i + 1] if symmetric else cov[i] for i in range(len(cov))]
    return {
        "near_side": body.near_side,
        "camera": body.camera,
        "nodes": NODES,
        "positions": detected.positions.tolist(),
        "covariance": [row.tolist() for row in rows],
        "sources": detected.sources,
        "missing": dict(detected.missing),
        "placed": body.placed,
        "depths": body.depths.tolist(),
        "depth_sds": body.depth_sds.tolist(),
        "roll_sd_deg": errors.roll_deg,
        "pitch_sd_deg": errors.pitch_deg,
        "yaw_sd_deg": errors.yaw_deg,
        "distance_sd": errors.distance,
        "scale_sd": errors.scale,
        "shared": None if body.shared is None else body.shared.tolist(),
        "stature_cm": body.stature_cm,
        "looseness": body.looseness,
        "occluded": body.occluded,
        "features": None if body.features is None else body.features.tolist(),
    }
