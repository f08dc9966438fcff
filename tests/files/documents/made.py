"""One document of every status, from today's writer."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

from posture.analysis.comparison import compare
from posture.analysis.pipeline import combine
from posture.assess.assessment import Answers
from posture.errors import PhotoFormatError
from posture.files.documents.write import (
    combined_document,
    comparison_document,
    frontal_document,
    to_document,
    unreadable_document,
)
from tests.fixtures.fronts import frontal_analysis
from tests.present import examples


@cache
def every_document() -> dict[str, dict[str, Any]]:
    """By status; not to be changed."""
    analysis = replace(examples.analysis(examples.partial_body()), answers=Answers())
    return {
        "analysed": to_document(analysis),
        "refused": to_document(examples.refusal()),
        "unreadable": unreadable_document("a.txt", PhotoFormatError("No picture.", "Another.")),
        "combined": combined_document(combine([analysis, analysis]), with_analyses=True),
        "compared": comparison_document(compare(analysis, analysis)),
        "frontal": frontal_document(frontal_analysis()),
    }
