"""The table of a batch: one row per photo, everything about it as plain values.

Columns have the names of the JSON document (docs/json.md); a measurement has one column for each
thing that is known of it: ``cva_value``, ``cva_sd``, ``cva_tier``, ... What is not known is null.
"""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, get_args

import pyarrow as pa

from posture.analysis.frontal import FrontalAnalysis
from posture.analysis.types import Analysis
from posture.assess.findings import by_name
from posture.assess.knowledge.verdict_record import Region
from posture.assess.verdict import beyond_probability, find_likelihood, find_verdict
from posture.body.remarks import Refusal
from posture.errors import PhotoError, PostureError
from posture.i18n.language import tr
from posture.json_types import clean, finite
from posture.measure.frontal import LEVELS
from posture.measure.registry import METRICS
from posture.present.verdict import headline, line_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from posture.analysis.types import PhotoInfo, Provenance
    from posture.assess.assessment import Assessment, Finding
    from posture.batch.listing.entry import Entry
    from posture.body.remarks import Notice
    from posture.measure.measurement import Measurement, Unit

VERSION = 1
"""Version of the table's columns."""

Value = str | int | float | bool | date | None
Row = dict[str, Value]
Outcome = Analysis | FrontalAnalysis | Refusal | Exception
"""What came of a photo; the error where it could not be read or analysed."""

Status = Literal["analysed", "refused", "unreadable", "failed"]
STATUSES: tuple[Status, ...] = get_args(Status)

MEASURED: Mapping[str, Unit] = {
    **{metric.name: metric.unit for metric in METRICS},
    **dict.fromkeys(LEVELS, "deg"),
}
"""Every measurement with its unit: side photos first, then frontal ones."""

REGIONS: tuple[Region, ...] = get_args(Region)
"""Lines of the verdict."""

_TEXT, _NUMBER, _WHOLE, _LONG = pa.string(), pa.float64(), pa.int32(), pa.int64()
_FLAG, _DAY = pa.bool_(), pa.date32()

_PHOTO = {
    "path": _TEXT, "key": _TEXT, "sha256": _TEXT, "size": _LONG, "modified": _LONG,
    "person": _TEXT, "group": _TEXT, "date": _DAY, "taken": _TEXT, "view": _TEXT,
    "age": _NUMBER, "sex": _TEXT, "stature_cm": _NUMBER,
    "status": _TEXT, "reasons": _TEXT, "reasons_text": _TEXT, "reasons_remedy": _TEXT,
    "notices": _TEXT, "notices_remedy": _TEXT, "facing": _TEXT, "framing_hips": _FLAG,
    "framing_knees": _FLAG, "framing_feet": _FLAG, "width": _WHOLE, "height": _WHOLE,
}  # fmt: skip
_VERDICT = {
    "headline": _TEXT,
    "lines_beyond": _WHOLE,
    "expected_beyond": _NUMBER,
    "pattern": _TEXT,
}
_LINE = {
    "state": _TEXT, "words": _TEXT, "measurement": _TEXT, "tier": _TEXT, "side": _TEXT,
    "certainty": _TEXT,
}  # fmt: skip
_MEASUREMENT = {
    "value": _NUMBER, "sd": _NUMBER, "source": _TEXT, "reason_missing": _TEXT, "tier": _TEXT,
    "direction": _TEXT, "probability": _NUMBER, "likelihood_lower": _NUMBER,
    "likelihood_typical": _NUMBER, "likelihood_higher": _NUMBER, "estimate": _NUMBER,
    "estimate_sd": _NUMBER, "typical_low": _NUMBER, "typical_high": _NUMBER,
}  # fmt: skip
_PROVENANCE = {
    "version": _TEXT, "model": _TEXT, "model_sha256": _TEXT, "estimator": _TEXT,
    "estimator_sha256": _TEXT, "knowledge_sha256": _TEXT, "settings": _TEXT, "analysed_on": _DAY,
    "seconds": _NUMBER, "schema_version": _WHOLE,
}  # fmt: skip

VERDICT_COLUMNS = tuple(_VERDICT)
LINE_COLUMNS = tuple(f"{region}_{name}" for region in REGIONS for name in _LINE)
MEASUREMENT_COLUMNS = tuple(_MEASUREMENT)
"""What is known of each measurement; the column of each begins with its name."""
PROVENANCE_COLUMNS = tuple(_PROVENANCE)


def _fields() -> list[Any]:
    fields = [pa.field(name, kind) for name, kind in (_PHOTO | _VERDICT).items()]
    fields += [pa.field(f"{r}_{name}", kind) for r in REGIONS for name, kind in _LINE.items()]
    for measurement, unit in MEASURED.items():
        for name, kind in _MEASUREMENT.items():
            of_unit = {"unit": unit} if name in ("value", "sd") else None
            fields.append(pa.field(f"{measurement}_{name}", kind, metadata=of_unit))
    fields += [pa.field(name, kind) for name, kind in _PROVENANCE.items()]
    return fields


SCHEMA = pa.schema(_fields())
"""Columns of ``results.parquet`` in order; values and errors carry their unit as metadata."""


def row_of(
    outcome: Outcome,
    entry: Entry,
    *,
    sha256: str,
    key: str,
    provenance: Provenance,
    seconds: float,
) -> Row:
    """The row of one photo.

    Parameters
    ----------
    outcome : Analysis, FrontalAnalysis, Refusal or Exception
        A ``PhotoError`` makes it *unreadable*, any other exception *failed*.
    entry : Entry
    sha256 : str
        Of the photo's content; empty where it cannot be read.
    key : str
        Of content, model, weights and settings. Two rows of one path and key are the same row.
    provenance : Provenance
        Of the run, for outcomes that carry none of their own.
    seconds : float
        How long the photo took.

    Returns
    -------
    dict of str to str, int, float, bool, date or None
        A value for every column of ``SCHEMA``; sentences are in the current language. ``size`` and
        ``modified`` of the file are None until the runner, which looked at it, fills them in.
    """
    row: Row = dict.fromkeys(SCHEMA.names)
    row |= _entry_columns(entry) | {"sha256": sha256, "key": key}
    if isinstance(outcome, Analysis):
        row |= _side_columns(outcome)
        provenance = outcome.provenance
    elif isinstance(outcome, FrontalAnalysis):
        row |= _frontal_columns(outcome)
    elif isinstance(outcome, Refusal):
        row |= {"status": "refused"} | _reasons(
            (one.code, tr(one.text), tr(one.remedy)) for one in outcome.reasons
        )
    else:
        row |= _error_columns(outcome)
    row["date"] = entry.date or row["date"]
    row |= _provenance_columns(provenance) | {"seconds": finite(seconds)}
    return {name: clean(one) if isinstance(one, str) else one for name, one in row.items()}


def _entry_columns(entry: Entry) -> Row:
    return {
        "path": entry.path,
        "person": entry.person or None,
        "group": entry.group or None,
        "view": entry.view,
        "age": finite(entry.subject.age),
        "sex": entry.subject.sex,
        "stature_cm": finite(entry.subject.stature_cm),
    }


def _side_columns(analysis: Analysis) -> Row:
    body, said = analysis.body, analysis.assessment
    return {
        "status": "analysed",
        "view": "side",
        "facing": body.facing,
        "framing_hips": body.framing.hips,
        "framing_knees": body.framing.knees,
        "framing_feet": body.framing.feet,
        **_photo_columns(analysis.photo, analysis.notices),
        **measurement_columns(analysis.measurements, said.findings),
        **verdict_columns(said),
    }


def _frontal_columns(analysis: FrontalAnalysis) -> Row:
    return {
        "status": "analysed",
        "view": analysis.body.view,
        **_photo_columns(analysis.photo, analysis.body.notices),
        **measurement_columns(analysis.measurements, analysis.assessment.findings),
    }


def _photo_columns(photo: PhotoInfo, notices: Iterable[Notice]) -> Row:
    listed = tuple(notices)
    return {
        "taken": photo.taken.isoformat() if photo.taken else None,
        "date": photo.taken.date() if photo.taken else None,
        "width": photo.width,
        "height": photo.height,
        "notices": " ".join(one.code for one in listed),
        "notices_remedy": " ".join(tr(one.remedy) for one in listed if one.remedy),
    }


def measurement_columns(
    measurements: Mapping[str, Measurement], findings: Iterable[Finding]
) -> Row:
    """What is known of each measurement, by column."""
    named = by_name(findings)
    columns: Row = {}
    for name, one in measurements.items():
        columns |= {
            f"{name}_value": finite(one.value),
            f"{name}_sd": finite(one.sd),
            f"{name}_source": one.source,
            f"{name}_reason_missing": tr(one.reason_missing) if one.reason_missing else None,
        }
        if name in named:
            columns |= _finding_columns(name, named[name])
    return columns


def _finding_columns(name: str, finding: Finding) -> Row:
    likely = find_likelihood(finding)
    return {
        f"{name}_tier": finding.tier,
        f"{name}_direction": finding.direction,
        f"{name}_probability": finite(finding.probability),
        f"{name}_likelihood_lower": likely.lower if likely else None,
        f"{name}_likelihood_typical": likely.typical if likely else None,
        f"{name}_likelihood_higher": likely.higher if likely else None,
        f"{name}_estimate": finite(finding.estimate),
        f"{name}_estimate_sd": finite(finding.estimate_sd),
        f"{name}_typical_low": finite(finding.typical_low),
        f"{name}_typical_high": finite(finding.typical_high),
    }


def verdict_columns(assessment: Assessment) -> Row:
    """The headline, the four lines, and by what people are ordered who are looked at first."""
    lines = find_verdict(assessment)
    columns: Row = {
        "headline": headline(lines),
        "lines_beyond": sum(line.state == "beyond" for line in lines),
        "expected_beyond": sum(map(beyond_probability, lines)),
        "pattern": assessment.pattern.id if assessment.pattern else None,
    }
    for line in lines:
        columns |= {
            f"{line.region}_state": line.state,
            f"{line.region}_words": line_words(line),
            f"{line.region}_measurement": line.measurement,
            f"{line.region}_tier": line.tier,
            f"{line.region}_side": line.side,
            f"{line.region}_certainty": line.certainty,
        }
    return columns


def _error_columns(error: Exception) -> Row:
    status: Status = "unreadable" if isinstance(error, PhotoError) else "failed"
    text, remedy = str(error), ""
    if isinstance(error, PostureError):
        text, remedy = error.message, error.remedy
    return {"status": status} | _reasons([(type(error).__name__, text, remedy)])


def _reasons(reasons: Iterable[tuple[str, str, str]]) -> Row:
    """Codes, sentences and remedies, the gravest first; codes hold no blank, one parts them."""
    codes, texts, remedies = zip(*reasons, strict=True)
    return {
        "reasons": " ".join(codes),
        "reasons_text": " ".join(texts),
        "reasons_remedy": " ".join(dict.fromkeys(filter(None, remedies))),
    }


def _provenance_columns(made: Provenance) -> Row:
    return {
        "version": made.version,
        "model": made.model,
        "model_sha256": made.model_sha256,
        "estimator": made.estimator,
        "estimator_sha256": made.estimator_sha256,
        "knowledge_sha256": made.knowledge_sha256,
        "settings": json.dumps(dict(made.settings), sort_keys=True),
        "analysed_on": made.analysed_on,
        "schema_version": VERSION,
    }
