"""Paint a drawing as PNG, from the same shapes that the SVG is written from."""

from __future__ import annotations

import io
from functools import lru_cache
from itertools import pairwise

from PIL import Image, ImageChops, ImageDraw, ImageFont

from posture.present.figures.shapes import (
    HEIGHT,
    WIDTH,
    Blob,
    Drawing,
    Layer,
    Line,
    Polygon,
    Shape,
    Text,
    Vec,
    arrow_heads,
    blob_outline,
)

PAGE_INK = "#22303C"
"""What `currentColor` is on a white page."""
_FINE = 4


def to_png(drawing: Drawing, height: int = 240) -> bytes:
    """The drawing as PNG on white, twice as wide as high.

    Parameters
    ----------
    drawing : Drawing
    height : int
        Pixels, 24 to 2000.

    Raises
    ------
    ValueError
        Height outside those limits.
    """
    if not 24 <= height <= 2000:
        raise ValueError(f"Height must be 24 to 2000 pixels, not {height}.")
    size = round(height * WIDTH / HEIGHT), height
    fine = (size[0] * _FINE, size[1] * _FINE)
    page = Image.new("RGB", fine, "white")
    for index, layer in enumerate(drawing.layers):
        cover = _cover(layer, fine)
        above = drawing.layers[index + 1 :] if layer.cuttable else ()
        for other in above:
            if other.halo > 0:
                cover = ImageChops.subtract(cover, _cover(other, fine, other.halo))
        cover = cover.point([round(v * layer.opacity) for v in range(256)])
        page.paste(Image.new("RGB", fine, layer.ink or PAGE_INK), mask=cover)
    out = io.BytesIO()
    page.resize(size, Image.Resampling.BOX).save(out, "PNG", optimize=True)
    return out.getvalue()


def _cover(layer: Layer, size: tuple[int, int], grow: float = 0.0) -> Image.Image:
    image = Image.new("L", size, 0)
    brush = _Brush(ImageDraw.Draw(image), size[1] / HEIGHT, grow)
    for shape in layer.shapes:
        brush.paint(shape)
    return image


class _Brush:
    """Paints shapes, grown by a rim, at so many pixels per drawing unit."""

    def __init__(self, draw: ImageDraw.ImageDraw, scale: float, grow: float) -> None:
        self.draw = draw
        self.scale = scale
        self.grow = grow

    def paint(self, shape: Shape) -> None:
        if isinstance(shape, Blob):
            self._disc(shape.p, shape.rp + self.grow)
            self._disc(shape.q, shape.rq + self.grow)
            outline = blob_outline(shape, self.grow)
            if outline is not None:
                self._fill(outline)
        elif isinstance(shape, Polygon):
            self._fill(shape.points)
        elif isinstance(shape, Line):
            self._line(shape)
        else:
            self._text(shape)

    def _line(self, line: Line) -> None:
        radius = line.width / 2 + self.grow
        for p, q in pairwise(line.points):
            self.paint(Blob(p, q, radius - self.grow, radius - self.grow))
        for head in arrow_heads(line):
            self._fill(head.points)

    def _text(self, text: Text) -> None:
        font = _font(round(text.size * self.scale))
        anchor = {"start": "ls", "middle": "ms", "end": "rs"}[text.anchor]
        self.draw.text(self._at(text.at), text.words, fill=255, font=font, anchor=anchor)

    def _disc(self, centre: Vec, radius: float) -> None:
        x, y = self._at(centre)
        r = radius * self.scale
        self.draw.ellipse((x - r, y - r, x + r, y + r), fill=255)

    def _fill(self, points: tuple[Vec, ...]) -> None:
        self.draw.polygon([self._at(p) for p in points], fill=255)

    def _at(self, point: Vec) -> Vec:
        return point[0] * self.scale, point[1] * self.scale


@lru_cache(maxsize=16)
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)
