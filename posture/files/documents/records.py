"""The documents of schema version 3: one record for each ``status``.

They are made of the dataclasses that the program works with, so that no record is declared twice;
pydantic checks them where a document is read (``DOCUMENT``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, TypeAdapter

from posture.analysis.types import PhotoInfo, Provenance
from posture.assess.assessment import (
    Answers,
    Finding,
    Imbalance,
    Pattern,
    Plan,
    Subject,
)
from posture.assess.frontal import LevelDifference
from posture.body.body import Body, Side
from posture.body.frontal.view import FrontalSide
from posture.body.points import PointSource
from posture.body.remarks import Notice, Reason
from posture.json_types import Number, Text
from posture.measure.measurement import Measurement, Unit

VERSION = 3
"""Schema version that is written."""

_Empty = Field(max_length=0)


@dataclass(frozen=True, slots=True)
class DocumentPoint:
    """Where a point lies in the picture, source pixels; for readers, never loaded."""

    x_px: Number
    y_px: Number
    sd_px: Number
    source: PointSource


@dataclass(frozen=True, slots=True)
class ChangeEntry:
    """A change with what follows from it; the last two are null where nothing is judged."""

    name: str
    value: Number
    sd: Number
    unit: Unit
    source: PointSource
    palpated: bool
    mdc: float | None
    exceeds_mdc: bool | None


@dataclass(frozen=True, slots=True)
class PairProvenance:
    """Program and weights that compared two photos."""

    version: str
    paired_sha256: str


@dataclass(frozen=True, slots=True)
class AnalysedDocument:
    """A side photo that was analysed.

    ``points``, ``facing`` and ``notices`` follow from the other keys, for readers; the analysis is
    loaded from ``body``, whose arrays hold one row for each name of ``nodes``.
    """

    schema_version: Literal[3]
    photo: Text
    status: Literal["analysed"]
    reasons: Annotated[tuple[Reason, ...], _Empty]
    facing: Side
    measurements: Mapping[str, Measurement]
    points: Mapping[str, DocumentPoint]
    findings: tuple[Finding, ...]
    imbalances: tuple[Imbalance, ...]
    plan: Plan
    provenance: Provenance
    notices: tuple[Notice, ...]
    pattern: Pattern | None
    subject: Subject
    answers: Answers
    photo_info: PhotoInfo
    nodes: tuple[str, ...]
    body: Body


_NoMeasurements = Annotated[Mapping[str, Measurement], _Empty]
_NoPoints = Annotated[Mapping[str, DocumentPoint], _Empty]


@dataclass(frozen=True, slots=True)
class RefusedDocument:
    """A photo that cannot be analysed, with every reason."""

    schema_version: Literal[3]
    photo: Text
    status: Literal["refused"]
    reasons: Annotated[tuple[Reason, ...], Field(min_length=1)]
    photo_sha256: str
    facing: None = None
    measurements: _NoMeasurements = field(default_factory=dict[str, Measurement])
    points: _NoPoints = field(default_factory=dict[str, DocumentPoint])
    findings: Annotated[tuple[Finding, ...], _Empty] = ()
    imbalances: Annotated[tuple[Imbalance, ...], _Empty] = ()
    plan: None = None
    provenance: None = None


@dataclass(frozen=True, slots=True)
class UnreadableDocument:
    """A file that is no photo that can be read."""

    schema_version: Literal[3]
    photo: Text
    status: Literal["unreadable"]
    reasons: Annotated[tuple[Reason, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class CombinedDocument:
    """The median of several photos of one person.

    ``spread`` is half the range over the photos, by measurement, in its unit. ``analyses`` holds
    the photos where they are kept with it.
    """

    schema_version: Literal[3]
    photo: None
    status: Literal["combined"]
    photos: tuple[Text, ...]
    measurements: Mapping[str, Measurement]
    spread: Mapping[str, Number]
    findings: tuple[Finding, ...]
    imbalances: tuple[Imbalance, ...]
    plan: Plan
    provenance: Provenance
    analyses: tuple[AnalysedDocument, ...] = ()


@dataclass(frozen=True, slots=True)
class ComparedDocument:
    """Two photos of one person and the changes between them, later less earlier.

    ``before_info`` and ``after_info`` are null in documents of version 1, which kept only names.
    """

    schema_version: Literal[3]
    status: Literal["compared"]
    before: Text
    after: Text
    before_info: PhotoInfo | None
    after_info: PhotoInfo | None
    judged: bool
    read_jointly: bool
    reason_not_joint: str | None
    changes: Mapping[str, ChangeEntry]
    provenance: PairProvenance


@dataclass(frozen=True, slots=True)
class FrontalDocument:
    """A photo from the front or the back: how level left and right are."""

    schema_version: Literal[3]
    photo: Text
    status: Literal["frontal"]
    view: FrontalSide
    measurements: Mapping[str, Measurement]
    findings: tuple[Finding, ...]
    differences: tuple[LevelDifference, ...]
    notices: tuple[Notice, ...]
    subject: Subject
    photo_info: PhotoInfo
    version: str


Document = (
    AnalysedDocument
    | RefusedDocument
    | UnreadableDocument
    | CombinedDocument
    | ComparedDocument
    | FrontalDocument
)

DOCUMENT: TypeAdapter[Document] = TypeAdapter(
    Annotated[Document, Field(discriminator="status")],
    # Keys that no version knows are an error: a misspelt key would otherwise be lost silently.
    # Built when it is first used: that takes as long as an analysis of a photo.
    config=ConfigDict(extra="forbid", defer_build=True),
)
"""Checks and writes every document."""
