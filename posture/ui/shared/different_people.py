"""Whether photos look like different people, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posture.analysis.likeness import Portrait, differing_traits
from posture.body.dress import read_dress
from posture.i18n.language import tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posture.analysis.likeness import Trait
    from posture.analysis.types import Analysis
    from posture.photo.photo import Photo


def portrait(analysis: Analysis, photo: Photo | None) -> Portrait:
    """What a photo is compared by; a stored analysis has no picture."""
    body = analysis.body
    return Portrait(body, None if photo is None else read_dress(photo, body))


def difference_in_words(portraits: Sequence[Portrait]) -> str | None:
    """A sentence if photos look like different people; None if they may show one person."""
    return _sentence(differing_traits(portraits))


def _sentence(traits: tuple[Trait, ...]) -> str | None:
    if not traits:
        return None
    if traits == ("shape",):
        return tr("These photos look like different people: the proportions of the body differ.")
    if traits == ("dress",):
        return tr("These photos look like different people: the colours of the clothes differ.")
    return tr(
        "These photos look like different people: proportions and colours of the clothes differ."
    )
