"""The wording of the consent, with the version under which it is recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from posture.i18n.language import TranslatedTable, mark
from posture.studio.records import Consent

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

Cover = Literal["photos", "health", "sharing"]

WORDING = "2026-11"
"""Version of the sentences below; another wording needs another version."""

COVERS: tuple[Cover, ...] = ("photos", "health", "sharing")

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
