"""``analysis.json``: back into an analysis or a refusal equal to the one that was written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import numpy as np
from pydantic import ValidationError

from posture.analysis.types import Analysis, PhotoInfo, Provenance
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
from posture.body.camera.errors import CameraErrors
from posture.body.camera.pinhole import Camera
from posture.body.framing import Framing
from posture.errors import DocumentError
from posture.files import document_models as m
from posture.files.document_schema import DOCUMENT
from posture.i18n.language import tr
from posture.measure.measurement import Measurement

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

T = TypeVar("T")


def from_json(text: str | bytes) -> Analysis | Refusal:
    """Load what :func:`posture.files.document.to_json` wrote.

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
        record = DOCUMENT.validate_python(raw)
    except ValidationError as error:
        raise _faults(_fault_lines(error)) from error
    if isinstance(record, m.RefusedDocument):
        reasons = _many(Reason, record.reasons)
        return Refusal(reasons, record.photo_info.name, record.photo_info.sha256)
    return _load(record)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number; unknown numbers are null")


def _fault_lines(error: ValidationError) -> list[str]:
    faults = error.errors(include_url=False, include_input=False)
    return [f"{'.'.join(str(part) for part in f['loc']) or 'document'}: {f['msg']}" for f in faults]


def _faults(lines: Iterable[str]) -> DocumentError:
    heading = tr("This is not an analysis that can be loaded:")
    message = "\n".join((heading, *(f"- {line}" for line in lines)))
    return DocumentError(message, tr("Use a file that this program wrote, unchanged."))


def _one(cls: type[T], record: m.Record, **nested: Any) -> T:
    """A dataclass from the record of the same field names; nested records come built."""
    fields = {name: getattr(record, name) for name in type(record).model_fields}
    return cls(**{**fields, **nested})


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
    kept = ("near_side", "stature_cm", "looseness", "occluded")
    cut = {notice.code for notice in record.notices}
    return Body(
        facing=record.facing,
        camera=_one(Camera, g.camera),
        detected=PointSet(
            np.array(g.positions), _matrix(g.covariance), tuple(g.sources), dict(g.missing)
        ),
        placed=_many(PlacedPoint, g.placed),
        depths=np.array(g.depths),
        depth_sds=np.array(g.depth_sds),
        camera_errors=CameraErrors(
            roll_deg=g.roll_sd_deg,
            yaw_deg=g.yaw_sd_deg,
            distance=g.distance_sd,
            scale=g.scale_sd,
            pitch_deg=g.pitch_sd_deg,
        ),
        # Version 1 says only in its notices where the picture cuts the body.
        framing=Framing(
            hips="hips_cut_off" not in cut,
            knees=cut.isdisjoint(("hips_cut_off", "knees_cut_off")),
            feet=cut.isdisjoint(("hips_cut_off", "knees_cut_off", "feet_cut_off")),
        ),
        notices=_many(Notice, record.notices),
        shared=None if g.shared is None else np.array(g.shared),
        features=None if g.features is None else np.array(g.features),
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
