"""A photo of a batch, as a folder or a manifest names it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from posture.assess.assessment import Subject

if TYPE_CHECKING:
    import datetime

    from posture.analysis.view import View


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of a photo before it is analysed.

    Attributes
    ----------
    path : str
        Path or address, as given.
    person : str
        Who it shows; empty where that is not known. Photos of one name are of one person.
    date : date or None
        Day of the photo as the manifest says; None leaves it to the photo's EXIF.
    view : {"side", "front", "back"} or None
        None where nothing was said.
    group : str
        To which group the person belongs, for the summary; may be empty.
    subject : Subject
        Age, sex and stature.
    """

    path: str
    person: str = ""
    date: datetime.date | None = None
    view: View | None = None
    group: str = ""
    subject: Subject = field(default_factory=Subject)
