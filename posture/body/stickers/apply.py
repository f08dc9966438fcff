"""Add accepted stickers to the placed points, and make the notice that names them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from posture.body.point_names import in_words
from posture.body.remarks import Notice
from posture.i18n.language import mark, translatable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from posture.body.body import Body
    from posture.body.stickers.find import StickerProposal

_NONE = Notice(
    "no_stickers",
    mark("Stickers were looked for, and no point comes from one."),
    mark(
        "Use half-balls or round stickers of about 2 cm in one bright colour unlike clothes and "
        "skin, with the nape free and tight clothes, or place the points by hand."
    ),
)


def apply_stickers(body: Body, proposals: Sequence[StickerProposal]) -> Body:
    """Add accepted proposals to the placed points.

    Parameters
    ----------
    body : Body
        Its points placed by hand are kept and take precedence.
    proposals : sequence of StickerProposal
        The accepted ones; those without a name are ignored.

    Returns
    -------
    Body
    """
    by_hand = {point.name for point in body.placed}
    used = [p for p in proposals if p.name is not None and p.name not in by_hand]
    return replace(body, placed=(*body.placed, *(proposal.placed() for proposal in used)))


def sticker_notice(body: Body, found: Iterable[str] | None = None) -> Notice:
    """Which points come from stickers, where stickers were looked for.

    Parameters
    ----------
    body : Body
    found : iterable of str, optional
        Points that the search marked; every point that a sticker marks by default.

    Returns
    -------
    Notice
        Made from the placed points each time, so that it never differs from them.
    """
    names = [point.name for point in body.placed if point.source == "sticker"]
    if found is not None:
        found = set(found)
        names = [name for name in names if name in found]
    if not names:
        return _NONE
    return Notice(
        "stickers_used",
        translatable("Stickers were taken for: {points}.", points=in_words(names)),
        mark("Look at the picture: where a mark is not on its sticker, place the point by hand."),
    )
