"""Add accepted stickers to the placed points, with a notice that names them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from posture.body.body import Notice
from posture.i18n.language import TranslatedTable, join_translatable, mark, translatable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from posture.body.body import Body
    from posture.body.stickers.find import StickerProposal

_TITLES = {
    "c7": mark("lowest neck bone (C7)"),
    "acromion": mark("tip of the shoulder"),
    "asis": mark("front hip bone (ASIS)"),
    "psis": mark("back hip bone (PSIS)"),
    "trochanter": mark("side of the hip"),
    "knee": mark("side of the knee"),
    "malleolus": mark("outer ankle bone"),
}
TITLES = TranslatedTable(_TITLES)
"""Points that a sticker may mark, in plain words."""

_USED, _NO = "stickers_used", "no_stickers"
_CODES = (_USED, _NO)

_NONE = Notice(
    _NO,
    mark("No sticker was found in this photo."),
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
        With a notice that names the stickers in use, or says that there are none.
    """
    by_hand = {point.name for point in body.placed}
    body = replace(body, notices=tuple(n for n in body.notices if n.code not in _CODES))
    used = [p for p in proposals if p.name is not None and p.name not in by_hand]
    placed = (*body.placed, *(proposal.placed() for proposal in used))
    return replace(body, placed=placed, notices=(*body.notices, _notice(used)))


def without_stale_notices(body: Body) -> Body:
    """Remove the notice of used stickers where no placed point comes from one."""
    if any(point.source == "sticker" for point in body.placed):
        return body
    return replace(body, notices=tuple(n for n in body.notices if n.code != _USED))


def in_words(names: Iterable[str | None]) -> str:
    """Points in plain words, in one line."""
    return join_translatable((_TITLES[name] for name in names if name is not None), ", ")


def _notice(used: Sequence[StickerProposal]) -> Notice:
    if not used:
        return _NONE
    return Notice(
        _USED,
        translatable("Stickers were taken for: {points}.", points=in_words(p.name for p in used)),
        mark("Look at the picture: where a mark is not on its sticker, place the point by hand."),
    )
