"""Colours and sizes of the annotated picture, in one place.

The colours are Okabe and Ito's (2008), which stay apart for people with colour-vision deficiency;
every kind of mark also has a shape or a dash of its own, so that colour is never the only sign.
"""

from __future__ import annotations

from dataclasses import dataclass

Colour = tuple[int, int, int]

WHITE: Colour = (255, 255, 255)
INK: Colour = (14, 17, 22)
PAPER: Colour = (24, 28, 34)
MUTED: Colour = (190, 198, 208)
ORANGE: Colour = (230, 159, 0)
SKY: Colour = (86, 180, 233)
GREEN: Colour = (0, 190, 140)
"""Okabe and Ito's bluish green (0, 158, 115), lightened for a dark ground."""
YELLOW: Colour = (240, 228, 66)
VERMILLION: Colour = (233, 94, 0)
PURPLE: Colour = (204, 121, 167)

POINT_COLOURS: dict[str, Colour] = {
    "estimated": SKY,
    "eye": PURPLE,
    "placed": VERMILLION,
    "sticker": GREEN,
}


@dataclass(frozen=True, slots=True)
class Layers:
    """What is drawn on the picture.

    Attributes
    ----------
    points : bool
        Anatomical points with the region that holds each about 8 times in 10.
    angles : bool
        Rays, arcs and the labels in the margin.
    plumb : bool
        The vertical through the ankle.
    profile : bool
        The back profile with its error band.
    grid : bool
        Lines a tenth of the stature apart.
    original : bool
        Keep the colours of the picture instead of dimming it.
    legend : bool
        The explanation under the picture; left out where nothing else is drawn.
    """

    points: bool = True
    angles: bool = True
    plumb: bool = True
    profile: bool = True
    grid: bool = False
    original: bool = False
    legend: bool = True


@dataclass(frozen=True, slots=True)
class Sizes:
    """Lengths in canvas pixels, all from the width: a phone shows the whole width at 390 px.

    Attributes
    ----------
    width : int
        Of the canvas.
    """

    width: int

    @property
    def text(self) -> int:
        """Height of ordinary text: 11 px when the picture is 390 px wide."""
        return max(9, round(self.width * 0.0285))

    @property
    def number(self) -> int:
        """Height of the numbers."""
        return max(10, round(self.width * 0.0335))

    @property
    def line(self) -> float:
        """Width of a main line."""
        return max(1.0, self.width * 0.0034)

    @property
    def dot(self) -> float:
        """Radius of a point's marker."""
        return max(2.0, self.width * 0.0068)
