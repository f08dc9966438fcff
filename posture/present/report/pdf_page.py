"""One A4 page to draw on: text that is measured as it is set, colours, pictures."""

from __future__ import annotations

import datetime
import io
from typing import TYPE_CHECKING

from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.fonts import TTFFont

from posture.i18n.language import language
from posture.present.fonts import font_path

if TYPE_CHECKING:
    from collections.abc import Iterable

Colour = tuple[int, int, int]

WIDTH, HEIGHT = 210.0, 297.0
LEFT, RIGHT = 12.0, 198.0
"""Margins of the text, millimetres."""

INK: Colour = (27, 34, 43)
MUTED: Colour = (86, 97, 110)
ACCENT: Colour = (10, 101, 115)
SOFT: Colour = (226, 239, 240)
BAND: Colour = (163, 205, 210)
LINE: Colour = (220, 223, 220)
WHITE: Colour = (255, 255, 255)

_FAMILY = "dejavu"
_MM_PER_POINT = 25.4 / 72
_LEADING = 1.27
_GAP = 3.2
"""Between blocks before scaling."""
_EPOCH = datetime.date(1970, 1, 1)


class Page:
    """A page whose type and spacing share one scale.

    Lengths are millimetres from the top left corner, type sizes points before scaling.

    Parameters
    ----------
    scale : float
        Multiplies type sizes and the gaps between lines.
    air : float
        Added between blocks, millimetres.
    """

    def __init__(self, scale: float, air: float = 0.0) -> None:
        self.resize(scale, air)
        self._pdf = FPDF(format="A4")
        self._pdf.set_auto_page_break(False)
        self._pdf.set_margins(LEFT, 10, WIDTH - RIGHT)
        self._pdf.c_margin = 0
        for bold in (False, True):
            self._pdf.add_font(_FAMILY, "B" if bold else "", font_path(bold))
        self._fonts = [font for font in self._pdf.fonts.values() if isinstance(font, TTFFont)]
        self._known = set(self._fonts[0].cmap)
        self._pdf.add_page()

    def resize(self, scale: float, air: float = 0.0) -> None:
        """From here on in another scale; to try several, as a new page reads its fonts anew."""
        self.scale = scale
        self.gap = _GAP * scale + air

    def text(
        self,
        words: str,
        x: float,
        y: float,
        width: float,
        *,
        size: float,
        bold: bool = False,
        colour: Colour = INK,
        align: str = "L",
    ) -> float:
        """Set a paragraph; where it ends (the y of the next line)."""
        if not words:
            return y
        height = self._type(size, bold, colour)
        self._pdf.set_xy(x, y)
        self._pdf.multi_cell(
            width, height, self._drawable(words), align=align, new_x=XPos.LEFT, new_y=YPos.NEXT
        )
        return self._pdf.get_y()

    def run(self, parts: Iterable[tuple[str, bool]], y: float, *, size: float) -> float:
        """Set plain and bold words as one paragraph over the whole width; where it ends."""
        self._pdf.set_xy(LEFT, y)
        height = 0.0
        for words, bold in parts:
            height = self._type(size, bold, INK)
            self._pdf.write(height, self._drawable(words))
        return self._pdf.get_y() + height

    def width(self, words: str, size: float, bold: bool = False) -> float:
        """How wide a line would be."""
        self._type(size, bold, INK)
        return self._pdf.get_string_width(self._drawable(words))

    def rectangle(
        self, x: float, y: float, width: float, height: float, colour: Colour, radius: float = 0.0
    ) -> None:
        """A filled rectangle."""
        self._pdf.set_fill_color(*colour)
        rounded = min(radius, width / 2, height / 2)
        if rounded > 0:
            self._pdf.rect(x, y, width, height, "F", round_corners=True, corner_radius=rounded)
        else:
            self._pdf.rect(x, y, width, height, "F")

    def dot(self, x: float, y: float, radius: float, colour: Colour) -> None:
        """A filled circle around a place."""
        self._pdf.set_fill_color(*colour)
        self._pdf.circle(x, y, radius, "F")

    def line(
        self, x1: float, y1: float, x2: float, y2: float, colour: Colour, width: float = 0.2
    ) -> None:
        """A straight line."""
        self._pdf.set_draw_color(*colour)
        self._pdf.set_line_width(width)
        self._pdf.line(x1, y1, x2, y2)

    def image(self, data: bytes, x: float, y: float, width: float, height: float, alt: str) -> None:
        """A picture, stretched to the size given."""
        self._pdf.image(io.BytesIO(data), x, y, width, height, alt_text=self._drawable(alt))

    def describe(self, title: str, date: datetime.date | None) -> None:
        """What a reader of documents shows about the file."""
        day = date or _EPOCH
        self._pdf.set_title(title)
        self._pdf.set_lang(language())
        self._pdf.set_creator("posture")
        # The day alone, so that the same report has the same bytes at any hour.
        self._pdf.set_creation_date(
            datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC)
        )

    def finish(self) -> bytes:
        """The document; nothing can be drawn any more."""
        content = bytes(self._pdf.output())
        self.close()
        return content

    def close(self) -> None:
        """Let go of the font files, which fpdf2 keeps open."""
        for font in self._fonts:
            font.ttfont.close()

    def _type(self, size: float, bold: bool, colour: Colour) -> float:
        """Choose the type; its line height."""
        self._pdf.set_font(_FAMILY, "B" if bold else "", size * self.scale)
        self._pdf.set_text_color(*colour)
        return size * self.scale * _MM_PER_POINT * _LEADING

    def _drawable(self, words: str) -> str:
        """A name may hold letters that the typeface does not have."""
        return "".join(c if ord(c) in self._known else "?" for c in words)
