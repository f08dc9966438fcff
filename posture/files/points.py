"""Placed points and stickers as a JSON or CSV file."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, ValidationError

from posture.body.placed.entries import Hand, PointEntry
from posture.body.points import POINTS
from posture.errors import InputError
from posture.files.points_csv import csv_rows, line_label
from posture.files.points_rows import COLUMNS, MEND, Pairs, Row, json_rows
from posture.files.text import decode, encoding_of, not_text, read_bytes
from posture.i18n.language import TranslatedTable, mark, tr
from posture.limits import POINTS_BYTES

_COORDINATES = frozenset({"x_px", "y_px"})

_EVERYDAY = {
    "ear": "tragus",
    "eye": "canthus",
    "neck": "c7",
    "shoulder": "acromion",
    "hip": "trochanter",
    "ankle": "malleolus",
    "foot": "toe",
}


class _Content(BaseModel):
    """What a file may hold for one point."""

    model_config = ConfigDict(extra="forbid")

    x_px: Annotated[FiniteFloat, Field(ge=0)]
    y_px: Annotated[FiniteFloat, Field(ge=0)]
    source: Hand = "placed"
    sd_px: Annotated[FiniteFloat, Field(gt=0)] | None = None


def read_points(
    source: Path | str | bytes, *, size: tuple[int, int] | None = None
) -> tuple[PointEntry, ...]:
    """Read placed points.

    Parameters
    ----------
    source : Path, str or bytes
        Path of a file, or its content as bytes. JSON: ``{"points": {"c7": {"x_px": 310, "y_px":
        188, "source": "sticker", "sd_px": 3}}}``, the outer ``points`` may be left out. CSV: a
        header ``name,x_px,y_px`` with optional ``source`` and ``sd_px``, separated and with decimal
        signs as :func:`posture.files.points_csv.csv_rows` takes them. ``source`` is "placed" where
        it is not given.
    size : tuple of int, optional
        Width and height of the picture, source pixels: points must lie inside it.

    Returns
    -------
    tuple of PointEntry
        In the order of the file; each point at most once, never empty.

    Raises
    ------
    InputError
        The file cannot be read or has faults: all of them are listed, each with how to correct it.
    """
    if not isinstance(source, bytes):
        source = read_bytes(Path(source), POINTS_BYTES, tr(MEND))
    if len(source) > POINTS_BYTES:
        raise InputError(tr("The points file is larger than 1 MB."), remedy=tr(MEND))
    is_json = _begins_json(source)
    table = json_rows(decode(source)) if is_json else csv_rows(source)
    faults = list(table.faults)
    entries: list[PointEntry] = []
    seen: set[str] = set()
    for row in table.rows:
        name = row.name.strip().lower()
        label = name[:40] or _place(row)
        if "name" not in table.absent:
            faults += _name_faults(row, name, seen)
        seen.add(name)
        content, found = _validated(label, row.content, strict=is_json, absent=table.absent)
        faults += found
        if content is None:
            continue
        entry = PointEntry(label, content.x_px, content.y_px, content.source, content.sd_px)
        faults += entry.faults(size)
        entries.append(entry)
    if not table.rows and not faults:
        faults = [" ".join((tr("It holds no point."), tr(MEND)))]
    if faults:
        raise InputError(tr("The points file cannot be used:"), tuple(faults))
    return tuple(entries)


def write_points(points: Sequence[PointEntry]) -> str:
    """Write points as the JSON that ``read_points`` reads.

    Parameters
    ----------
    points : sequence of PointEntry

    Returns
    -------
    str
    """
    rows: dict[str, dict[str, float | str]] = {}
    for point in points:
        rows[point.name] = {"x_px": point.x_px, "y_px": point.y_px, "source": point.source}
        if point.sd_px is not None:
            rows[point.name]["sd_px"] = point.sd_px
    return json.dumps({"points": rows}, indent=1) + "\n"


def _begins_json(source: bytes) -> bool:
    """Whether a file is JSON; else it is a table, perhaps as Excel for Windows encodes it.

    Raises
    ------
    InputError
        It is no text.
    """
    marked = encoding_of(source) != "utf-8"
    text = decode(source) if marked else source.decode("utf-8", "replace")
    if "\0" in text:
        raise not_text()
    return text.lstrip()[:1] in ("{", "[")


def _place(row: Row) -> str:
    """What stands for the name of a point that has none."""
    return tr("unnamed") if row.line is None else line_label(row.line)


def _name_faults(row: Row, name: str, seen: set[str]) -> list[str]:
    if not name:
        fault = tr("{point}: the name is missing. Use one of {names}.")
        return [fault.format(point=_place(row), names=", ".join(POINTS))]
    if name not in POINTS:
        nearest = difflib.get_close_matches(name, POINTS, n=1, cutoff=0.5)
        guess = _EVERYDAY.get(name) or (nearest[0] if nearest else None)
        parts = [tr('"{name}" is not a known point.').format(name=row.name.strip()[:40])]
        if guess:
            parts.append(tr('Did you mean "{name}"?').format(name=guess))
        parts.append(tr("The points are {names}.").format(names=", ".join(POINTS)))
        return [" ".join(parts)]
    if name in seen:
        return [tr('"{name}" is given more than once. Keep one of them.').format(name=name)]
    return []


def _validated(
    label: str, content: Any, *, strict: bool, absent: frozenset[str]
) -> tuple[_Content | None, list[str]]:
    """What the file holds for one point, as far as it can be read, and what is wrong with it."""
    if not isinstance(content, Pairs):
        fault = tr("{point}: write {example}.")
        return None, [fault.format(point=label, example='{"x_px": ..., "y_px": ...}')]
    keys = [key for key, _ in content]
    twice = [key for key in dict.fromkeys(keys) if keys.count(key) > 1]
    repeated = tr("{point}: {field} is given more than once. Keep one of them.")
    faults = [repeated.format(point=label, field=key) for key in twice]
    given = dict(content)
    try:
        return _Content.model_validate(given, strict=strict), faults
    except ValidationError as error:
        wrong = error.errors()
    faults += [
        _mended(label, fault)
        for fault in wrong
        if not (fault["type"] == "missing" and fault["loc"][0] in absent)
    ]
    if _COORDINATES & {fault["loc"][0] for fault in wrong}:
        return None, faults
    # Whether it lies inside the picture can still be said.
    place = {key: given[key] for key in _COORDINATES}
    return _Content.model_validate(place, strict=strict), faults


_REMEDIES = TranslatedTable(
    {
        "x_px": mark("Give the distance from the left edge of the picture in pixels, 0 or more."),
        "y_px": mark("Give the distance from the upper edge of the picture in pixels, 0 or more."),
        "source": mark('Write "placed", "eye" or "sticker", or leave it out.'),
        "sd_px": mark("Give the error in pixels, above 0, or leave it out."),
    }
)


def _mended(label: str, fault: Mapping[str, Any]) -> str:
    """One fault of one point, with how to correct it."""
    field = str(fault["loc"][0])
    if fault["type"] == "missing":
        missing = tr("{point}: {field} is missing.").format(point=label, field=field)
        return f"{missing} {_REMEDIES[field]}"
    if field not in _REMEDIES:
        return tr("{point}: {field} is not known. Use only {columns}.").format(
            point=label, field=field[:40], columns=", ".join(COLUMNS[1:])
        )
    wrong = tr("{point}: {field} cannot be {given!r}.").format(
        point=label, field=field, given=str(fault["input"])[:40]
    )
    return f"{wrong} {_REMEDIES[field]}"
