"""The typeface of pictures and PDF: DejaVu Sans, which has °, ± and all European letters."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PIL import ImageFont

from posture.errors import PostureError
from posture.i18n.language import tr

_FILES = {False: "DejaVuSans.ttf", True: "DejaVuSans-Bold.ttf"}
_SYSTEM = (
    "/usr/share/fonts/truetype/dejavu",
    "/usr/share/fonts/dejavu",
    "/usr/share/fonts/TTF",
    "/Library/Fonts",
    "C:/Windows/Fonts",
)


@cache
def font_path(bold: bool = False) -> Path:
    """Path of the typeface: from matplotlib, else from the system.

    Raises
    ------
    PostureError
        The typeface was not found.
    """
    folders = [Path(folder) for folder in _SYSTEM]
    # find_spec finds the folder without importing matplotlib, which would cost a second.
    spec = find_spec("matplotlib")
    if spec is not None and spec.origin is not None:
        folders.insert(0, Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf")
    for folder in folders:
        path = folder / _FILES[bold]
        if path.is_file():
            return path
    raise PostureError(
        tr("The typeface DejaVu Sans was not found."),
        tr("Install matplotlib into this environment, or your system's DejaVu fonts."),
    )


@cache
def font(size: int, bold: bool = False) -> ImageFont.FreeTypeFont:
    """The typeface at a size in pixels."""
    return ImageFont.truetype(str(font_path(bold)), size)
