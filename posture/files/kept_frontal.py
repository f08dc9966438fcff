"""A photo from the front or the back as a session keeps it: settings, and what was read.

Levels and findings follow from the body, so that it alone is kept.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from pydantic import TypeAdapter

from posture.analysis.frontal import FrontalAnalysis, analysis_of
from posture.analysis.types import PhotoInfo
from posture.assess.assessment import Subject
from posture.body.camera.vertical import Spot, Vertical
from posture.body.frontal.body import FrontalBody
from posture.body.frontal.view import FrontalSide


@dataclass(frozen=True, slots=True, eq=False)
class KeptFrontal:
    """What a reload restores of a photo from the front or the back.

    Attributes
    ----------
    view : {"front", "back"} or None
        As was stated; None to find out.
    mirrored : bool
    ends : tuple of tuple of float or None
        Ends of the line on a vertical, source pixels; None where not placed.
    vertical : Vertical or None
        That was taken from the line.
    levelled : bool
        Whether the camera was said to have stood level.
    photo : PhotoInfo or None
    body : FrontalBody or None
        None where the photo was refused, or not read yet.
    """

    view: FrontalSide | None
    mirrored: bool
    ends: tuple[Spot | None, Spot | None]
    vertical: Vertical | None
    levelled: bool
    photo: PhotoInfo | None
    body: FrontalBody | None

    def analysis(self, subject: Subject) -> FrontalAnalysis | None:
        """The analysis for a subject, in the current language; None where there was none."""
        if self.photo is None or self.body is None:
            return None
        return analysis_of(self.photo, self.body, subject)


_KEPT = TypeAdapter(KeptFrontal)


def write_frontal(kept: KeptFrontal) -> str:
    """As JSON text."""
    # Not by pydantic's own writer: the error of an unknown pitch is infinite, which it makes null.
    return json.dumps(_KEPT.dump_python(kept, mode="json"))


def read_frontal(text: str) -> KeptFrontal:
    """Read what :func:`write_frontal` wrote.

    Raises
    ------
    ValueError
        It is damaged.
    """
    return _KEPT.validate_json(text)
