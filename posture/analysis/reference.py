"""Whether an earlier photo of the same person may correct or be compared with a later one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from posture.body.estimate.features import VERSION
from posture.body.estimate.personal import NO_POINTS, PLACE_FIRST, offsets
from posture.body.estimate.share import default_share
from posture.i18n.language import tr

if TYPE_CHECKING:
    from posture.analysis.types import Analysis, Provenance
    from posture.assess.assessment import Subject

STATURE_TOLERANCE_CM = 3.0
"""Statures of one adult differ by less: 1-2 cm over a day, the rest for measuring."""

SETTING = "reference"
"""Provenance setting that names the reference photo by its hash."""


def unusable_faults(reference: Analysis) -> list[str]:
    """Why an earlier photo can correct no other photo at all.

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
                "this one anew without --reference."
            )
        )
    return faults


def mismatch_faults(earlier: Analysis, subject: Subject, *, model: str) -> list[str]:
    """Why an earlier photo does not seem to show the same person, or was detected differently.

    Parameters
    ----------
    earlier : Analysis
    subject : Subject
        The person of the later photo, as far as given.
    model : str
        Pose model of the later photo.

    Returns
    -------
    list of str
        One sentence per fault, each with what to do; empty where the photos belong together.
    """
    faults: list[str] = []
    then, made = earlier.subject, earlier.provenance
    if None not in (then.stature_cm, subject.stature_cm):
        apart = abs((then.stature_cm or 0.0) - (subject.stature_cm or 0.0))
        if apart > STATURE_TOLERANCE_CM:
            faults.append(
                tr(
                    "The statures given differ by {apart:.0f} cm ({then:g} and {now:g} cm). "
                    "Correct one of them, or leave the earlier photo out."
                ).format(apart=apart, then=then.stature_cm, now=subject.stature_cm)
            )
    if then.sex and subject.sex and then.sex != subject.sex:
        faults.append(
            tr(
                "It was given as {then}, this photo as {now}. Correct one of them, or leave the "
                "earlier photo out."
            ).format(then=tr(then.sex), now=tr(subject.sex))
        )
    if made.model != model:
        faults.append(
            tr(
                "It was made with the pose model {then}, this photo with {now}. Use the same "
                "one for both."
            ).format(then=made.model, now=model)
        )
    return faults


def reference_faults(
    reference: Analysis, subject: Subject, *, model: str, estimator_sha256: str
) -> list[str]:
    """Why an earlier photo may not correct the photo that is analysed now.

    Parameters
    ----------
    reference : Analysis
    subject : Subject
        The person of the new photo, as far as given.
    model : str
        Pose model of the new photo.
    estimator_sha256 : str
        Hash of the weights that estimate the points of the new photo.

    Returns
    -------
    list of str
        As :func:`mismatch_faults`, and one where another version of the program estimated the
        points of the earlier photo: their errors do not go with those of today.
    """
    faults = mismatch_faults(reference, subject, model=model)
    features = reference.body.features
    read_otherwise = features is not None and features.version != VERSION
    if read_otherwise or reference.provenance.estimator_sha256 != estimator_sha256:
        faults.append(
            tr(
                "Its points were estimated by another version of the program, so it cannot correct "
                "this photo. Analyse its photo again with the same points."
            )
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
        "reference_points": ", ".join(offsets(reference.body).names),
        "reference_share_sha256": default_share().sha256,
    }
    return replace(provenance, settings={**provenance.settings, **added})
