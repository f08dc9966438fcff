"""Visits of a client: a new one, its photos, and the analysis that stands for it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from posture.analysis import edit
from posture.analysis.view import VIEWS
from posture.assess.assessment import Answers
from posture.assess.knowledge import knowledge
from posture.errors import DocumentError
from posture.files.documents.read import read_analysis, read_document
from posture.files.documents.records import FrontalDocument
from posture.files.documents.write import as_text, frontal_document, to_json
from posture.studio.records import Visit, VisitPhoto, new_id

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from posture.analysis.frontal import FrontalAnalysis
    from posture.analysis.types import Analysis
    from posture.analysis.view import View
    from posture.assess.assessment import Answer, Subject
    from posture.photo.photo import Photo
    from posture.studio.records import Client

LONGEST_PHOTO_NAME = 200
"""Characters of a photo's name that are kept; the ending is at its end."""


def new_visit(client: Client, on: date) -> Visit:
    """A visit without photos; contraindications of the client are answered with yes already."""
    known = knowledge().screening
    held: dict[str, Answer] = {id: "yes" for id in client.details.contraindications if id in known}
    return Visit(new_id(), client.id, 0, on, answers=Answers(screening=held))


def side_photo(photo: Photo, data: bytes, analysis: Analysis) -> VisitPhoto:
    """The record of an analysed side photo.

    Parameters
    ----------
    photo : Photo
    data : bytes
        Its file as it came in.
    analysis : Analysis
    """
    return _record(photo, data, "side", to_json(analysis))


def frontal_photo(photo: Photo, data: bytes, analysis: FrontalAnalysis) -> VisitPhoto:
    """The record of an analysed photo from the front or the back."""
    document = as_text(frontal_document(analysis))
    return _record(photo, data, analysis.body.view, document)


def with_photo(visit: Visit, photo: VisitPhoto) -> Visit:
    """The visit with a photo that replaces the one of the same view."""
    others = tuple(one for one in visit.photos if one.view != photo.view)
    photos = sorted((*others, photo), key=lambda one: VIEWS.index(one.view))
    return replace(visit, photos=tuple(photos))


def without_photo(visit: Visit, view: View) -> Visit:
    """The visit without the photos of a view."""
    return replace(visit, photos=tuple(one for one in visit.photos if one.view != view))


def photo_of_view(visit: Visit, view: View) -> VisitPhoto | None:
    """The photo of a view that stands for the visit: the first analysed one, or else the first."""
    of_view = [one for one in visit.photos if one.view == view]
    return next((one for one in of_view if one.document), next(iter(of_view), None))


def side_of(visit: Visit) -> VisitPhoto | None:
    """The side photo whose verdict stands for the visit."""
    return photo_of_view(visit, "side")


def side_analysis(visit: Visit, subject: Subject) -> Analysis | None:
    """The analysis that stands for the visit, with its answers, in the reader's language.

    Parameters
    ----------
    visit : Visit
    subject : Subject
        The client on the day of the visit; nothing is measured in the picture again.

    Raises
    ------
    InputError
        Its document cannot be read.
    """
    photo = side_of(visit)
    if photo is None or not photo.document:
        return None
    analysis = read_analysis(photo.document.encode(), photo.name)
    analysis = edit.set_answers(analysis, visit.answers)
    return analysis if analysis.subject == subject else edit.set_subject(analysis, subject)


def stored_frontal(photo: VisitPhoto) -> FrontalDocument | None:
    """What was measured in a photo from the front or the back; None where it cannot be read."""
    if photo.view == "side" or not photo.document:
        return None
    try:
        document = read_document(photo.document)
    except DocumentError:
        return None
    return document if isinstance(document, FrontalDocument) else None


def last_before(visits: Iterable[Visit], visit: Visit, view: View = "side") -> Visit | None:
    """The latest confirmed visit with a photo of a view before this one."""
    earlier = [
        one
        for one in visits
        if one.id != visit.id
        and not one.draft
        and one.on <= visit.on
        and photo_of_view(one, view) is not None
    ]
    return max(earlier, key=lambda one: one.on, default=None)


def _record(photo: Photo, data: bytes, view: View, document: str) -> VisitPhoto:
    name = photo.name[-LONGEST_PHOTO_NAME:]
    sha256 = hashlib.sha256(data).hexdigest()
    return VisitPhoto(sha256, name, len(data), view, photo.taken, document)
