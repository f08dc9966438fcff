"""Change a finished analysis: its placed points, stickers, answers or subject."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from posture.analysis.types import Analysis
from posture.assess.assess import assess
from posture.body.stickers.apply import apply_stickers as place_stickers
from posture.measure.measure import measure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posture.analysis.types import PhotoInfo, Provenance
    from posture.assess.assessment import Answers, Subject
    from posture.body.body import Body
    from posture.body.placed.entries import PlacedPoint
    from posture.body.stickers.find import StickerProposal


def conclude(
    photo: PhotoInfo, body: Body, subject: Subject, answers: Answers, provenance: Provenance
) -> Analysis:
    """Measure and assess a body: the last steps of every analysis.

    Parameters
    ----------
    photo : PhotoInfo
    body : Body
    subject : Subject
    answers : Answers
    provenance : Provenance

    Returns
    -------
    Analysis
    """
    measurements = measure(body)
    assessment = assess(measurements, subject, answers)
    return Analysis(photo, body, measurements, subject, answers, assessment, provenance)


def set_points(analysis: Analysis, points: Sequence[PlacedPoint]) -> Analysis:
    """Put placed points over the detection and measure anew.

    Parameters
    ----------
    analysis : Analysis
    points : sequence of PlacedPoint
        Replaces the whole placed layer; empty gives the detection back.

    Returns
    -------
    Analysis
    """
    body = replace(analysis.body, placed=tuple(points))
    return conclude(analysis.photo, body, analysis.subject, analysis.answers, analysis.provenance)


def apply_stickers(
    analysis: Analysis, accepted: Sequence[StickerProposal], colour: str = "auto"
) -> Analysis:
    """Put accepted stickers over the detection and measure anew.

    Parameters
    ----------
    analysis : Analysis
    accepted : sequence of StickerProposal
        Those to use; where there are none, a notice says so.
    colour : str
        What was looked for, for the provenance.

    Returns
    -------
    Analysis
    """
    body = place_stickers(analysis.body, accepted)
    settings = dict(analysis.provenance.settings)
    added = [point.name for point in body.placed[len(analysis.body.placed) :]]
    settings["sticker_points"] = " ".join(
        [*str(settings.get("sticker_points", "")).split(), *added]
    )
    settings["stickers"] = colour
    provenance = replace(analysis.provenance, settings=settings)
    return conclude(analysis.photo, body, analysis.subject, analysis.answers, provenance)


def set_answers(analysis: Analysis, answers: Answers) -> Analysis:
    """Draw the conclusions anew with other answers; the measurements stay.

    Parameters
    ----------
    analysis : Analysis
    answers : Answers
        All answers so far, not only the new ones.

    Returns
    -------
    Analysis
    """
    assessment = assess(analysis.measurements, analysis.subject, answers)
    return replace(analysis, answers=answers, assessment=assessment)


def set_subject(analysis: Analysis, subject: Subject) -> Analysis:
    """Draw the conclusions anew for what was said about the person; points and answers stay.

    Parameters
    ----------
    analysis : Analysis
    subject : Subject

    Returns
    -------
    Analysis
    """
    body = replace(analysis.body, stature_cm=subject.stature_cm)
    return conclude(analysis.photo, body, subject, analysis.answers, analysis.provenance)
