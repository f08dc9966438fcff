"""What a report is made of: a client, their visits, the studio."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from posture.analysis.types import Analysis
from posture.assess.assess import assess
from posture.errors import InputError, NotFoundError, PhotoError, StudioError
from posture.i18n.language import tr
from posture.photo.load import load
from posture.present.encode import encode_jpeg
from posture.present.overlay.overlay import draw
from posture.studio.history.calibration import subject_of
from posture.studio.history.occasions import Occasion, read_occasion
from posture.studio.plans.screening import with_record

if TYPE_CHECKING:
    from datetime import date

    from posture.photo.photo import Photo
    from posture.studio.history.occasions import ReadPicture
    from posture.studio.profile import OwnExercise, Profile
    from posture.studio.records import Client, Visit

_PICTURE_HEIGHT = 1100


@dataclass(frozen=True, slots=True)
class Material:
    """Everything that reports of one client need.

    Attributes
    ----------
    client : Client
    visits : tuple of Visit
        All of the client's; drafts are left out of reports.
    profile : Profile
    own : tuple of OwnExercise
    picture : callable
        Bytes of a photo by visit id and hash, as ``repository.photo`` gives them.
    today : date
        Of the report.
    """

    client: Client
    visits: tuple[Visit, ...]
    profile: Profile
    own: tuple[OwnExercise, ...]
    picture: ReadPicture
    today: date

    def visit(self, visit_id: str) -> Visit:
        """A visit of the client.

        Raises
        ------
        NotFoundError
        InputError
            It was not confirmed yet.
        """
        found = next((one for one in self.visits if one.id == visit_id), None)
        if found is None:
            raise NotFoundError(
                tr("There is no such visit of this client."), tr("Load the page again.")
            )
        if found.draft:
            raise InputError(tr("This visit was not confirmed yet."), remedy=tr("Save it first."))
        return found

    def occasion(self, visit_id: str) -> Occasion:
        """A visit with its analysis, assessed anew by the client's data and answers.

        Raises
        ------
        NotFoundError
        InputError
            It holds no analysis of a side photo.
        """
        found = read_occasion(self.visit(visit_id), self.picture)
        if not isinstance(found, Occasion):
            raise InputError(tr(found.why), remedy=tr("Choose another visit."))
        return self.assessed(found)

    def assessed(self, occasion: Occasion) -> Occasion:
        """The occasion in the current language, by the client's data and answers of today."""
        details = self.client.details
        subject = subject_of(details, occasion.on)
        answers = with_record(details, occasion.visit.answers)
        analysis = replace(
            occasion.analysis,
            subject=subject,
            answers=answers,
            assessment=assess(occasion.analysis.measurements, subject, answers),
        )
        return replace(occasion, analysis=analysis)

    def photo(self, occasion: Occasion) -> Photo | None:
        """The picture of an occasion; None where it cannot be read."""
        try:
            data = self.picture(occasion.visit.id, occasion.photo.sha256)
            return load(data, name=occasion.photo.name)
        except (PhotoError, StudioError):
            return None


def annotated(photo: Photo, analysis: Analysis) -> bytes:
    """The picture with its points and angles, JPEG."""
    return encode_jpeg(draw(photo, analysis, height=_PICTURE_HEIGHT))
