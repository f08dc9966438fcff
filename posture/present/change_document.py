"""A comparison of two photos as JSON and as a table."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from posture import __version__
from posture.body.paired import pair_weights
from posture.present.csv import cell, table
from posture.present.document_models import finite

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from posture.analysis import Analysis
    from posture.changes import Change

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
        As :func:`posture.change` gave them.
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
            name: {
                "value": finite(one.value),
                "sd": finite(one.sd),
                "unit": one.unit,
                "source": one.source,
                "together": one.together,
                "least": finite(one.least) if judge else None,
                "counts": one.counts if judge else None,
            }
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
    return table(COLUMNS, (_row(one, judge=judge) for one in changes.values()))


def _row(one: Change, *, judge: bool) -> tuple[str, ...]:
    shown = (cell(one.value), cell(one.sd), one.unit, one.source, _yes_no(one.together))
    return (one.name, *shown, *((cell(one.least), _yes_no(one.counts)) if judge else ("", "")))


def _yes_no(true: bool) -> str:
    """As JSON has it, so that both files read alike."""
    return "true" if true else "false"
