"""Analyses a photo from the side, the front or the back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from posture.analysis import pipeline
from posture.analysis.frontal import analyze_frontal_photo
from posture.body.remarks import Refusal

if TYPE_CHECKING:
    from posture.analysis.frontal import FrontalAnalysis
    from posture.analysis.options import Options
    from posture.analysis.types import Analysis
    from posture.analysis.view import View
    from posture.photo.photo import Photo

    Result = Analysis | FrontalAnalysis | Refusal


def analyze_any_view(photo: Photo, options: Options, view: View | None = None) -> Result:
    """Analyse a photo as what it is, or as what it is said to be.

    Parameters
    ----------
    photo : Photo
    options : Options
    view : {"side", "front", "back"} or None
        None takes it for a side photo, and for a frontal one where that is why it was refused.

    Returns
    -------
    Analysis, FrontalAnalysis or Refusal
        The refusal of a side photo where both fail.
    """
    if view in ("front", "back"):
        return analyze_frontal_photo(photo, replace(options, view=view))
    result = pipeline.analyze_photo(photo, options)
    if not isinstance(result, Refusal) or view == "side":
        return result
    # What else is wrong is known without another look at the picture.
    if not result.is_turned_alone or not _is_frontal(photo, result, options):
        return result
    frontal = analyze_frontal_photo(photo, options)
    return result if isinstance(frontal, Refusal) else frontal


def _is_frontal(photo: Photo, refusal: Refusal, options: Options) -> bool:
    return pipeline.explain(photo, refusal, model=options.model, mirror=options.mirror).frontal
