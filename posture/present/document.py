"""``analysis.json``: out of an analysis or a refusal, and back into an equal one."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import numpy as np
from pydantic import TypeAdapter, ValidationError

from posture.analysis import Analysis, PhotoInfo, Provenance
from posture.assess.assessment import (
    Answers,
    Assessment,
    Day,
    Exercise,
    Finding,
    Imbalance,
    Pattern,
    Plan,
    ScreeningQuestion,
    SelfCheck,
    Subject,
)
from posture.body.body import NODES, POINTS, Body, Notice, PlacedPoint, PointSet, Reason, Refusal
from posture.body.camera import Camera
from posture.errors import DocumentError
from posture.language import tr
from posture.measure.measurement import Measurement
from posture.present import document_models as m

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

T = TypeVar("T")

_DOCUMENT: TypeAdapter[m.AnalysedDocument | m.RefusedDocument] = TypeAdapter(m.Document)

SCHEMA_PATH = Path(__file__).with_name("analysis.schema.json")
"""The published JSON Schema; ``write_schema`` writes it and a test keeps it current."""


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


def from_json(text: str | bytes) -> Analysis | Refusal:
    """Load what :func:`to_json` wrote.

    Parameters
    ----------
    text : str or bytes
        The JSON text.

    Returns
    -------
    Analysis or Refusal
        Equal to the one that was written.

    Raises
    ------
    DocumentError
        Not JSON, or not of this shape; every fault is listed.
    """
    try:
        raw = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise DocumentError(
            tr("This is not valid JSON: {error}.").format(error=error),
            tr("Use a file that this program wrote."),
        ) from error
    try:
        record = _DOCUMENT.validate_python(raw)
    except ValidationError as error:
        raise _faults(_fault_lines(error)) from error
    if isinstance(record, m.RefusedDocument):
        reasons = _many(Reason, record.reasons)
        return Refusal(reasons, record.photo_info.name, record.photo_info.sha256)
    return _load(record)


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of ``analysis.json``."""
    made = _DOCUMENT.json_schema(mode="validation")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Side-view posture analysis",
        **made,
    }


def schema_text() -> str:
    """The published text of :func:`schema`."""
    return json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"


def write_schema(path: Path = SCHEMA_PATH) -> None:
    """Write the published schema anew after the models have changed."""
    path.write_text(schema_text(), encoding="utf-8")


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number; unknown numbers are null")


def _fault_lines(error: ValidationError) -> list[str]:
    faults = error.errors(include_url=False, include_input=False)
    return [f"{'.'.join(str(part) for part in f['loc']) or 'document'}: {f['msg']}" for f in faults]


def _faults(lines: Iterable[str]) -> DocumentError:
    heading = tr("This is not an analysis that can be loaded:")
    message = "\n".join((heading, *(f"- {line}" for line in lines)))
    return DocumentError(message, tr("Use a file that this program wrote, unchanged."))


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
            "provenance": _fields(m.ProvenanceRecord, provenance)
            | {"settings": dict(provenance.settings)},
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
    detected = body.detected
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
        "roll_sd_deg": body.roll_sd_deg,
        "pitch_sd_deg": body.pitch_sd_deg,
        "yaw_sd_deg": body.yaw_sd_deg,
        "distance_sd": body.distance_sd,
        "scale_sd": body.scale_sd,
        "stature_cm": body.stature_cm,
        "looseness": body.looseness,
        "occluded": body.occluded,
    }


def _fields(record: type[m.Record], value: object) -> dict[str, Any]:
    return {name: getattr(value, name) for name in record.model_fields}


def _one(cls: type[T], record: m.Record, **nested: Any) -> T:
    """A dataclass from the record of the same field names; nested records come built."""
    return cls(**{**_fields(type(record), record), **nested})


def _many(cls: type[T], records: Iterable[m.Record]) -> tuple[T, ...]:
    return tuple(_one(cls, record) for record in records)


def _load(record: m.AnalysedDocument) -> Analysis:
    return Analysis(
        photo=_one(PhotoInfo, record.photo_info),
        body=_load_body(record),
        measurements={
            name: _one(Measurement, value, name=name) for name, value in record.measurements.items()
        },
        subject=_one(Subject, record.subject),
        answers=_one(Answers, record.answers),
        assessment=_load_assessment(record),
        provenance=_one(Provenance, record.provenance),
    )


def _load_assessment(record: m.AnalysedDocument) -> Assessment:
    plan = record.plan
    return Assessment(
        findings=_many(Finding, record.findings),
        imbalances=tuple(
            _one(Imbalance, i, self_checks=_many(SelfCheck, i.self_checks))
            for i in record.imbalances
        ),
        pattern=None if record.pattern is None else _one(Pattern, record.pattern),
        plan=_one(
            Plan,
            plan,
            screening=_many(ScreeningQuestion, plan.screening),
            exercises=_many(Exercise, plan.exercises),
            week=_many(Day, plan.week),
        ),
    )


def _load_body(record: m.AnalysedDocument) -> Body:
    g = record.geometry
    faults = [*_geometry_faults(g)]
    if faults:
        raise _faults(faults)
    errors = {"roll_sd_deg", "pitch_sd_deg", "yaw_sd_deg", "distance_sd", "scale_sd"}
    kept = errors | {"near_side", "stature_cm", "looseness", "occluded"}
    return Body(
        facing=record.facing,
        camera=_one(Camera, g.camera),
        detected=PointSet(
            np.array(g.positions), _matrix(g.covariance), tuple(g.sources), dict(g.missing)
        ),
        placed=_many(PlacedPoint, g.placed),
        depths=np.array(g.depths),
        depth_sds=np.array(g.depth_sds),
        notices=_many(Notice, record.notices),
        **{name: getattr(g, name) for name in kept},
    )


def _geometry_faults(g: m.GeometryRecord) -> Iterable[str]:
    if tuple(g.nodes) != NODES:
        yield "geometry.nodes: the names must be those of this version, in their order"
    lengths = [len(row) for row in g.covariance]
    full = [2 * len(NODES)] * len(lengths)
    if lengths not in (full, list(range(1, len(lengths) + 1))):
        yield "geometry.covariance: neither a lower triangle nor a full matrix"
    names = [p.name for p in g.placed]
    for name in sorted(set(names) - set(POINTS)):
        yield f"geometry.placed: {name!r} is not a point"
    if len(set(names)) < len(names):
        yield "geometry.placed: a point stands there twice"


def _matrix(rows: tuple[tuple[float, ...], ...]) -> NDArray[np.float64]:
    if len(rows[0]) == len(rows):
        return np.array(rows)
    made = np.zeros((len(rows), len(rows)))
    for i, row in enumerate(rows):
        made[i, : i + 1] = made[: i + 1, i] = row
    return made
