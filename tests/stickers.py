"""Paints stickers onto pictures: soft-edged shaded ellipses that went through JPEG."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image

COLOURS = {
    "green": (60, 200, 70),
    "pink": (250, 70, 160),
    "orange": (255, 130, 20),
    "yellow": (250, 225, 40),
    "blue": (40, 90, 220),
    "turquoise": (30, 200, 200),
    "red": (225, 30, 35),
    "purple": (130, 60, 210),
}
_OVER = 8


@dataclass(frozen=True)
class Painted:
    """One sticker: middle, full long axis, short over long axis, direction of the long axis.

    With ``raised`` a half-ball: the middle is that of its base, ``raised`` the cosine between the
    skin's normal and the line of sight, ``turn_deg`` the normal's direction in the picture.
    """

    x: float
    y: float
    long: float
    aspect: float = 1.0
    turn_deg: float = 0.0
    rgb: tuple[int, int, int] = COLOURS["green"]
    light: float = 1.0
    raised: float | None = None


def paint(pixels: np.ndarray, stickers: list[Painted], *, quality: int | None = 88) -> np.ndarray:
    """The picture with the stickers on it, through JPEG unless ``quality`` is None."""
    canvas = pixels.astype(float)
    for one in stickers:
        _paint(canvas, one)
    made = np.clip(np.round(canvas), 0, 255).astype(np.uint8)
    if quality is None:
        return made
    file = io.BytesIO()
    Image.fromarray(made).save(file, "JPEG", quality=quality)
    return np.asarray(Image.open(file).convert("RGB"))


def half_ball(along: np.ndarray, across: np.ndarray, cosine: float) -> np.ndarray:
    """What is seen of a half-ball of radius 1 whose normal points along +``along``."""
    ball = along**2 + across**2 <= 1
    base = (along / max(abs(cosine), 1e-6)) ** 2 + across**2 <= 1
    return ball & ((along > 0) | base) if cosine >= 0 else ball & (along > 0) & ~base


def _paint(canvas: np.ndarray, one: Painted) -> None:
    reach = math.ceil(one.long / 2) + 2
    left, top = math.floor(one.x) - reach, math.floor(one.y) - reach
    side = 2 * reach + 1
    step = (np.arange(side * _OVER) + 0.5) / _OVER
    x, y = np.meshgrid(step + left - one.x, step + top - one.y)
    cos, sin = math.cos(math.radians(one.turn_deg)), math.sin(math.radians(one.turn_deg))
    along, across = (x * cos + y * sin) * 2 / one.long, (y * cos - x * sin) * 2 / one.long
    if one.raised is None:
        inside = along**2 + (across / max(one.aspect, 1e-3)) ** 2 <= 1
    else:
        inside = half_ball(along, across, one.raised)
    inside = inside.astype(np.float32)
    share = cv2.resize(inside, (side, side), interpolation=cv2.INTER_AREA)[..., None]
    shade = one.light * (1 + 0.12 * along.mean() - 0.1 * np.linspace(-1, 1, side))[:, None, None]
    high, wide = canvas.shape[:2]
    rows, columns = (
        slice(max(0, top), min(high, top + side)),
        slice(max(0, left), min(wide, left + side)),
    )
    cut = (
        slice(rows.start - top, rows.stop - top),
        slice(columns.start - left, columns.stop - left),
    )
    colour = np.broadcast_to(np.array(one.rgb) * shade, (side, side, 3))
    canvas[rows, columns] = canvas[rows, columns] * (1 - share[cut]) + colour[cut] * share[cut]
