"""Rows of a points file, and those of its JSON text; ``points`` checks what they hold."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from posture.i18n.language import mark, tr
from posture.json_types import clean

MEND = mark("Give one line per point: name, x_px, y_px, and optionally source and sd_px.")
COLUMNS = ("name", "x_px", "y_px", "source", "sd_px")


class Pairs(list[tuple[str, Any]]):
    """A JSON object as its pairs, so that a name given twice is seen."""


@dataclass(frozen=True, slots=True)
class Row:
    """One point as the file has it.

    Attributes
    ----------
    name : str
    content : Pairs, or what stands in its place
    line : int or None
        In a CSV file, from 1.
    """

    name: str
    content: Any
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a file, duplicates kept, and what is wrong with it beyond them.

    Attributes
    ----------
    rows : tuple of Row
    faults : tuple of str
        Sentences with a remedy.
    absent : frozenset of str
        Columns that are missing as a whole: one of ``faults`` says so, not one per row.
    """

    rows: tuple[Row, ...] = ()
    faults: tuple[str, ...] = ()
    absent: frozenset[str] = frozenset()


def json_rows(text: str) -> Table:
    """Read the rows of a JSON text."""
    try:
        document = json.loads(text, object_pairs_hook=_pairs)
    except (ValueError, RecursionError) as error:
        fault = tr("It is not valid JSON ({error}). Check brackets, commas and quotes.")
        return Table(faults=(fault.format(error=error),))
    if not isinstance(document, Pairs):
        fault = tr("It is a list. Write an object: {example}.").format(
            example='{"points": {"c7": {"x_px": ..., "y_px": ...}}}'
        )
        return Table(faults=(fault,))
    if not any(key == "points" for key, _ in document):
        return Table(tuple(Row(*pair) for pair in document))
    faults = [
        tr('"{key}" is outside "points". Leave it out, or move it inside if it is a point.').format(
            key=key
        )
        for key, _ in document
        if key != "points"
    ]
    rows: list[Row] = []
    for key, value in document:
        if key != "points":
            continue
        if isinstance(value, Pairs):
            rows += (Row(*pair) for pair in value)
        else:
            fault = tr('"points" is not an object. Write {example}.')
            faults.append(fault.format(example='{"c7": {"x_px": ..., "y_px": ...}}'))
    return Table(tuple(rows), tuple(faults))


def _pairs(found: list[tuple[str, Any]]) -> Pairs:
    """An object whose keys are texts that can be written; JSON allows others."""
    return Pairs((clean(key), value) for key, value in found)
