"""A comparison of two photos as JSON and as a table."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from posture import __version__
from posture.body.estimate.pairs import pair_weights
from posture.files.csv import cell, table
from posture.files.document_models import finite

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from posture.analysis.comparison import Change
    from posture.analysis.types import Analysis

COLUMNS = ("name", "value", "sd", "unit", "source", "together", "least", "counts")


def change_document(
    photos: Sequence[Analysis], changes: Mapping[str, Change], *, judge: bool
) -> dict[str, Any]:
    """A comparison as plain JSON values.

    Parameters
    ----------
    photos : sequence of Analysis
        The earlier and the later one.
    changes : mapping of str to Change
        As :func:`posture.compare` gave them.
    judge : bool
        Whether it may be said that a change counts (``change_words.judged``).

    Returns
    -------
    dict
        What ``posture change --json`` prints; None for unknown numbers and what is not judged.
    """
    before, after = (one.photo.name for one in photos)
    return {
        "status": "compared",
        "before": before,
        "after": after,
        "changes": {
            name: dict(zip(COLUMNS[1:], _entry(one, judge=judge), strict=True))
            for name, one in changes.items()
        },
        "provenance": {"version": __version__, "paired_sha256": pair_weights().sha256},
    }


def change_json(photos: Sequence[Analysis], changes: Mapping[str, Change], *, judge: bool) -> str:
    """The document as text for a file."""
    made = change_document(photos, changes, judge=judge)
    return json.dumps(made, ensure_ascii=False, allow_nan=False, indent=2)


def change_csv(changes: Mapping[str, Change], *, judge: bool) -> str:
    """One row per measurement, in the order given; numbers as in ``measurements.csv``."""
    entries = ((name, *_entry(one, judge=judge)) for name, one in changes.items())
    return table(COLUMNS, (map(_cell, entry) for entry in entries))


def _entry(one: Change, *, judge: bool) -> tuple[str | float | None, ...]:
    """What both files hold of a change, in the order of ``COLUMNS`` after its name."""
    judged = (finite(one.mdc), one.exceeds_mdc) if judge else (None, None)
    return (finite(one.value), finite(one.sd), one.unit, one.source, one.read_jointly, *judged)


def _cell(value: str | float | None) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    # As JSON has it, so that both files read alike.
    return json.dumps(value) if isinstance(value, bool) else cell(value)
