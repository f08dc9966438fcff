"""Findings and left-right differences of a frontal photo."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from posture.assess.assessment import Finding, Standing, Subject
from posture.assess.findings import by_name, judge
from posture.assess.knowledge import knowledge
from posture.assess.knowledge.records import Claim, SideDifference
from posture.assess.norms import compare_with_norms
from posture.i18n.language import TranslatedTable, mark
from posture.measure.measurement import Measurement

Higher = Literal["left", "right", "none"]

_SEEN: TranslatedTable[Standing] = TranslatedTable(
    {
        "suggested": mark("In this photo the two sides are not level."),
        "not_suggested": mark("In this photo the two sides are about level."),
        "cannot_tell": mark("This photo cannot tell whether the two sides are level."),
    }
)
_ORDER: tuple[Standing, ...] = ("suggested", "cannot_tell", "not_suggested")


@dataclass(frozen=True, slots=True)
class LevelDifference:
    """A left-right difference and what it may go with; a hypothesis.

    Attributes
    ----------
    id, title : str
    standing : {"suggested", "not_suggested", "cannot_tell"}
    higher : {"left", "right", "none"}
        The person's side that is higher; "none" unless suggested.
    measurement : str
        Name of the measurement.
    summary : str
        What the photo shows and what is often named as its cause.
    high_side, low_side : tuple of str
        What is often named on the higher and on the lower side.
    arises, notice : str
    evidence_for, evidence_against : tuple of str
        Each with its source.
    grade : str
    look_next : tuple of str
    """

    id: str
    title: str
    standing: Standing
    higher: Higher
    measurement: str
    summary: str
    high_side: tuple[str, ...]
    low_side: tuple[str, ...]
    arises: str
    notice: str
    evidence_for: tuple[str, ...]
    evidence_against: tuple[str, ...]
    grade: str
    look_next: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FrontalAssessment:
    """Assessment of a frontal photo.

    Attributes
    ----------
    findings : tuple of Finding
        Strongest first.
    differences : tuple of LevelDifference
        Suggested first.
    footer : str
    """

    findings: tuple[Finding, ...]
    differences: tuple[LevelDifference, ...]
    footer: str


def assess_frontal(
    measurements: Mapping[str, Measurement], subject: Subject | None = None
) -> FrontalAssessment:
    """Judge the levels.

    Parameters
    ----------
    measurements : mapping of str to Measurement
    subject : Subject, optional

    Returns
    -------
    FrontalAssessment
    """
    findings = judge(compare_with_norms(measurements, subject or Subject()))
    named = by_name(findings)
    made = (
        _difference(key, record, named[record.measurement])
        for key, record in knowledge().side_differences.items()
    )
    differences = tuple(sorted(made, key=lambda d: _ORDER.index(d.standing)))
    return FrontalAssessment(findings, differences, knowledge().programme.footer)


def _difference(key: str, record: SideDifference, finding: Finding) -> LevelDifference:
    standing = _standing(finding)
    higher: Higher = "none"
    if standing == "suggested":
        higher = "right" if finding.direction == "higher" else "left"
    return LevelDifference(
        id=key,
        title=record.title,
        standing=standing,
        higher=higher,
        measurement=record.measurement,
        summary=f"{_SEEN[standing]} {record.summary}",
        high_side=record.high_side,
        low_side=record.low_side,
        arises=record.arises,
        notice=record.notice,
        evidence_for=_claims(record.evidence_for),
        evidence_against=_claims(record.evidence_against),
        grade=record.grade,
        look_next=record.look_next,
    )


def _standing(finding: Finding) -> Standing:
    if finding.tier == "cannot_tell":
        return "cannot_tell"
    return "not_suggested" if finding.tier == "typical" else "suggested"


def _claims(claims: Iterable[Claim]) -> tuple[str, ...]:
    return tuple(f"{claim.text} [{knowledge().cite(claim)}]" for claim in claims)
