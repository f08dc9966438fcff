"""Documents out of analyses, refusals, comparisons: plain JSON values and text."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from posture import __version__
from posture.body.estimate.pair_weights import pair_weights
from posture.body.points import NODES, POINTS
from posture.body.remarks import Notice, Reason, Refusal
from posture.files.documents import records
from posture.files.documents.records import DOCUMENT, VERSION
from posture.i18n.language import tr
from posture.json_types import finite

if TYPE_CHECKING:
    from collections.abc import Mapping

    from posture.analysis.comparison import Change, Comparison
    from posture.analysis.frontal import FrontalAnalysis
    from posture.analysis.types import Analysis, Combined
    from posture.body.body import Body
    from posture.errors import PostureError
    from posture.measure.measurement import Measurement

Said = TypeVar("Said", Reason, Notice)


def to_document(result: Analysis | Refusal) -> dict[str, Any]:
    """Everything about one side photo as plain JSON values.

    Parameters
    ----------
    result : Analysis or Refusal

    Returns
    -------
    dict
        As the published schema says; unknown numbers are None, lengths in pixels are source
        pixels, angles degrees.
    """
    return _plain(_refused(result) if isinstance(result, Refusal) else _analysed(result))


def to_json(result: Analysis | Refusal, *, indent: int | None = None) -> str:
    """The document of one side photo as text, on one line unless ``indent`` is given."""
    return as_text(to_document(result), indent=indent)


def as_text(document: dict[str, Any], *, indent: int | None = None) -> str:
    """A document as JSON text, on one line unless ``indent`` is given."""
    return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=indent)


def unreadable_document(photo: str, error: PostureError) -> dict[str, Any]:
    """The document of a file that is no photo that can be read.

    Parameters
    ----------
    photo : str
        Path as given.
    error : PostureError
        Why it cannot be read.
    """
    reason = Reason(type(error).__name__, error.message, error.remedy)
    return _plain(records.UnreadableDocument(VERSION, photo, "unreadable", (reason,)))


def combined_document(combined: Combined, *, with_analyses: bool = False) -> dict[str, Any]:
    """Medians over several photos of one person, with their spread.

    Parameters
    ----------
    combined : Combined
    with_analyses : bool
        Whether the analysis of every photo is kept in it.
    """
    said, first = combined.assessment, combined.analyses[0]
    return _plain(
        records.CombinedDocument(
            schema_version=VERSION,
            photo=None,
            status="combined",
            photos=tuple(one.photo.name for one in combined.analyses),
            measurements=_translated(combined.measurements),
            spread={name: combined.spread.get(name, math.nan) for name in combined.measurements},
            findings=said.findings,
            imbalances=said.imbalances,
            plan=said.plan,
            provenance=first.provenance,
            analyses=tuple(map(_analysed, combined.analyses)) if with_analyses else (),
        )
    )


def comparison_document(comparison: Comparison) -> dict[str, Any]:
    """Two photos of one person and the changes between them; no limit where nothing is judged.

    Parameters
    ----------
    comparison : Comparison
    """
    before, after = (one.photo for one in comparison.photos)
    reason = comparison.reason_not_joint
    return _plain(
        records.ComparedDocument(
            schema_version=VERSION,
            status="compared",
            before=before.name,
            after=after.name,
            before_info=before,
            after_info=after,
            judged=comparison.judged,
            read_jointly=comparison.read_jointly,
            reason_not_joint=None if reason is None else tr(reason),
            changes={
                name: _change(one, judged=comparison.judged)
                for name, one in comparison.changes.items()
            },
            provenance=records.PairProvenance(__version__, pair_weights().sha256),
        )
    )


def comparison_json(comparison: Comparison) -> str:
    """The document of a comparison as text for a file."""
    return as_text(comparison_document(comparison), indent=2)


def frontal_document(analysis: FrontalAnalysis) -> dict[str, Any]:
    """A photo from the front or the back.

    Parameters
    ----------
    analysis : FrontalAnalysis
        A refused photo has the document of every refusal, see :func:`to_document`.
    """
    said = analysis.assessment
    return _plain(
        records.FrontalDocument(
            schema_version=VERSION,
            photo=analysis.photo.name,
            status="frontal",
            view=analysis.body.view,
            measurements=_translated(analysis.measurements),
            findings=said.findings,
            differences=said.differences,
            notices=tuple(map(_in_words, analysis.body.notices)),
            subject=analysis.subject,
            photo_info=analysis.photo,
            version=__version__,
        )
    )


def _plain(document: records.Document) -> dict[str, Any]:
    return DOCUMENT.dump_python(document, mode="json")


def _refused(refusal: Refusal) -> records.RefusedDocument:
    return records.RefusedDocument(
        schema_version=VERSION,
        photo=refusal.photo_name,
        status="refused",
        reasons=tuple(map(_in_words, refusal.reasons)),
        photo_sha256=refusal.photo_sha256,
    )


def _analysed(analysis: Analysis) -> records.AnalysedDocument:
    body, said = analysis.body, analysis.assessment
    return records.AnalysedDocument(
        schema_version=VERSION,
        photo=analysis.photo.name,
        status="analysed",
        reasons=(),
        facing=body.facing,
        measurements=_translated(analysis.measurements),
        points=_points(body),
        findings=said.findings,
        imbalances=said.imbalances,
        plan=said.plan,
        provenance=analysis.provenance,
        notices=tuple(map(_in_words, analysis.notices)),
        pattern=said.pattern,
        subject=analysis.subject,
        answers=analysis.answers,
        photo_info=analysis.photo,
        nodes=NODES,
        body=body,
    )


def _in_words(said: Said) -> Said:
    """In the reader's language, as every text of a document is."""
    return replace(said, text=tr(said.text), remedy=tr(said.remedy))


def _translated(measurements: Mapping[str, Measurement]) -> dict[str, Measurement]:
    """Measurements with the reason why one is missing in the reader's language."""
    return {
        name: one
        if one.reason_missing is None
        else replace(one, reason_missing=tr(one.reason_missing))
        for name, one in measurements.items()
    }


def _points(body: Body) -> dict[str, records.DocumentPoint]:
    seen = body.in_picture()
    return {
        name: records.DocumentPoint(*seen[name], source)
        for name, source in zip(POINTS, seen.points.sources, strict=False)
    }


def _change(one: Change, *, judged: bool) -> records.ChangeEntry:
    return records.ChangeEntry(
        name=one.name,
        value=one.value,
        sd=one.sd,
        unit=one.unit,
        source=one.source,
        palpated=one.palpated,
        mdc=finite(one.mdc) if judged else None,
        exceeds_mdc=one.exceeds_mdc if judged else None,
    )
