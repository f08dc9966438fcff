"""The plan: at most five exercises, by the findings and answers, with days of the week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from posture.assess.assessment import Answers, Day, Exercise, Finding, Imbalance, Plan, Role
from posture.assess.imbalances import balance_of_checks
from posture.assess.knowledge import knowledge
from posture.assess.knowledge.sourced import PROVENANCE, PROVENANCE_WORDS
from posture.assess.rationale import explain_plan
from posture.assess.screening import Screening
from posture.i18n.language import mid_sentence, tr

_SESSION_ORDER: tuple[Role, ...] = ("release", "control", "strengthen", "stretch")
GENERAL = "general"
"""What an exercise serves that belongs to no imbalance."""

_FEWEST = 3
"""General exercises are added if answers leave fewer than this."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What the choice of exercises depends on.

    Attributes
    ----------
    findings : mapping of str to Finding
    imbalances : tuple of Imbalance
    answers : Answers
    screening : Screening
    resembles_sway_back : bool
        Sway-back is possible: neither stretch nor roller for the front of the hip.
    pelvis_confident : bool
        The pelvis is measured with at least medium confidence.
    """

    findings: Mapping[str, Finding]
    imbalances: tuple[Imbalance, ...]
    answers: Answers
    screening: Screening
    resembles_sway_back: bool
    pelvis_confident: bool

    def has_finding(self, measurement: str, direction: str) -> bool:
        """Whether there is a finding in that direction."""
        finding = self.findings.get(measurement)
        return finding is not None and finding.direction == direction

    @property
    def hip_direction_known(self) -> bool:
        """Whether the pelvic tilt is clear enough for exercises at the front of the hip."""
        return (
            self.pelvis_confident
            and self.has_finding("pelvic_tilt", "higher")
            and not self.has_finding("lordosis", "lower")
            and not self.resembles_sway_back
        )


def make_plan(situation: Situation) -> Plan:
    """Choose, order and schedule exercises; none if a screening answer stops the plan."""
    frame = knowledge().programme
    screening = situation.screening
    chosen = () if screening.clearance == "stopped" else _exercises(situation)
    return Plan(
        clearance=screening.clearance,
        stop_text=screening.stop_text,
        screening=screening.questions,
        exercises=chosen,
        week=plan_week(chosen),
        phases=frame.phases if chosen else (),
        weeks=frame.weeks,
        rephotograph_weeks=frame.rephotograph_weeks,
        expect=frame.expect,
        rationale=explain_plan(
            focus(situation),
            situation.imbalances,
            situation.answers.goal,
            chosen,
            situation.findings,
            stopped=screening.clearance == "stopped",
            hip_direction_known=situation.hip_direction_known,
        ),
        footer=frame.footer,
    )


def focus(situation: Situation) -> tuple[Imbalance, ...]:
    """Imbalances of the plan: the goal first, then confirmed by self-checks, then by strength."""
    goal = situation.answers.goal
    wanted = [i for i in situation.imbalances if i.standing == "suggested" or i.id == goal]
    wanted.sort(key=lambda i: (i.id != goal, balance_of_checks(i) <= 0, -i.strength))
    return tuple(wanted[: knowledge().programme.most_imbalances])


def plan_week(exercises: Sequence[Exercise]) -> tuple[Day, ...]:
    """Exercises by day, Monday to Sunday; empty without exercises.

    Strength exercises fall on at most three days that are 48 h apart, control exercises on the
    others.
    """
    if not exercises:
        return ()
    frame = knowledge().programme
    return tuple(
        Day(day, tuple(e.id for e in exercises if day in frame.rhythm[e.per_week]))
        for day in frame.days
    )


def _exercises(situation: Situation) -> tuple[Exercise, ...]:
    frame = knowledge().programme
    lists = [(i.id, _candidates(i, situation)) for i in focus(situation)]
    chosen = _divide(lists, frame.most_exercises)
    for exercise_id in frame.general:
        enough = frame.most_exercises if not lists else _FEWEST
        if len(chosen) < enough and situation.screening.allows(exercise_id):
            chosen.setdefault(exercise_id, GENERAL)
    made = [make_exercise(exercise_id, serves) for exercise_id, serves in chosen.items()]
    return tuple(sorted(made, key=lambda e: _SESSION_ORDER.index(e.role)))


def _divide(lists: Sequence[tuple[str, Sequence[str]]], most: int) -> dict[str, str]:
    """Exercise id to imbalance id: an equal share for each imbalance, then what is left."""
    chosen: dict[str, str] = {}
    for index, (serves, ids) in enumerate(lists):
        share = -(-(most - len(chosen)) // (len(lists) - index))
        for exercise_id in [i for i in ids if i not in chosen][:share]:
            chosen[exercise_id] = serves
    for serves, ids in lists:
        for exercise_id in ids:
            if len(chosen) < most:
                chosen.setdefault(exercise_id, serves)
    return chosen


def _candidates(imbalance: Imbalance, situation: Situation) -> list[str]:
    """Exercise ids for one imbalance, most useful first.

    Tense: release and train the long side. Not tense or not answered: train only.
    """
    record = knowledge().imbalances[imbalance.id]
    allows = situation.screening.allows
    train = [i for i in record.train if allows(i)]
    if situation.has_finding("cva", "lower"):
        train[1:1] = [i for i in record.head_train if allows(i)]
    if imbalance.tense != "yes":
        return train
    release = [i for i in _release(imbalance.id, situation) if allows(i)]
    stretch = [i for i in _stretch(imbalance, situation) if allows(i)]
    return [*train[:1], *release[:1], *train[1:2], *stretch, *train[2:3], *release[1:2], *train[3:]]


def _release(imbalance_id: str, situation: Situation) -> tuple[str, ...]:
    record = knowledge().imbalances[imbalance_id]
    if imbalance_id == "hip" and situation.resembles_sway_back:
        return record.sway_release
    if imbalance_id == "hip" and not situation.hip_direction_known:
        return record.neutral_release
    if situation.has_finding("kyphosis", "higher"):
        return (*record.release[:1], *record.curve_release, *record.release[1:])
    return record.release


def _stretch(imbalance: Imbalance, situation: Situation) -> tuple[str, ...]:
    stretch = knowledge().imbalances[imbalance.id].stretch
    if stretch is None or (imbalance.id == "hip" and not situation.hip_direction_known):
        return ()
    confirmed = any(
        check.id == stretch.check and check.answer == check.confirms_if
        for check in imbalance.self_checks
    )
    return (stretch.exercise,) if confirmed else ()


def make_exercise(exercise_id: str, serves: str) -> Exercise:
    """An exercise of the library as a line of a plan.

    Parameters
    ----------
    exercise_id : str
    serves : str
        Imbalance id, or ``GENERAL``.
    """
    known = knowledge()
    record = known.exercises[exercise_id]
    if serves == GENERAL:
        why = tr("For a balanced programme: {reason}.").format(reason=record.why)
    else:
        aim = mid_sentence(known.imbalances[serves].title)
        why = tr("For {aim}: {reason}.").format(aim=aim, reason=record.why)
    return Exercise(
        id=exercise_id,
        title=record.title,
        role=record.role,
        imbalance=serves,
        steps=record.steps,
        dose=record.dose,
        sets=record.sets,
        repetitions=record.repetitions,
        per_week=record.per_week,
        progression=record.progression,
        avoid=record.avoid,
        why=why,
        source=tr("{source}; dose {provenance}").format(
            source=known.cite(record), provenance=PROVENANCE_WORDS[PROVENANCE[record.dose_tag]]
        ),
    )
