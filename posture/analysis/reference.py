"""Whether an earlier photo of the same person may correct this one, and naming it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from posture.body.estimate.personal import NO_POINTS, PLACE_FIRST, offsets
from posture.body.estimate.share import default_share
from posture.i18n.language import tr

if TYPE_CHECKING:
    from posture.analysis.types import Analysis, Provenance
    from posture.assess.assessment import Subject

STATURE_CM = 3.0
"""Statures of one adult differ by less: 1-2 cm over a day, the rest for measuring."""

SETTING = "same_body"
"""Provenance setting that names the reference photo by its hash."""


def unusable_faults(reference: Analysis) -> list[str]:
    """Why nothing can be learnt from an earlier photo, whoever is in the new one.

    Parameters
    ----------
    reference : Analysis

    Returns
    -------
    list of str
        One sentence per fault: it has no placed points, or was itself corrected by a reference.
        Empty where it may be used.
    """
    faults: list[str] = []
    if not reference.body.placed:
        faults.append(f"{tr(NO_POINTS)} {tr(PLACE_FIRST)}")
    elif not offsets(reference.body).names:
        faults.append(
            tr(
                "None of its placed points could be estimated in that photo, so there is nothing "
                "to compare. Use a photo that shows the whole person."
            )
        )
    if reference.provenance.settings.get(SETTING) is not None:
        faults.append(
            tr(
                "It was itself corrected by an earlier photo. Use that earlier one, or analyse "
                "this one anew without --same-body."
            )
        )
    return faults


def reference_faults(
    reference: Analysis, subject: Subject, *, model: str, estimator_sha256: str
) -> list[str]:
    """Why a reference does not belong to the photo that is analysed now.

    Parameters
    ----------
    reference : Analysis
    subject : Subject
        Who is in the new photo, as far as given.
    model : str
        Pose model of the new photo.
    estimator_sha256 : str
        Hash of the estimator's weights now.

    Returns
    -------
    list of str
        One sentence per fault, each with what to do; empty where it may be used.
    """
    faults: list[str] = []
    then, made = reference.subject, reference.provenance
    if None not in (then.height_cm, subject.height_cm):
        apart = abs((then.height_cm or 0.0) - (subject.height_cm or 0.0))
        if apart > STATURE_CM:
            faults.append(
                tr(
                    "The statures given differ by {apart:.0f} cm ({then:g} and {now:g} cm). "
                    "Correct one of them, or leave the earlier photo out."
                ).format(apart=apart, then=then.height_cm, now=subject.height_cm)
            )
    if then.sex and subject.sex and then.sex != subject.sex:
        faults.append(
            tr(
                "It was given as {then}, this photo as {now}. Correct one of them, or leave the "
                "earlier photo out."
            ).format(then=tr(then.sex), now=tr(subject.sex))
        )
    if made.estimator_sha256 != estimator_sha256:
        faults.append(
            tr(
                "Its points were estimated by another version of the program, with other errors. "
                "Analyse its photo again with the same points."
            )
        )
    if made.model != model:
        faults.append(
            tr(
                "It was made with the pose model {then}, this photo with {now}. Use the same "
                "one for both."
            ).format(then=made.model, now=model)
        )
    return faults


def named_in(provenance: Provenance, reference: Analysis) -> Provenance:
    """Name the reference in the provenance of a body that it corrected.

    Parameters
    ----------
    provenance : Provenance
    reference : Analysis

    Returns
    -------
    Provenance
        Its settings name the reference photo, the points used and the hash of the shares.
    """
    added = {
        SETTING: reference.photo.sha256,
        "same_body_points": ", ".join(offsets(reference.body).names),
        "same_body_share_sha256": default_share().sha256,
    }
    return replace(provenance, settings={**provenance.settings, **added})
