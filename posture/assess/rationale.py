"""How findings and answers led to the plan, in a few plain sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from posture.assess.assessment import Exercise, Imbalance
from posture.assess.imbalances import balance_of_checks


def explain(
    focus: Sequence[Imbalance],
    imbalances: Sequence[Imbalance],
    goal: str | None,
    exercises: Sequence[Exercise],
    *,
    stopped: bool,
    hip_direction_known: bool,
) -> str:
    """Say why these exercises, and what waits for which answer."""
    if stopped:
        return "One of the answers has to be settled in person first, so the plan waits."
    if not focus:
        return (
            "Nothing in the photo or the answers points to one pair of muscles, so this is a "
            "balanced general programme without rolling."
        )
    sentences = list(_reasons(focus, goal))
    sentences += [_on_tension(imbalance, exercises) for imbalance in focus]
    if any(i.id == "hip" for i in focus) and not hip_direction_known:
        sentences.append(
            "The photo does not show clearly enough which way the pelvis tilts, so nothing here "
            "stretches the front of the hip; the work goes to buttocks and trunk."
        )
    if waiting := [i.title for i in imbalances if i.standing == "suggested" and i not in focus]:
        sentences.append(f"To keep it short, this waits for later: {', '.join(waiting)}.")
    return " ".join(sentences)


def _reasons(focus: Sequence[Imbalance], goal: str | None) -> Iterator[str]:
    for place, imbalance in enumerate(focus):
        reason = "the photo points there"
        if balance_of_checks(imbalance) > 0:
            reason = "the self-checks point there"
        if imbalance.id == goal:
            reason = "it is the chosen goal"
            if imbalance.standing != "suggested":
                reason += ", although the photo does not point there"
        yield f"{imbalance.title} comes {'second' if place else 'first'} because {reason}."


def _on_tension(imbalance: Imbalance, exercises: Sequence[Exercise]) -> str:
    title = imbalance.title
    if imbalance.tense is None:
        return f"{title}: trains the long side; releasing the other waits for the tension answer."
    if imbalance.tense == "no":
        return f"{title}: nothing feels tense, so the long side is trained alone, without rolling."
    if any(e.role == "release" and e.imbalance == imbalance.id for e in exercises):
        return f"{title}: it feels tense, so it is released first and the long side is trained."
    return f"{title}: it feels tense, but the answers leave no rolling; the long side is trained."
