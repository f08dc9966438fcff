"""Sentences that say how findings and answers led to the plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from posture.assess.assessment import Exercise, Finding, Imbalance
from posture.assess.finding_text import beyond_phrase
from posture.assess.imbalances import balance_of_checks, main_finding
from posture.assess.knowledge import knowledge
from posture.i18n.language import TranslatedTable, mark, tr

_FIRST = TranslatedTable(
    {
        "photo": mark("{title} comes first: in this photo {seen}."),
        "checks": mark("{title} comes first because the self-checks point there."),
        "goal": mark("{title} comes first because it is the chosen goal."),
        "goal_alone": mark(
            "{title} comes first because it is the chosen goal, although the photo does not point "
            "there."
        ),
    }
)
_SECOND = TranslatedTable(
    {
        "photo": mark("{title} comes second: in this photo {seen}."),
        "checks": mark("{title} comes second because the self-checks point there."),
        "goal": mark("{title} comes second because it is the chosen goal."),
        "goal_alone": mark(
            "{title} comes second because it is the chosen goal, although the photo does not point "
            "there."
        ),
    }
)
_TENSION = TranslatedTable(
    {
        "open": mark(
            "{title}: the side often described as long is trained. Before rolling the other, first "
            "answer whether it feels tense."
        ),
        "no": mark(
            "{title}: nothing feels tense, so the side often described as long is trained alone, "
            "without rolling."
        ),
        "released": mark(
            "{title}: it feels tense, so it is rolled first and the other side is trained."
        ),
        "no_rolling": mark(
            "{title}: it feels tense, but the answers leave no rolling; the other side is trained."
        ),
    }
)


def explain_plan(
    focus: Sequence[Imbalance],
    imbalances: Sequence[Imbalance],
    goal: str | None,
    exercises: Sequence[Exercise],
    findings: Mapping[str, Finding],
    *,
    stopped: bool,
    hip_direction_known: bool,
) -> str:
    """Say why these exercises were chosen, and which answers are missing."""
    if stopped:
        return tr(
            "One of the answers needs a personal consultation first, so there are no exercises yet."
        )
    if not focus:
        return tr(
            "Nothing in the photo or the answers points to one pair of muscles, so this is a "
            "balanced general programme without rolling."
        )
    sentences = list(_reasons(focus, goal, findings))
    sentences += [_on_tension(imbalance, exercises) for imbalance in focus]
    if any(i.id == "hip" for i in focus) and not hip_direction_known:
        sentences.append(
            tr(
                "The photo does not show clearly enough which way the pelvis tilts, so nothing "
                "here stretches the front of the hip; the work goes to buttocks and trunk."
            )
        )
    if waiting := [i.title for i in imbalances if i.standing == "suggested" and i not in focus]:
        later = tr("To keep it short, this waits for later: {titles}.")
        sentences.append(later.format(titles=", ".join(waiting)))
    return " ".join(sentences)


def _reasons(
    focus: Sequence[Imbalance], goal: str | None, findings: Mapping[str, Finding]
) -> Iterator[str]:
    for place, imbalance in enumerate(focus):
        main = main_finding(imbalance.id, findings)
        # The head alone may point to the pair of the chest, whose own line is typical: it is named.
        seen = "" if main is None else _seen(main)
        reason = "checks" if balance_of_checks(imbalance) > 0 or main is None else "photo"
        if imbalance.id == goal:
            reason = "goal" if imbalance.standing == "suggested" else "goal_alone"
        sentence = (_SECOND if place else _FIRST)[reason]
        yield sentence.format(title=imbalance.title, seen=seen)


def _seen(finding: Finding) -> str:
    return beyond_phrase(knowledge().metric(finding.measurement), finding.tier, finding.direction)


def _on_tension(imbalance: Imbalance, exercises: Sequence[Exercise]) -> str:
    if imbalance.tense is None:
        tension = "open"
    elif imbalance.tense == "no":
        tension = "no"
    elif any(e.role == "release" and e.imbalance == imbalance.id for e in exercises):
        tension = "released"
    else:
        tension = "no_rolling"
    return _TENSION[tension].format(title=imbalance.title)
