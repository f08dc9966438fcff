"""An ``analysis.json`` of earlier days as a visit of a client."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posture.assess.assessment import Answers
from posture.errors import DocumentError, InputError
from posture.files.documents.read import read_analysis, read_document
from posture.files.documents.records import FrontalDocument
from posture.files.text import decode
from posture.i18n.language import tr
from posture.studio.records import Visit, VisitPhoto, new_id

if TYPE_CHECKING:
    from datetime import date

    from posture.analysis.types import PhotoInfo
    from posture.analysis.view import View


@dataclass(frozen=True, slots=True)
class ImportedVisit:
    """A visit to save, and the bytes that go with it.

    Attributes
    ----------
    visit : Visit
        A draft: whoever imports it looks at its day and confirms it.
    data : dict of str to bytes
        For ``repository.save_visit``.
    has_picture : bool
        Whether the photo came with the analysis. If not, the analysis itself is kept in its place:
        numbers, charts and comparisons work, and there is no picture to show.
    """

    visit: Visit
    data: dict[str, bytes]
    has_picture: bool


def visit_from_analysis(
    client_id: str, data: bytes, name: str, today: date, picture: bytes | None = None
) -> ImportedVisit:
    """Make a visit of a stored analysis.

    Parameters
    ----------
    client_id : str
    data : bytes
        Of an ``analysis.json`` of any schema version, of a side or a frontal photo.
    name : str
        Of the file.
    today : date
        Day of the visit where the analysis names none.
    picture : bytes, optional
        The photo that was analysed.

    Returns
    -------
    ImportedVisit

    Raises
    ------
    InputError
        It is no analysis of one photo, or the picture is another one.
    """
    view, info, answers, analysed_on = _read(data, name)
    kept = data
    if picture is not None:
        if hashlib.sha256(picture).hexdigest() != info.sha256:
            raise InputError(
                tr("The picture is not the one that {name} was made from.").format(name=name),
                remedy=tr("Choose the photo {photo}.").format(photo=info.name),
            )
        kept = picture
    sha256 = hashlib.sha256(kept).hexdigest()
    on = info.taken.date() if info.taken is not None else analysed_on or today
    photo = VisitPhoto(
        sha256=sha256,
        name=info.name if picture is not None else name,
        size=len(kept),
        view=view,
        taken=info.taken,
        document=decode(data),
    )
    visit = Visit(new_id(), client_id, 0, min(on, today), (photo,), answers)
    return ImportedVisit(visit, {sha256: kept}, picture is not None)


def _read(data: bytes, name: str) -> tuple[View, PhotoInfo, Answers, date | None]:
    """View, photo, answers and day of an analysis."""
    try:
        document = read_document(data)
    except DocumentError:
        document = None
    if isinstance(document, FrontalDocument):
        return document.view, document.photo_info, Answers(), None
    # Says in words what is wrong with anything that is no analysis.
    found = read_analysis(data, name)
    return "side", found.photo, found.answers, found.provenance.analysed_on
