"""Assess measurements and answers."""

from __future__ import annotations

from collections.abc import Mapping

from posture.assess.answer_ids import id_faults
from posture.assess.assessment import Answers, Assessment, Subject
from posture.assess.findings import by_name, judge
from posture.assess.imbalances import find_imbalances
from posture.assess.norms import compare_with_norms
from posture.assess.patterns import find_pattern, resembles_sway_back
from posture.assess.plan import Situation, make_plan
from posture.assess.screening import screen
from posture.errors import InputError
from posture.i18n.language import tr
from posture.measure.measurement import Measurement

_NOBODY = Subject()
_NOTHING = Answers()


def assess(
    measurements: Mapping[str, Measurement],
    subject: Subject = _NOBODY,
    answers: Answers = _NOTHING,
    photos: int = 1,
) -> Assessment:
    """Derive findings, imbalances, a pattern and a plan.

    Parameters
    ----------
    measurements : mapping of str to Measurement
        By name; NaN if missing, which gives *cannot tell*.
    subject : Subject
        Age and sex adjust the norms; under 18 nothing is judged and no plan is made.
    answers : Answers
        Self-checks, tension, screening and goal so far.
    photos : int
        How many photos of the person were combined into the measurements; *marked* needs three
        unless every point was placed by hand or marked by a sticker.

    Returns
    -------
    Assessment
        Findings strongest first, three imbalances, at most one pattern, one plan.

    Raises
    ------
    InputError
        An unknown measurement, or an answer to an unknown question; lists all.
    KnowledgeError
        The knowledge files are damaged.
    """
    given = (answers.self_checks, answers.tense, answers.screening, answers.goal)
    if unknown := tuple(id_faults(*given)):
        raise InputError(tr("These answers belong to no question:"), unknown)
    by_metric = compare_with_norms(measurements, subject)
    findings = judge(by_metric, photos)
    named = by_name(findings)
    pattern = find_pattern(by_metric, photos)
    imbalances = find_imbalances(named, answers)
    pelvis = by_metric.get("pelvic_tilt")
    situation = Situation(
        findings=named,
        imbalances=imbalances,
        answers=answers,
        screening=screen(subject, answers),
        resembles_sway_back=resembles_sway_back(named, pattern),
        pelvis_confident=pelvis is not None and pelvis.confident("medium"),
    )
    return Assessment(findings, imbalances, pattern, make_plan(situation))
