"""The headline of a photo from the front or the back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posture.assess.findings import by_name
from posture.assess.knowledge import knowledge
from posture.assess.norms import TIERS
from posture.assess.verdict import is_judged
from posture.i18n.language import TranslatedTable, mark, mid_sentence, tr
from posture.present.verdict import NOT_JUDGED
from posture.present.wording import tier_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from posture.assess.assessment import Finding
    from posture.assess.frontal import FrontalAssessment

_LINES: TranslatedTable[str] = TranslatedTable(
    {
        "head_level": mark("Head"),
        "shoulder_level": mark("Shoulders"),
        "pelvis_level": mark("Pelvis"),
    }
)
_BETWEEN = "shoulders_over_pelvis"


def frontal_headline(assessment: FrontalAssessment) -> str:
    """The result in one or two short sentences (*Worth a look: shoulders left higher (mild).*).

    Parameters
    ----------
    assessment : FrontalAssessment
    """
    found = by_name(assessment.findings)
    lines = [found[name] for name in _LINES if name in found]
    if lines and not any(map(is_judged, lines)):
        return tr(NOT_JUDGED)
    beyond = frontal_beyond(assessment.findings)
    if beyond:
        return tr("Worth a look: {what}.").format(what=", ".join(beyond))
    still_open = [_LINES[one.measurement] for one in lines if one.tier == "cannot_tell"]
    if not still_open:
        return tr("Head, shoulders and pelvis about level.")
    if len(still_open) == len(lines):
        return tr("This photo leaves head, shoulders and pelvis open.")
    names = ", ".join(map(mid_sentence, still_open))
    return " ".join((tr("Still open: {what}.").format(what=names), tr("Nothing else stands out.")))


def frontal_beyond(findings: Iterable[Finding]) -> tuple[str, ...]:
    """What stands out in a photo from the front or the back, a few words each.

    Parameters
    ----------
    findings : iterable of Finding
    """
    found = by_name(findings)
    lines = [found[name] for name in _LINES if name in found]
    beyond = tuple(_spoken(_LINES[one.measurement], one) for one in lines if one.tier in TIERS)
    between = found.get(_BETWEEN)
    # Where a line is spoken of, its difference from another one says the same again.
    if not beyond and between is not None and between.tier in TIERS:
        return (_spoken(tr("Shoulders against the pelvis"), between),)
    return beyond


def _spoken(name: str, finding: Finding) -> str:
    """A line, its higher side and the tier in a few words."""
    signs = knowledge().sides[finding.measurement].signs
    assert signs is not None
    return tr("{line} {side} ({tier})").format(
        line=mid_sentence(name),
        side=signs[finding.direction == "lower"],
        tier=tier_words(finding),
    )
