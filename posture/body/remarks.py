"""What is said of a photo: notices, and the reasons to refuse it."""

from __future__ import annotations

from dataclasses import dataclass

from posture.json_types import Text


@dataclass(frozen=True, slots=True)
class Reason:
    """One fault of a photo.

    Attributes
    ----------
    code : str
        Stable name, for example ``not_side_on``.
    text : str
        What was seen, one sentence.
    remedy : str
        How to retake the photo, one sentence.
    """

    code: str
    text: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A photo that cannot be analysed: an expected outcome, not an exception.

    Attributes
    ----------
    reasons : tuple of Reason
        Every fault found, the gravest first; never empty.
    photo_name : str
        Name of the photo.
    photo_sha256 : str
        Hash of the photo.
    """

    reasons: tuple[Reason, ...]
    photo_name: Text
    photo_sha256: str

    @property
    def is_turned_alone(self) -> bool:
        """Whether the turn of the body is all that is wrong, as in a photo from the front."""
        # The code is the identity of a reason: a refusal is data, and its texts are for people.
        return {one.code for one in self.reasons} == {"not_side_on"}


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the reader should know about this photo that did not stop the analysis."""

    code: str
    text: str
    remedy: str
