"""The photo with a ring around every proposed sticker, to be checked by a person."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from posture.present.overlay import style
from posture.present.overlay.canvas import Canvas, text_width
from posture.present.overlay.crop import crop_to_person
from posture.present.overlay.labels import Anchor, arrange
from posture.present.overlay.style import Sizes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from posture.body.body import Body
    from posture.body.stickers.find import StickerProposal
    from posture.photo.photo import Photo
    from posture.present.overlay.canvas import Point
    from posture.present.overlay.style import Colour

HEIGHT = 1400


def draw_stickers(
    photo: Photo, body: Body, proposals: Sequence[StickerProposal], height: int = HEIGHT
) -> NDArray[np.uint8]:
    """Draw the proposals with their names and how sure each is.

    Parameters
    ----------
    photo : Photo
    body : Body
        Sets which part of the photo is shown.
    proposals : sequence of StickerProposal
        Sure ones get a ring, unsure ones a yellow square, spots without a point a grey one.
    height : int
        Pixels.

    Returns
    -------
    ndarray, shape (height, width, 3), uint8
        RGB.
    """
    crop = crop_to_person(photo, body, height)
    sizes = Sizes(crop.width)
    canvas = Canvas(crop.width, height)
    named: list[tuple[str, Point]] = []
    for proposal in proposals:
        x, y = crop.to_canvas(np.array([proposal.x_px, proposal.y_px])).tolist()
        radius = max(proposal.diameter_px * crop.zoom * 0.9, sizes.dot * 2)
        ring, colour = _ring((x, y), radius, proposal)
        canvas.line(ring, colour, sizes.line)
        if proposal.name is not None:
            outer = x + radius * (1 if x > crop.width / 2 else -1)
            named.append((f"{proposal.name} {proposal.percent}", (outer, y)))
    _draw_names(canvas, named, sizes)
    page = crop.crop(photo.pixels)
    canvas.draw_on(page)
    return page


def _ring(at: Point, radius: float, proposal: StickerProposal) -> tuple[list[Point], Colour]:
    """A circle round a sure sticker, a square round any other, grey where it fits no point."""
    corners = 48 if proposal.usable else 4
    turn = np.linspace(0.0, 2 * math.pi, corners + 1) + math.pi / 4
    ring = [(at[0] + radius * math.cos(t), at[1] + radius * math.sin(t)) for t in turn.tolist()]
    if proposal.name is None:
        return ring, style.MUTED
    return ring, style.GREEN if proposal.usable else style.YELLOW


def _draw_names(canvas: Canvas, named: Sequence[tuple[str, Point]], sizes: Sizes) -> None:
    """Names in the margins, each with a line to its ring."""
    middle = canvas.width / 2
    anchors = [
        Anchor(
            at[1],
            text_width(words, sizes.text) + sizes.text * 0.9,
            sizes.text * 1.75,
            "right" if at[0] > middle else "left",
        )
        for words, at in named
    ]
    gap, margin = sizes.text * 0.5, sizes.text * 0.45
    boxes = arrange(anchors, canvas.width, canvas.height, gap=gap, margin=margin)
    for (words, at), box in zip(named, boxes, strict=True):
        edge = box.right if at[0] > box.right else box.left
        canvas.line([(edge, (box.top + box.bottom) / 2), at], style.WHITE, sizes.line * 0.4)
        canvas.panel((box.left, box.top, box.right, box.bottom), style.INK, edge=style.WHITE)
        start = (box.left + sizes.text * 0.45, box.top + sizes.text * 0.25)
        canvas.text(start, words, style.WHITE, sizes.text)
