"""One row per person: photos of one person combined, how far they differ, and which one is odd."""

from __future__ import annotations

import math
from dataclasses import replace
from statistics import median, stdev
from typing import TYPE_CHECKING, Literal, cast

import pyarrow as pa

from posture.analysis.combining import combine_photos
from posture.analysis.comparison import Change
from posture.assess.assessment import Subject
from posture.assess.frontal import assess_frontal
from posture.assess.norms import is_child
from posture.batch.table.rows import (
    LINE_COLUMNS,
    MEASURED,
    MEASUREMENT_COLUMNS,
    PROVENANCE_COLUMNS,
    SCHEMA,
    VERDICT_COLUMNS,
    measurement_columns,
    verdict_columns,
)
from posture.json_types import finite
from posture.measure.combine import combine, spread
from posture.measure.frontal import LEVELS
from posture.measure.measure import least_certain
from posture.measure.measurement import Measurement

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from posture.batch.table.rows import Row
    from posture.body.points import PointSource

_PERSON = ("person", "group", "age", "sex", "stature_cm")
_MADE = tuple(name for name in PROVENANCE_COLUMNS if name != "seconds")
_COUNTS = {
    "photos": pa.int32(), "side_photos": pa.int32(), "frontal_photos": pa.int32(),
    "days": pa.int32(), "first_date": pa.date32(), "last_date": pa.date32(),
}  # fmt: skip
_RETEST = {"photos": pa.int32(), "spread": pa.float64(), "retest_sd": pa.float64()}
_ODD = {
    "retest_exceeds": pa.string(), "odd_photo": pa.string(), "odd_measurements": pa.string(),
}  # fmt: skip

PEOPLE_SCHEMA = pa.schema(
    [
        *(SCHEMA.field(name) for name in _PERSON),
        *(pa.field(name, kind) for name, kind in (_COUNTS | _ODD).items()),
        *(SCHEMA.field(name) for name in (*VERDICT_COLUMNS, *LINE_COLUMNS)),
        *(
            field
            for one in MEASURED
            for field in (
                *(SCHEMA.field(f"{one}_{name}") for name in MEASUREMENT_COLUMNS),
                *(pa.field(f"{one}_{name}", kind) for name, kind in _RETEST.items()),
            )
        ),
        *(SCHEMA.field(name) for name in _MADE),
    ]
)
"""Columns of ``people.parquet`` in order."""

NEEDED = (
    "path", *_PERSON, "date", "view", *_MADE,
    *(f"{one}_{name}" for one in MEASURED for name in ("value", "sd", "source", "reason_missing")),
)  # fmt: skip
"""Columns of ``results.parquet`` that a person's row is made of."""

ODD_PHOTOS = 3
"""Fewest photos among which one can be odd: of two that differ, either may be."""


def person_row(photos: Sequence[Row]) -> Row:
    """Combine the analysed photos of one person.

    Parameters
    ----------
    photos : sequence of dict
        Rows of the table with at least the columns ``NEEDED``; never empty. The person is taken
        from the first, as when photos of one person are combined anywhere else.

    Returns
    -------
    dict
        A value for every column of ``PEOPLE_SCHEMA``.
    """
    first = photos[0]
    subject = _subject(first)
    series = [measurements_of(one) for one in photos]
    side = [one for one, row in zip(series, photos, strict=True) if row["view"] == "side"]
    frontal = [one for one, row in zip(series, photos, strict=True) if row["view"] != "side"]
    row: Row = dict.fromkeys(PEOPLE_SCHEMA.names)
    row |= {name: first[name] for name in (*_PERSON, *_MADE)}
    row |= _counts(photos) | {"side_photos": len(side), "frontal_photos": len(frontal)}
    combined: dict[str, Measurement] = {}
    if side:
        made = combine_photos(side, subject)
        combined |= made.measurements
        row |= measurement_columns(made.measurements, made.assessment.findings)
        row |= verdict_columns(made.assessment)
    if frontal:
        levels = combine(frontal)
        combined |= levels
        row |= measurement_columns(levels, assess_frontal(levels, subject).findings)
    row |= _retest(series)
    if not is_child(subject):
        row |= _differences(photos, series, combined)
    return row


def measurements_of(row: Row) -> dict[str, Measurement]:
    """The measurements of a row of the table, as they were before they became columns."""
    return {
        name: Measurement(
            name,
            _number(row[f"{name}_value"]),
            _number(row[f"{name}_sd"]),
            unit,
            cast("PointSource", row[f"{name}_source"]),
            cast("str | None", row[f"{name}_reason_missing"]),
        )
        for name, unit in MEASURED.items()
        if row[f"{name}_source"] is not None and (name in LEVELS) == (row["view"] != "side")
    }


def _subject(row: Row) -> Subject:
    return Subject(
        age=cast("float | None", row["age"]),
        sex=cast("Literal['female', 'male'] | None", row["sex"]),
        stature_cm=cast("float | None", row["stature_cm"]),
    )


def _counts(photos: Sequence[Row]) -> Row:
    days = sorted({cast("date", one["date"]) for one in photos if one["date"] is not None})
    return {
        "photos": len(photos),
        "days": len(days),
        "first_date": days[0] if days else None,
        "last_date": days[-1] if days else None,
    }


def _retest(series: Sequence[Mapping[str, Measurement]]) -> Row:
    """How many photos have a measurement, half its range, and its SD between them."""
    columns: Row = {}
    for name, half in spread(series).items():
        values = [one.value for one in _known(name, series)]
        columns |= {
            f"{name}_photos": len(values),
            f"{name}_spread": finite(half),
            f"{name}_retest_sd": stdev(values) if len(values) > 1 else None,
        }
    return columns


def _differences(
    photos: Sequence[Row],
    series: Sequence[Mapping[str, Measurement]],
    combined: Mapping[str, Measurement],
) -> Row:
    """Measurements that differ between photos by more than MDC95, and the photo that is odd."""
    exceeding = [name for name in combined if _largest_exceeds(name, series)]
    columns: Row = {"retest_exceeds": " ".join(exceeding)}
    middles = _middles(series, combined)
    apart = [_apart(one, middles) for one in series]
    strangest = max(range(len(series)), key=lambda i: (len(apart[i]), sum(apart[i].values())))
    if apart[strangest]:
        columns["odd_photo"] = photos[strangest]["path"]
        columns["odd_measurements"] = " ".join(apart[strangest])
    return columns


def _largest_exceeds(name: str, series: Sequence[Mapping[str, Measurement]]) -> bool:
    """Whether the largest difference between two photos exceeds its MDC95."""
    known = sorted(_known(name, series), key=lambda one: one.value)
    return len(known) > 1 and _difference(known[0], known[-1]).exceeds_mdc


def _middles(
    series: Sequence[Mapping[str, Measurement]], combined: Mapping[str, Measurement]
) -> dict[str, Measurement]:
    """The median of each measurement that enough photos have, with the error of one photo.

    The error of the median itself grows with the very photo that is odd.
    """
    known = {name: _known(name, series) for name in combined}
    return {
        name: replace(combined[name], sd=median(one.sd for one in ones))
        for name, ones in known.items()
        if len(ones) >= ODD_PHOTOS
    }


def _apart(
    photo: Mapping[str, Measurement], middles: Mapping[str, Measurement]
) -> dict[str, float]:
    """Where a photo lies further from the median than MDC95, and by how many of those."""
    changes = [
        _difference(middles[name], one)
        for name, one in photo.items()
        if name in middles and math.isfinite(one.value)
    ]
    return {one.name: abs(one.value) / one.mdc for one in changes if one.exceeds_mdc}


def _difference(before: Measurement, after: Measurement) -> Change:
    return Change(
        name=before.name,
        value=after.value - before.value,
        sd=math.hypot(before.sd, after.sd),
        unit=before.unit,
        source=least_certain((before.source, after.source)),
    )


def _known(name: str, series: Iterable[Mapping[str, Measurement]]) -> list[Measurement]:
    """A measurement of the photos that have it."""
    return [one[name] for one in series if name in one and math.isfinite(one[name].value)]


def _number(value: object) -> float:
    return math.nan if value is None else cast("float", value)
