"""The three imbalances that findings and self-checks may point to; hypotheses to test."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from posture.assess.assessment import Answers, Finding, Imbalance, SelfCheck, Standing
from posture.assess.knowledge import knowledge
from posture.assess.knowledge.records import Claim, ImbalanceRecord, Trigger
from posture.assess.norms import TIERS
from posture.i18n.language import TranslatedTable, mark, tr

_SEEN: TranslatedTable[Standing] = TranslatedTable(
    {
        "suggested": mark(
            "Something in this photo points this way; the self-checks below can test it."
        ),
        "not_suggested": mark("Nothing in this photo points this way."),
        "cannot_tell": mark("This photo cannot tell; the self-checks below say more."),
    }
)
_TIER_WEIGHT = {"mild": 0.4, "moderate": 0.6, "marked": 0.8}
"""Used for ordering only."""
_SUPPORT_WEIGHT = 0.05
_CHECK_WEIGHT = 0.2


def find_imbalances(findings: Mapping[str, Finding], answers: Answers) -> tuple[Imbalance, ...]:
    """Standing of each imbalance, strongest first.

    *Suggested* if a main finding lies in its direction, *not suggested* if all main findings are
    typical or in the other direction, else *cannot tell*. More confirming than contradicting
    self-checks raise *cannot tell* to *suggested*; more contradicting ones lower *suggested* to
    *cannot tell*.
    """
    made = (
        _imbalance(key, record, findings, answers) for key, record in knowledge().imbalances.items()
    )
    order: tuple[Standing, ...] = ("suggested", "cannot_tell", "not_suggested")
    return tuple(sorted(made, key=lambda i: (order.index(i.standing), -i.strength)))


def suggested(found: Iterable[Imbalance]) -> tuple[Imbalance, ...]:
    """Those that something points to, in their order."""
    return tuple(one for one in found if one.standing == "suggested")


def balance_of_checks(imbalance: Imbalance) -> int:
    """Confirming minus contradicting self-check answers."""
    return sum(
        1 if check.answer == check.confirms_if else -1
        for check in imbalance.self_checks
        if check.answer is not None
    )


def is_met(trigger: Trigger, findings: Mapping[str, Finding]) -> bool:
    """Whether a finding lies in the direction of the trigger, at its tier or beyond."""
    finding = findings.get(trigger.measurement)
    if finding is None or finding.direction != trigger.direction:
        return False
    return TIERS.index(finding.tier) >= TIERS.index(trigger.min_tier)


def main_finding(imbalance: str, findings: Mapping[str, Finding]) -> Finding | None:
    """The main finding that points most strongly to an imbalance; None where none does.

    Parameters
    ----------
    imbalance : str
        Its id.
    findings : mapping of str to Finding
        By name of the measurement.
    """
    return _strongest(knowledge().imbalances[imbalance], findings)


def _strongest(record: ImbalanceRecord, findings: Mapping[str, Finding]) -> Finding | None:
    met = [findings[one.measurement] for one in record.main if is_met(one, findings)]
    return max(met, key=_weight, default=None)


def _weight(finding: Finding) -> float:
    return _TIER_WEIGHT[finding.tier] * finding.probability


def _imbalance(
    key: str, record: ImbalanceRecord, findings: Mapping[str, Finding], answers: Answers
) -> Imbalance:
    checks = _self_checks(record, answers)
    from_photo = _standing(record, findings)
    imbalance = Imbalance(
        id=key,
        title=record.title,
        standing=from_photo,
        strength=0.0,
        summary="",
        short_side=record.short_side,
        long_side=record.long_side,
        arises=record.arises,
        notice=record.notice,
        evidence_for=_claims(record.evidence_for),
        evidence_against=_claims(record.evidence_against),
        grade=record.grade,
        findings=_rests_on(record, findings),
        self_checks=checks,
        tense_question=record.tense_question,
        tense=answers.tense.get(key),
    )
    balance = balance_of_checks(imbalance)
    return replace(
        imbalance,
        standing=_checked(from_photo, balance),
        strength=_strength(record, findings, balance),
        summary=f"{_seen(from_photo, balance)} {record.summary}",
    )


def _standing(record: ImbalanceRecord, findings: Mapping[str, Finding]) -> Standing:
    if _strongest(record, findings) is not None:
        return "suggested"
    seen = [findings.get(trigger.measurement) for trigger in record.main]
    if all(f is not None and f.tier != "cannot_tell" for f in seen):
        return "not_suggested"
    return "cannot_tell"


def _checked(standing: Standing, balance: int) -> Standing:
    if standing == "cannot_tell" and balance > 0:
        return "suggested"
    if standing == "suggested" and balance < 0:
        return "cannot_tell"
    return standing


def _strength(record: ImbalanceRecord, findings: Mapping[str, Finding], balance: int) -> float:
    main = _strongest(record, findings)
    base = 0.0 if main is None else _weight(main)
    support = sum(is_met(t, findings) for t in record.support)
    strength = base + _SUPPORT_WEIGHT * support + _CHECK_WEIGHT * balance
    return min(1.0, max(0.0, strength))


def _rests_on(record: ImbalanceRecord, findings: Mapping[str, Finding]) -> tuple[str, ...]:
    names = dict.fromkeys(t.measurement for t in (*record.main, *record.support))
    return tuple(name for name in names if name in findings)


def _self_checks(record: ImbalanceRecord, answers: Answers) -> tuple[SelfCheck, ...]:
    known = knowledge()
    return tuple(
        SelfCheck(
            id=key,
            title=check.title,
            steps=check.steps,
            question=check.question,
            confirms_if=check.confirms_if,
            source=known.cite(check),
            answer=answers.self_checks.get(key),
        )
        for key, check in ((key, known.self_checks[key]) for key in record.self_checks)
    )


def _claims(claims: Iterable[Claim]) -> tuple[str, ...]:
    return tuple(f"{claim.text} [{knowledge().cite(claim)}]" for claim in claims)


def _seen(standing: Standing, balance: int) -> str:
    said = _SEEN[standing]
    if balance > 0:
        more = tr("More self-check answers point this way than not.")
        return f"{said} {more}"
    if balance < 0:
        less = tr("More self-check answers point the other way than this way.")
        return f"{said} {less}"
    return said
