"""What a client agrees to, and the wording of it with the version under which it is recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal, get_args

from posture.i18n.language import TranslatedTable, mark

if TYPE_CHECKING:
    from collections.abc import Iterable

Cover = Literal["photos", "health", "sharing"]

WORDING = "2026-11"
"""Version of the sentences below; another wording needs another version."""

COVERS: tuple[Cover, ...] = get_args(Cover)

SENTENCES: TranslatedTable[Cover] = TranslatedTable(
    {
        "photos": mark("My photos and what is measured in them are kept in this studio."),
        "health": mark(
            "My answers about health are kept, so that exercises can be chosen by them."
        ),
        "sharing": mark("My reports may be sent to me."),
    }
)
"""What the client agrees to, one sentence for each part."""


@dataclass(frozen=True, slots=True)
class Consent:
    """What a client agreed to, before the first photo is stored.

    Attributes
    ----------
    given_on : date
    wording : str
        Version of the wording that was shown.
    covers : tuple of {"photos", "health", "sharing"}
        Photos and measurements are kept; answers on health are kept; reports may be sent.
    withdrawn_on : date or None
    """

    given_on: date
    wording: str
    covers: tuple[Cover, ...]
    withdrawn_on: date | None = None


def consent(covers: Iterable[Cover], on: date) -> Consent:
    """A consent to the current wording.

    Parameters
    ----------
    covers : iterable of {"photos", "health", "sharing"}
    on : date
        Day on which it was given.
    """
    agreed = set(covers)
    return Consent(on, WORDING, tuple(one for one in COVERS if one in agreed))
