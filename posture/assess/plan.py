"""At most five exercises, after the screening questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from posture.assess.assessment import Answers, Exercise, Finding, Imbalance, Plan, Role
from posture.assess.imbalances import balance_of_checks
from posture.assess.knowledge import knowledge
from posture.assess.knowledge.sourced import PROVENANCE, PROVENANCE_WORDS
from posture.assess.rationale import explain
from posture.assess.schedule import week_of
from posture.assess.screening import Screening
from posture.i18n.language import mid_sentence, tr

_SESSION_ORDER: tuple[Role, ...] = ("release", "control", "strengthen", "stretch")
_GENERAL = "general"
_FEWEST = 3
"""Where answers remove so much that fewer are left, general exercises fill up."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What the choice of exercises depends on.

    Attributes
    ----------
    findings : mapping of str to Finding
    imbalances : tuple of Imbalance
    answers : Answers
    screening : Screening
    sway_back_hinted : bool
        The look is near sway-back: the front of the hip gets neither stretch nor roller.
    pelvis_confident : bool
        The pelvis is measured with at least medium confidence.
    """

    findings: Mapping[str, Finding]
    imbalances: tuple[Imbalance, ...]
    answers: Answers
    screening: Screening
    sway_back_hinted: bool
    pelvis_confident: bool

    def spoken(self, measurement: str, direction: str) -> bool:
        """Whether a finding is spoken in that direction."""
        finding = self.findings.get(measurement)
        return finding is not None and finding.direction == direction

    @property
    def hip_direction_known(self) -> bool:
        """Whether the front of the hip may get advice of its own (evidence.md 3.2)."""
        return (
            self.pelvis_confident
            and self.spoken("pelvic_tilt", "higher")
            and not self.spoken("lordosis", "lower")
            and not self.sway_back_hinted
        )


def make_plan(situation: Situation) -> Plan:
    """Choose, order and schedule; nothing where a screening answer stops it."""
    frame = knowledge().programme
    screening = situation.screening
    chosen = () if screening.clearance == "stopped" else _exercises(situation)
    return Plan(
        clearance=screening.clearance,
        stop_text=screening.stop_text,
        screening=screening.questions,
        exercises=chosen,
        week=week_of(chosen),
        phases=frame.phases if chosen else (),
        weeks=frame.weeks,
        rephotograph_weeks=frame.rephotograph_weeks,
        expect=frame.expect,
        rationale=explain(
            focus(situation),
            situation.imbalances,
            situation.answers.goal,
            chosen,
            stopped=screening.clearance == "stopped",
            hip_direction_known=situation.hip_direction_known,
        ),
        footer=frame.footer,
    )


def focus(situation: Situation) -> tuple[Imbalance, ...]:
    """Imbalances that the plan works on: the goal, then self-checked ones, then by strength."""
    goal = situation.answers.goal
    wanted = [i for i in situation.imbalances if i.standing == "suggested" or i.id == goal]
    wanted.sort(key=lambda i: (i.id != goal, balance_of_checks(i) <= 0, -i.strength))
    return tuple(wanted[: knowledge().programme.most_imbalances])


def _exercises(situation: Situation) -> tuple[Exercise, ...]:
    frame = knowledge().programme
    lists = [(i.id, _candidates(i, situation)) for i in focus(situation)]
    chosen = _share(lists, frame.most_exercises)
    for exercise_id in frame.general:
        enough = frame.most_exercises if not lists else _FEWEST
        if len(chosen) < enough and situation.screening.allows(exercise_id):
            chosen.setdefault(exercise_id, _GENERAL)
    made = [_exercise(exercise_id, serves) for exercise_id, serves in chosen.items()]
    return tuple(sorted(made, key=lambda e: _SESSION_ORDER.index(e.role)))


def _share(lists: Sequence[tuple[str, Sequence[str]]], most: int) -> dict[str, str]:
    """Exercise id to the imbalance it serves: a first share each, then what is left."""
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

    Tense: release and train the weak side. Not tense: train alone. Not answered: train, and
    releasing waits for the answer.
    """
    record = knowledge().imbalances[imbalance.id]
    allows = situation.screening.allows
    train = [i for i in record.train if allows(i)]
    if situation.spoken("cva", "lower"):
        train[1:1] = [i for i in record.head_train if allows(i)]
    if imbalance.tense != "yes":
        return train
    release = [i for i in _release(imbalance.id, situation) if allows(i)]
    stretch = [i for i in _stretch(imbalance, situation) if allows(i)]
    return [*train[:1], *release[:1], *train[1:2], *stretch, *train[2:3], *release[1:2], *train[3:]]


def _release(imbalance_id: str, situation: Situation) -> tuple[str, ...]:
    record = knowledge().imbalances[imbalance_id]
    if imbalance_id == "hip" and situation.sway_back_hinted:
        return record.sway_release
    if imbalance_id == "hip" and not situation.hip_direction_known:
        return record.neutral_release
    if situation.spoken("kyphosis", "higher"):
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


def _exercise(exercise_id: str, serves: str) -> Exercise:
    known = knowledge()
    record = known.exercises[exercise_id]
    if serves == _GENERAL:
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
