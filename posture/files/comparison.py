"""A comparison of two photos as JSON and as a table."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from posture import __version__
from posture.body.estimate.pairs import pair_weights
from posture.files.csv import cell, table
from posture.files.document_models import finite

if TYPE_CHECKING:
    from posture.analysis.comparison import Change, Comparison

COLUMNS = ("name", "value", "sd", "unit", "source", "together", "least", "counts")


def comparison_document(comparison: Comparison) -> dict[str, Any]:
    """A comparison as plain JSON values.

    Parameters
    ----------
    comparison : Comparison

    Returns
    -------
    dict
        What ``posture compare --json`` prints; None for unknown numbers and what is not judged.
    """
    return {
        "status": "compared",
        "before": comparison.before.photo.name,
        "after": comparison.after.photo.name,
        "changes": {
            name: dict(zip(COLUMNS[1:], _entry(one, comparison), strict=True))
            for name, one in comparison.changes.items()
        },
        "provenance": {"version": __version__, "paired_sha256": pair_weights().sha256},
    }


def comparison_json(comparison: Comparison) -> str:
    """The document as text for a file."""
    made = comparison_document(comparison)
    return json.dumps(made, ensure_ascii=False, allow_nan=False, indent=2)


def comparison_csv(comparison: Comparison) -> str:
    """One row per measurement, in the order given; numbers as in ``measurements.csv``."""
    entries = ((name, *_entry(one, comparison)) for name, one in comparison.changes.items())
    return table(COLUMNS, (map(_cell, entry) for entry in entries))


def _entry(one: Change, comparison: Comparison) -> tuple[str | float | None, ...]:
    """The values of one change, in the order of ``COLUMNS`` after its name."""
    judged = (finite(one.mdc), one.exceeds_mdc) if comparison.judged else (None, None)
    return (
        finite(one.value),
        finite(one.sd),
        one.unit,
        one.source,
        comparison.read_jointly,
        *judged,
    )


def _cell(value: str | float | None) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    # As JSON has it, so that both files read alike.
    return json.dumps(value) if isinstance(value, bool) else cell(value)
