from collections.abc import Sequence
from typing import cast

from PIL import ImageFont

from posture.present.fonts import font, font_path


def test_the_typeface_has_degrees_signs_and_accents():
    for bold in (False, True):
        assert font_path(bold).is_file()
        face = font(40, bold)
        assert isinstance(face, ImageFont.FreeTypeFont)
        # A missing glyph is drawn as one and the same box. A mask is a sequence of bytes, which
        # Pillow's types leave out.
        boxes = {bytes(cast("Sequence[int]", face.getmask(letter))) for letter in "°±éüßŁ"}
        assert len(boxes) == 6
