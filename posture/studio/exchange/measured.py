"""Everything that was measured at a visit, from the side, the front and the back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posture.errors import DocumentError
from posture.files.documents.read import read_document
from posture.files.documents.records import AnalysedDocument, FrontalDocument
from posture.measure.measurement import Measurement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from posture.studio.records import Visit, VisitPhoto


@dataclass(frozen=True, slots=True)
class MeasuredPhoto:
    """One photo of a visit with its measurements.

    Attributes
    ----------
    photo : VisitPhoto
    measurements : mapping of str to Measurement
    program : str
        Version that measured.
    """

    photo: VisitPhoto
    measurements: Mapping[str, Measurement]
    program: str


def measured_photos(visit: Visit) -> Iterator[MeasuredPhoto]:
    """The photos of a visit that were measured; others are passed over.

    Parameters
    ----------
    visit : Visit
    """
    for photo in visit.photos:
        if not photo.document:
            continue
        try:
            found = read_document(photo.document)
        except DocumentError:
            continue
        if isinstance(found, AnalysedDocument):
            yield MeasuredPhoto(photo, found.measurements, found.provenance.version)
        elif isinstance(found, FrontalDocument):
            yield MeasuredPhoto(photo, found.measurements, found.version)
