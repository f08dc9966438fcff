"""Rows of a points file from its JSON or CSV text; ``points`` checks what they hold."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from posture.i18n.language import mark, tr

MEND = mark("Give one line per point: name, x_px, y_px, and optionally source and sd_px.")
COLUMNS = ("name", "x_px", "y_px", "source", "sd_px")

Rows = list[tuple[str, Any]]
"""Name and content of each entry, duplicates kept."""


class Pairs(list[tuple[str, Any]]):
    """A JSON object as its pairs, so that a name given twice is seen."""


def json_rows(text: str) -> tuple[Rows, list[str]]:
    """Rows of a JSON text, and a sentence for each fault."""
    try:
        document = json.loads(text, object_pairs_hook=Pairs)
    except (ValueError, RecursionError) as error:
        fault = tr("It is not valid JSON ({error}). Check brackets, commas and quotes.")
        return [], [fault.format(error=error)]
    if not isinstance(document, Pairs):
        return [], [
            tr("It is a list. Write an object: {example}.").format(
                example='{"points": {"c7": {"x_px": ..., "y_px": ...}}}'
            )
        ]
    if not any(key == "points" for key, _ in document):
        return list(document), []
    faults = [
        tr('"{key}" is outside "points". Leave it out, or move it inside if it is a point.').format(
            key=key
        )
        for key, _ in document
        if key != "points"
    ]
    raw: Rows = []
    for key, value in document:
        if key != "points":
            continue
        if isinstance(value, Pairs):
            raw += value
        else:
            fault = tr('"points" is not an object. Write {example}.')
            faults.append(fault.format(example='{"c7": {"x_px": ..., "y_px": ...}}'))
    return raw, faults


def csv_rows(text: str) -> tuple[Rows, list[str]]:
    """Rows of a CSV text (commas or semicolons), and a sentence for each fault."""
    first = text.lstrip().split("\n", 1)[0]
    delimiter = ";" if ";" in first and "," not in first else ","
    try:
        lines = list(csv.reader(io.StringIO(text.lstrip(), newline=""), delimiter=delimiter))
    except csv.Error as error:
        fault = tr("It is not valid CSV ({error}).").format(error=error)
        return [], [f"{fault} {tr(MEND)}"]
    header = [cell.strip().lower() for cell in lines[0]] if lines else []
    faults = [
        tr('The column "{column}" is missing. Begin with the line "{example}".').format(
            column=column, example="name,x_px,y_px"
        )
        for column in COLUMNS[:3]
        if column not in header
    ]
    faults += [
        tr('The column "{column}" is not known. Use only {columns}.').format(
            column=column, columns=", ".join(COLUMNS)
        )
        for column in dict.fromkeys(header)
        if column not in COLUMNS
    ]
    if len(set(header)) < len(header):
        faults.append(tr("A column is given twice. Keep one of each."))
    if faults:
        return [], faults
    raw: Rows = []
    for number, line in enumerate(lines[1:], start=2):
        cells = [cell.strip() for cell in line]
        if not any(cells):
            continue
        if len(cells) > len(header):
            fault = tr("Line {number} has more cells than the header. Remove the extra ones.")
            faults.append(fault.format(number=number))
            continue
        # Empty cells count as not given.
        row = {key: cell for key, cell in zip(header, cells, strict=False) if cell}
        raw.append((row.pop("name", ""), Pairs(row.items())))
    return raw, faults
