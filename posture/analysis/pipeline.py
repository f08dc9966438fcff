"""The pipeline: from photos to an analysis, a combined analysis or a refusal."""

from __future__ import annotations

import math
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from posture import __version__
from posture.analysis.combining import combine_photos
from posture.analysis.edit import apply_stickers, conclude, set_points
from posture.analysis.options import Options, stop_on
from posture.analysis.reference import named_in, reference_faults, unusable_faults
from posture.analysis.types import Analysis, Combined, PhotoInfo, Provenance
from posture.assess.knowledge import knowledge_sha256
from posture.body.build import build_body, refuse_others
from posture.body.estimate.network import NetworkEstimator
from posture.body.estimate.personal import correct
from posture.body.fault_marks import find_marks
from posture.body.level import find_person
from posture.body.placed.entries import entries, resolve
from posture.body.placed_notices import Silhouette
from posture.body.remarks import Refusal
from posture.body.stickers.find import LONGEST as STICKER_LONGEST
from posture.body.stickers.find import propose_stickers
from posture.errors import InputError
from posture.i18n.language import tr
from posture.log.events import tell
from posture.photo.load import load

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from posture.body.camera.vertical import Vertical
    from posture.body.estimate.estimator import Estimator
    from posture.body.fault_marks import Explanation
    from posture.body.stickers.find import StickerProposal
    from posture.photo.photo import Photo


def analyze(
    source: str | Path | bytes | NDArray[np.generic],
    options: Options | None = None,
    *,
    name: str | None = None,
) -> Analysis | Refusal:
    """Analyse one side-profile photo.

    Parameters
    ----------
    source : str, Path, bytes or ndarray
        A path, the bytes of a picture file, or pixels (H, W), (H, W, 3) or (H, W, 4).
    options : Options, optional
        Every choice: subject, answers, placed points, pose model, camera roll, stickers.
    name : str, optional
        Name to show; default the file's.

    Returns
    -------
    Analysis or Refusal
        A refusal lists every fault of the photo with its remedy; it is an expected outcome.

    Raises
    ------
    PhotoError
        The picture cannot be read.
    ModelError
        The pose model is missing or damaged.
    InputError
        A placed point lies outside the picture, or the earlier photo does not belong to this one;
        all faults are listed.

    Examples
    --------
    >>> import posture
    >>> result = posture.analyze("samples/standing_tall.jpg")  # doctest: +SKIP
    >>> round(result.measurements["trunk_lean"].value)  # doctest: +SKIP
    -2
    """
    options = options or Options()
    photo = load(source, name=name)
    result = analyze_photo(photo, options)
    if options.stickers is None or isinstance(result, Refusal):
        return result
    found = find_stickers(load_finer(source, photo), result, options.stickers)
    usable = [proposal for proposal in found if proposal.usable]
    return apply_stickers(result, usable, options.stickers)


def analyze_photo(photo: Photo, options: Options | None = None) -> Analysis | Refusal:
    """Analyse a picture that was already read; see :func:`analyze`.

    Stickers are not looked for: they want more pixels, see :func:`load_finer`.
    """
    options = options or Options()
    begun = time.perf_counter()
    result = _analyze(photo, options)
    refused = isinstance(result, Refusal)
    tell(
        "photo.analysed",
        status="refused" if refused else "analysed",
        reasons=tuple(one.code for one in result.reasons) if refused else (),
        seconds=time.perf_counter() - begun,
        megapixels=math.prod(photo.source_size) / 1e6,
        model=options.model,
        mirror=options.mirror,
    )
    return result


def _analyze(photo: Photo, options: Options) -> Analysis | Refusal:
    stop_on([fault for point in options.points for fault in point.faults(photo.source_size)])
    estimator = NetworkEstimator()
    reference = _reference(options, estimator)
    part, people = find_person(
        photo, model=options.model, mirror=options.mirror, roll_deg=options.roll_deg
    )
    body = build_body(
        part,
        people,
        estimator=estimator,
        stature_cm=options.subject.stature_cm,
        roll_deg=options.roll_deg,
        roll_sd_deg=options.roll_sd_deg,
    )
    if isinstance(body, Refusal):
        return body
    body = replace(body, placed=resolve(options.points, body.camera.px_per_stature))
    assert people.main is not None  # nobody is refused
    provenance = _provenance(estimator, people.main.model_sha256, options)
    if reference is not None:
        provenance = named_in(provenance, reference)
        body = correct(body, reference.body)
    info = PhotoInfo.of(photo)
    result = conclude(info, body, options.subject, options.answers, provenance)
    return refuse_others(part, people) or result


def set_roll(photo: Photo, analysis: Analysis, vertical: Vertical | None) -> Analysis | Refusal:
    """Analyse a picture anew with another roll of the camera.

    Answers, placed points and what is said of stickers stay.

    Parameters
    ----------
    photo : Photo
        The picture of the analysis.
    analysis : Analysis
        A correction by an earlier photo of the same person is not repeated.
    vertical : Vertical or None
        See ``posture.body.camera.vertical.read_vertical``; None estimates the roll from the
        picture again.

    Returns
    -------
    Analysis or Refusal
    """
    settings, body = analysis.provenance.settings, analysis.body
    options = Options(
        subject=analysis.subject,
        answers=analysis.answers,
        model=analysis.provenance.model,
        mirror=bool(settings.get("mirror", True)),
    )
    if vertical is not None:
        options = replace(options, roll_deg=vertical.roll_deg, roll_sd_deg=vertical.sd_deg)
    found = analyze_photo(photo, options)
    if isinstance(found, Refusal):
        return found
    kept = {name: settings[name] for name in ("stickers", "sticker_points") if name in settings}
    provenance = replace(found.provenance, settings={**found.provenance.settings, **kept})
    # The usual error of a hand is a share of the stature, whose pixels depend on the roll.
    placed = entries(body.placed, body.camera.px_per_stature)
    points = resolve(placed, found.body.camera.px_per_stature)
    return set_points(replace(found, provenance=provenance), points)


def load_finer(source: str | Path | bytes | NDArray[np.generic], photo: Photo) -> Photo:
    """The same picture with more pixels, to look for stickers in, where it has more.

    Parameters
    ----------
    source : str, Path, bytes or ndarray
        As given to :func:`analyze`.
    photo : Photo
        As it was analysed.
    """
    if photo.scale == 1.0:
        return photo
    return load(source, name=photo.name, longest=STICKER_LONGEST)


def find_stickers(
    photo: Photo, analysis: Analysis, colour: str = "auto"
) -> tuple[StickerProposal, ...]:
    """Find stickers and propose which point each marks; nothing is changed.

    Parameters
    ----------
    photo : Photo
        The picture of the analysis, best as :func:`load_finer` gives it.
    analysis : Analysis
    colour : str
        Colour of the stickers, or "auto" to find it.

    Returns
    -------
    tuple of StickerProposal
        See :func:`posture.body.stickers.find.propose_stickers`.
    """
    return propose_stickers(photo, analysis.body, None if colour == "auto" else colour)


def find_silhouette(photo: Photo, model: str) -> Silhouette | None:
    """Where the person is in an analysed picture; None where nobody is found again.

    Parameters
    ----------
    photo : Photo
    model : str
        Pose model of the analysis.
    """
    part, people = find_person(photo, model=model, mirror=False)
    return None if people.main is None else Silhouette.of(part, people.main)


def explain(
    photo: Photo, refusal: Refusal, *, model: str = "full", mirror: bool = True
) -> Explanation:
    """Where in a refused photo its faults lie.

    Parameters
    ----------
    photo : Photo
    refusal : Refusal
        Of this photo.
    model : str
        Pose model.
    mirror : bool
        Look at the mirror image too.

    Returns
    -------
    Explanation
        One mark or more per reason.
    """
    part, people = find_person(photo, model=model, mirror=mirror)
    return find_marks(part, people.poses or people.candidates, refusal)


def combine(analyses: Sequence[Analysis], *, stances: int | None = None) -> Combined:
    """Combine several photos of one person by the median.

    Parameters
    ----------
    analyses : sequence of Analysis
        At least two; subject and answers are taken from the first.
    stances : int, optional
        How many separate times the person stood for these photos; default: one per photo. All
        stills of one video show one stance and count as one.

    Returns
    -------
    Combined

    Raises
    ------
    InputError
        Fewer than two analyses.
    """
    if len(analyses) < 2:
        raise InputError(
            tr("At least two analysed photos are needed."), remedy=tr("Add another photo.")
        )
    first = analyses[0]
    made = combine_photos(
        [one.measurements for one in analyses], first.subject, first.answers, stances=stances
    )
    return Combined(tuple(analyses), made.measurements, made.spread, made.assessment)


def _reference(options: Options, estimator: Estimator) -> Analysis | None:
    """The earlier photo, once it is sure that it may be used."""
    reference = options.reference
    if reference is None:
        return None
    faults = unusable_faults(reference) or reference_faults(
        reference,
        options.subject,
        model=options.model,
        estimator_sha256=estimator.sha256,
    )
    if faults:
        raise InputError(tr("The reference does not belong to this photo:"), tuple(faults))
    return reference


def _provenance(estimator: Estimator, model_sha256: str, options: Options) -> Provenance:
    return Provenance(
        version=__version__,
        model=options.model,
        model_sha256=model_sha256,
        estimator=estimator.name,
        estimator_sha256=estimator.sha256,
        knowledge_sha256=knowledge_sha256(),
        settings={"mirror": options.mirror, "roll_deg": options.roll_deg},
        analysed_on=date.today(),
    )
