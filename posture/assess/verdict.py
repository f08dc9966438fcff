"""The verdict: four lines, always the same, each with the probability of what it says."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from posture.assess.assessment import Assessment, Finding, Imbalance, SelfCheck, Tier
from posture.assess.findings import by_name
from posture.assess.knowledge import knowledge
from posture.assess.knowledge.verdict_record import LineRecord, Region
from posture.assess.norms import TIERS
from posture.assess.shrink import Normal

State = Literal["typical", "no_concern", "beyond", "open", "not_measured"]
Certainty = Literal["very_likely", "probably", "open"]
Side = Literal["lower", "typical", "higher"]

VERY_LIKELY, PROBABLY = 0.95, 0.75
"""Least probabilities of the words."""

PEOPLE = 10
"""In how many people a probability is told."""


@dataclass(frozen=True, slots=True)
class Likelihood:
    """Probabilities, 0 to 1, that the true value lies below, within, above the typical range."""

    lower: float
    typical: float
    higher: float

    def of(self, side: Side) -> float:
        """Probability of one side."""
        return float(getattr(self, side))

    @property
    def most(self) -> float:
        """Probability of the most probable side."""
        return max(self.lower, self.typical, self.higher)

    @property
    def people(self) -> dict[Side, int]:
        """The probabilities as whole people of ten; the sum is ten (largest remainders).

        A side has eight or more where the word for it is *probably* or more, and only there; it
        has all ten where the word is *very likely*, and only there.
        """
        exact: dict[Side, float] = {
            "lower": PEOPLE * self.lower,
            "typical": PEOPLE * self.typical,
            "higher": PEOPLE * self.higher,
        }
        whole: dict[Side, int] = {side: math.floor(value) for side, value in exact.items()}
        most = sorted(exact, key=lambda side: whole[side] - exact[side])
        for side in most[: PEOPLE - sum(whole.values())]:
            whole[side] += 1
        first, second = sorted(exact, key=lambda side: -exact[side])[:2]
        for least in (PROBABLY, VERY_LIKELY):
            off = (exact[first] >= PEOPLE * least) - (whole[first] > PEOPLE * least)
            whole[first] += off
            whole[second] -= off
        return whole


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the verdict.

    Attributes
    ----------
    region : {"head", "shoulders", "pelvis", "legs"}
    measurement : str
        What it speaks of.
    state : {"typical", "no_concern", "beyond", "open", "not_measured"}
        ``no_concern``: beyond the typical range on the side of no interest, or perhaps so.
    tier : str
        Of the finding.
    side : {"lower", "typical", "higher"}
        Where the value lies; of an open line where it most probably lies. A line of no concern
        with side ``typical`` may also lie on the side of no interest.
    certainty : {"very_likely", "probably", "open"}
    likelihood : Likelihood or None
        None where nothing was measured, nothing is known of people, or the value cannot be relied
        on (a tilted head shifts the angle of the neck).
    settle : str
        The one thing that would settle an open line; may be empty.
    self_check : SelfCheck or None
        The next step of an open line.
    hard_to_see : bool
        Of a line that is probably typical or of no concern: what is known of people outweighs
        the photo.
    unsettled : Line or None
        The main measurement where it is open and the line speaks of another.
    judged : bool
        False under 18, where measurements have nothing to be compared with.
    """

    region: Region
    measurement: str
    state: State
    tier: Tier
    side: Side
    certainty: Certainty
    likelihood: Likelihood | None
    settle: str
    self_check: SelfCheck | None
    hard_to_see: bool = False
    unsettled: Line | None = None
    judged: bool = True

    @property
    def says_nothing(self) -> bool:
        """Whether it is open, or nothing was measured."""
        return self.state in ("open", "not_measured")

    @property
    def parts(self) -> tuple[Line, ...]:
        """The line itself, and its main measurement where that is still open."""
        return (self,) if self.unsettled is None else (self, self.unsettled)


def find_verdict(assessment: Assessment) -> tuple[Line, ...]:
    """The four lines: head, shoulders, pelvis, legs.

    A line speaks of its strongest finding beyond the typical range; without one, of the strongest
    of its secondary measurements; then of the first of its measurements that is decided; else of
    its main one.

    Parameters
    ----------
    assessment : Assessment

    Returns
    -------
    tuple of Line
    """
    findings = by_name(assessment.findings)
    return tuple(
        _line(region, record, findings, assessment.imbalances)
        for region, record in knowledge().verdict.items()
    )


def find_likelihood(finding: Finding) -> Likelihood | None:
    """How the true value of a finding may lie against the typical range.

    Returns
    -------
    Likelihood or None
        None where it was not measured, or no range is known.
    """
    low, high = finding.typical_low, finding.typical_high
    numbers = (finding.estimate, finding.estimate_sd, low, high)
    if not all(map(math.isfinite, numbers)):
        return None
    value = Normal(finding.estimate, finding.estimate_sd)
    lower, higher = value.below(low), value.above(high)
    return Likelihood(lower, max(0.0, 1.0 - lower - higher), higher)


def beyond_probability(line: Line) -> float:
    """That what a line speaks of lies beyond the typical range; 0 for lines of no concern.

    People are ordered by it where some are looked at before others.
    """
    if line.likelihood is None or line.state == "no_concern":
        return 0.0
    return max(line.likelihood.lower, line.likelihood.higher)


def is_of_no_concern(finding: Finding) -> bool:
    """Whether a typical finding lies beyond the typical range, on the side of no interest."""
    low, high = finding.typical_low, finding.typical_high
    return finding.tier == "typical" and not low <= finding.estimate <= high


def is_judged(finding: Finding) -> bool:
    """Whether a finding is compared with people: not under 18, though its norm is known."""
    known = knowledge()
    metric = {**known.metrics, **known.sides}[finding.measurement]
    return metric.norm is None or math.isfinite(finding.typical_low)


def is_outweighed(finding: Finding) -> bool:
    """Whether what is known of people has more weight in the estimate than the photo.

    The weight of the photo is ``1 - (estimate_sd / SD)**2`` (:func:`posture.assess.shrink.shrink`):
    less than one half where the error of the measurement is larger than the SD among people.
    """
    people_sd = (finding.typical_high - finding.typical_low) / 2
    return finding.estimate_sd**2 > people_sd**2 / 2


def _line(
    region: Region,
    record: LineRecord,
    findings: Mapping[str, Finding],
    imbalances: Iterable[Imbalance],
) -> Line:
    main = [findings[name] for name in record.measurements if name in findings]
    secondary = [findings[name] for name in record.secondary if name in findings]
    chosen = _strongest(main) or _strongest(secondary) or _decided(main)
    if chosen is None:
        name = next(iter(record.measurements))
        return Line(region, name, "not_measured", "cannot_tell", "typical", "open", None, "", None)
    line = _speak(region, record, chosen, imbalances)
    if not main or main[0] is chosen:
        return line
    of_main = _speak(region, record, main[0], imbalances)
    return replace(line, unsettled=of_main if of_main.state == "open" else None)


def _speak(
    region: Region, record: LineRecord, chosen: Finding, imbalances: Iterable[Imbalance]
) -> Line:
    """The line, speaking of one finding."""
    likelihood = find_likelihood(chosen)
    undecided = chosen.tier == "cannot_tell"
    state = _state(chosen, likelihood)
    if undecided and likelihood is not None and likelihood.most >= PROBABLY:
        # Left open though the number would decide: then the number is not told in people either.
        likelihood = None
    side = _side(chosen, likelihood)
    certainty = _certainty(chosen, state, likelihood)
    as_in_most = state in ("typical", "no_concern") and side == "typical"
    judged = is_judged(chosen)
    return Line(
        region=region,
        measurement=chosen.measurement,
        state=state,
        tier=chosen.tier,
        side=side,
        certainty=certainty,
        likelihood=likelihood,
        settle=chosen.settle[0] if undecided and chosen.settle else "",
        self_check=_next_check(record.imbalance, imbalances) if undecided and judged else None,
        hard_to_see=as_in_most and certainty == "probably" and is_outweighed(chosen),
        judged=judged,
    )


def _strongest(findings: Iterable[Finding]) -> Finding | None:
    """The strongest finding beyond the typical range."""
    beyond = [one for one in findings if one.tier in TIERS]
    return max(beyond, key=lambda one: (TIERS.index(one.tier), one.probability), default=None)


def _decided(findings: Sequence[Finding]) -> Finding | None:
    """The first finding if it is decided or nothing is; where it is missing, the first decided."""
    decided = [one for one in findings if one.tier != "cannot_tell"]
    if decided and (findings[0] in decided or math.isnan(findings[0].estimate)):
        return decided[0]
    return findings[0] if findings else None


def _state(finding: Finding, likelihood: Likelihood | None) -> State:
    if finding.tier in TIERS:
        return "beyond"
    if finding.tier == "typical":
        sure = likelihood is None or likelihood.typical >= PROBABLY
        return "typical" if sure and not is_of_no_concern(finding) else "no_concern"
    return "open" if likelihood else "not_measured"


def _side(finding: Finding, likelihood: Likelihood | None) -> Side:
    if finding.direction != "none":
        return finding.direction
    if finding.tier == "typical":
        if is_of_no_concern(finding):
            return "lower" if finding.estimate < finding.typical_low else "higher"
        return "typical"
    sides: tuple[Side, ...] = ("typical", "lower", "higher")
    return max(sides, key=likelihood.of) if likelihood else "typical"


def _certainty(finding: Finding, state: State, likelihood: Likelihood | None) -> Certainty:
    if finding.tier == "cannot_tell":
        return "open"
    probability = finding.probability
    if state == "typical" and likelihood is not None:
        # The finding's own counts the side of no interest too.
        probability = likelihood.typical
    return "very_likely" if probability >= VERY_LIKELY else "probably"


def _next_check(imbalance: str, imbalances: Iterable[Imbalance]) -> SelfCheck | None:
    """The first self-check of an imbalance that was not answered."""
    checks = (check for one in imbalances if one.id == imbalance for check in one.self_checks)
    return next((check for check in checks if check.answer is None), None)
