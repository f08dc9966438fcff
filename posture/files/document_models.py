"""The shape of ``analysis.json``: pydantic models, one per record; nothing is computed here."""

from __future__ import annotations

import math
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema

from posture.assess.assessment import (
    Answer,
    Clearance,
    Direction,
    Role,
    Standing,
    Tier,
)
from posture.body.body import NODES, Hand, PointSource, Side
from posture.body.camera.errors import LEVEL_SD_DEG
from posture.body.estimate.features import names
from posture.measure.measurement import Unit

SCHEMA_VERSION = 1


def _known(value: Any) -> Any:
    return math.nan if value is None else value


def finite(value: float | None) -> float | None:
    """A number as documents hold it: none where it is not known."""
    return float(value) if value is not None and math.isfinite(value) else None


def _text(value: Any) -> Any:
    """File names may hold bytes that are no text; JSON cannot."""
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value


Number = Annotated[
    float,
    BeforeValidator(_known),
    PlainSerializer(finite),
    WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "null"}]}),
]
"""A float; NaN inside is null outside."""

Text = Annotated[str, BeforeValidator(_text)]


class Record(BaseModel):
    """Common rules: no unknown keys, read from the dataclasses by attribute."""

    model_config = ConfigDict(extra="forbid", from_attributes=True, frozen=True, allow_inf_nan=True)


class ReasonRecord(Record):
    """A fault of the photo, or a notice about it."""

    code: str
    text: str
    remedy: str


class PhotoRecord(Record):
    """Which picture it was; the size is null for a refusal."""

    name: Text
    sha256: str
    width: int | None = None
    height: int | None = None


class MeasurementRecord(Record):
    """A value with its 1-sigma error."""

    value: Number
    sd: Number
    unit: Unit
    source: PointSource
    reason_missing: str | None


class PointRecord(Record):
    """Where a point lies in the picture: for reading; ``geometry`` is what is loaded."""

    x_px: Number
    y_px: Number
    sd_px: Number
    source: PointSource


class FindingRecord(Record):
    """What one measurement says."""

    measurement: str
    tier: Tier
    direction: Direction
    probability: Number
    estimate: Number
    estimate_sd: Number
    typical_low: Number
    typical_high: Number
    text: str
    settle: tuple[str, ...]
    evidence: str


class SelfCheckRecord(Record):
    """A test to do at home."""

    id: str
    title: str
    steps: tuple[str, ...]
    question: str
    confirms_if: Answer
    source: str
    answer: Answer | None


class ImbalanceRecord(Record):
    """A hypothesis to test."""

    id: str
    title: str
    standing: Standing
    strength: Number
    summary: str
    short_side: tuple[str, ...]
    long_side: tuple[str, ...]
    arises: str
    notice: str
    evidence_for: tuple[str, ...]
    evidence_against: tuple[str, ...]
    grade: str
    findings: tuple[str, ...]
    self_checks: tuple[SelfCheckRecord, ...]
    tense_question: str
    tense: Answer | None


class ScreeningRecord(Record):
    """A question before any exercise."""

    id: str
    question: str
    urgency: Literal["emergency", "urgent", "before_training", "caution"]
    advice: str
    source: str
    answer: Answer | None


class ExerciseRecord(Record):
    """One line of the plan."""

    id: str
    title: str
    role: Role
    imbalance: str
    steps: tuple[str, ...]
    dose: str
    sets: int
    repetitions: str
    per_week: int
    progression: str
    avoid: tuple[str, ...]
    why: str
    source: str


class DayRecord(Record):
    """One day of the week."""

    name: str
    exercises: tuple[str, ...]


class PlanRecord(Record):
    """At most five exercises, after the screening."""

    clearance: Clearance
    stop_text: str
    screening: tuple[ScreeningRecord, ...]
    exercises: Annotated[tuple[ExerciseRecord, ...], Field(max_length=5)]
    week: tuple[DayRecord, ...]
    phases: tuple[str, ...]
    weeks: int
    rephotograph_weeks: tuple[int, ...]
    expect: str
    rationale: str
    footer: str


class PatternRecord(Record):
    """A whole-body look that the findings resemble."""

    id: str
    title: str
    text: str


class ProvenanceRecord(Record):
    """How the numbers came about."""

    version: str
    model: str
    model_sha256: str
    estimator: str
    estimator_sha256: str
    knowledge_sha256: str
    settings: dict[str, str | bool | float | None]


class SubjectRecord(Record):
    """Who is in the picture, as far as they said."""

    age: float | None
    sex: Literal["female", "male"] | None
    height_cm: float | None


class AnswersRecord(Record):
    """What was answered so far."""

    self_checks: dict[str, Answer]
    tense: dict[str, Answer]
    screening: dict[str, Answer]
    goal: str | None


class CameraRecord(Record):
    """The pinhole camera."""

    centre: tuple[float, float]
    origin: tuple[float, float]
    px_per_stature: float
    distance: float
    facing_sign: Literal[-1, 1]
    roll_deg: float
    yaw_deg: float
    pitch_deg: float = 0.0


class PlacedRecord(Record):
    """A point set by hand or a sticker: the layer above the detection."""

    name: str
    x_px: float
    y_px: float
    sd_px: float
    source: Hand


_PER_NODE = Field(min_length=len(NODES), max_length=len(NODES))
_PER_AXIS = Field(min_length=2 * len(NODES), max_length=2 * len(NODES))
_PER_FEATURE = Field(min_length=len(names()), max_length=len(names()))


_PerError = Annotated[tuple[Number, ...], Field(min_length=5, max_length=5)]


class GeometryRecord(Record):
    """The body in body axes: what an analysis is loaded from.

    ``covariance`` holds one row per coordinate, in the order of ``nodes``, x before y: the lower
    triangle (row i has i + 1 numbers), or all 70 numbers in each row where rounding has left the
    matrix a hair from symmetric.
    """

    near_side: Side
    camera: CameraRecord
    nodes: Annotated[tuple[str, ...], _PER_NODE]
    positions: Annotated[tuple[tuple[Number, Number], ...], _PER_NODE]
    covariance: Annotated[tuple[tuple[Number, ...], ...], _PER_AXIS]
    sources: Annotated[tuple[PointSource, ...], _PER_NODE]
    missing: dict[str, str]
    placed: tuple[PlacedRecord, ...]
    depths: Annotated[tuple[Number, ...], _PER_NODE]
    depth_sds: Annotated[tuple[Number, ...], _PER_NODE]
    roll_sd_deg: Number
    pitch_sd_deg: Number = LEVEL_SD_DEG
    yaw_sd_deg: Number
    distance_sd: Number
    scale_sd: Number
    stature_cm: float | None
    looseness: Number
    occluded: tuple[str, ...]
    shared: Annotated[tuple[_PerError, ...], _PER_AXIS] | None = None
    features: Annotated[tuple[Number, ...], _PER_FEATURE] | None = None


class AnalysedDocument(Record):
    """A photo that was analysed."""

    schema_version: Literal[1]
    photo: Text
    status: Literal["analysed"]
    reasons: Annotated[tuple[ReasonRecord, ...], Field(max_length=0)]
    facing: Side
    measurements: dict[str, MeasurementRecord]
    points: dict[str, PointRecord]
    findings: tuple[FindingRecord, ...]
    imbalances: tuple[ImbalanceRecord, ...]
    plan: PlanRecord
    provenance: ProvenanceRecord
    notices: tuple[ReasonRecord, ...]
    pattern: PatternRecord | None
    subject: SubjectRecord
    answers: AnswersRecord
    photo_info: PhotoRecord
    geometry: GeometryRecord


class RefusedDocument(Record):
    """A photo that was refused, with every reason."""

    schema_version: Literal[1]
    photo: Text
    status: Literal["refused"]
    reasons: Annotated[tuple[ReasonRecord, ...], Field(min_length=1)]
    facing: None
    measurements: Annotated[dict[str, MeasurementRecord], Field(max_length=0)]
    points: Annotated[dict[str, PointRecord], Field(max_length=0)]
    findings: Annotated[tuple[FindingRecord, ...], Field(max_length=0)]
    imbalances: Annotated[tuple[ImbalanceRecord, ...], Field(max_length=0)]
    plan: None
    provenance: None
    photo_info: PhotoRecord


Document = Annotated[AnalysedDocument | RefusedDocument, Field(discriminator="status")]
