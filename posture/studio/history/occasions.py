"""The visits of a client with the analyses that stand for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from posture.body.dress import read_dress
from posture.errors import InputError, PhotoError, StudioError
from posture.files.documents.read import read_analysis
from posture.i18n.language import mark, tr
from posture.measure.measure import measure
from posture.photo.load import load
from posture.studio.visits import side_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from posture.analysis.types import Analysis
    from posture.body.dress import Dress
    from posture.studio.records import Visit, VisitPhoto

ReadPicture = Callable[[str, str], bytes]
"""Bytes of a photo by the id of its visit and its hash, as ``repository.photo`` gives them."""

_NO_SIDE_PHOTO = mark("This visit has no photo from the side, so it has no place in the charts.")
_NOT_ANALYSED = mark("The side photo of this visit was not analysed.")


@dataclass(frozen=True, slots=True)
class Occasion:
    """A visit with the analysis that stands for it.

    Attributes
    ----------
    visit : Visit
    photo : VisitPhoto
        The side photo that stands for the visit.
    analysis : Analysis
    dress : Dress or None
        Colours of the clothes; None where the picture was not read.
    """

    visit: Visit
    photo: VisitPhoto
    analysis: Analysis
    dress: Dress | None = None

    @property
    def on(self) -> date:
        """Day of the visit."""
        return self.visit.on


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A visit without a place in the charts, and the sentence that says why (English, for tr)."""

    visit: Visit
    why: str


@dataclass(frozen=True, slots=True)
class Occasions:
    """What visits show: those with an analysis, the earliest first, and the others."""

    kept: tuple[Occasion, ...]
    left_out: tuple[LeftOut, ...]


def read_occasions(visits: Iterable[Visit], picture: ReadPicture | None = None) -> Occasions:
    """Read the analyses of a client's visits.

    Parameters
    ----------
    visits : iterable of Visit
        Those of one day in the order in which they took place, as the repository gives them;
        drafts are left out without a word.
    picture : callable, optional
        Gives the photos, for the colours of the clothes. Without it, only what was noted about
        clothes tells them apart.

    Returns
    -------
    Occasions
    """
    kept: list[Occasion] = []
    left_out: list[LeftOut] = []
    for visit in sorted(visits, key=lambda one: one.on):
        if visit.draft:
            continue
        found = read_occasion(visit, picture)
        if isinstance(found, Occasion):
            kept.append(found)
        else:
            left_out.append(found)
    return Occasions(tuple(kept), tuple(left_out))


def read_occasion(visit: Visit, picture: ReadPicture | None = None) -> Occasion | LeftOut:
    """Read the analysis that stands for a visit; parameters as in :func:`read_occasions`."""
    photo = side_of(visit)
    if photo is None:
        return LeftOut(visit, _NO_SIDE_PHOTO)
    if not photo.document:
        return LeftOut(visit, _NOT_ANALYSED)
    try:
        analysis = read_analysis(photo.document.encode(), photo.name)
    except InputError as error:
        return LeftOut(visit, error.message)
    dress = None if picture is None else _dress(visit, photo, analysis, picture)
    return Occasion(visit, photo, _with_reasons(analysis), dress)


def _with_reasons(analysis: Analysis) -> Analysis:
    """The same with the reasons why something is missing in English, for ``tr``.

    A document keeps them in the language of whoever made it; they follow from the body.
    """
    if not any(one.reason_missing for one in analysis.measurements.values()):
        return analysis
    found = measure(analysis.body)
    measurements = {
        name: replace(one, reason_missing=found[name].reason_missing)
        if one.reason_missing and name in found and found[name].reason_missing
        else one
        for name, one in analysis.measurements.items()
    }
    return replace(analysis, measurements=measurements)


def left_out_sentence(one: LeftOut) -> str:
    """Why a visit has no place in the charts."""
    return tr(one.why)


def _dress(
    visit: Visit, photo: VisitPhoto, analysis: Analysis, picture: ReadPicture
) -> Dress | None:
    """Colours of the clothes; a photo that cannot be read only leaves them unknown."""
    try:
        return read_dress(load(picture(visit.id, photo.sha256), name=photo.name), analysis.body)
    except (PhotoError, StudioError):
        return None
