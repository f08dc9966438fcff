"""Sets a Typst template as a PDF."""

from __future__ import annotations

import datetime
import json
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from posture.i18n.language import language
from posture.installation import require
from posture.present.fonts import font_path
from posture.present.report.look import Look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from typst import Fonts

_TEMPLATES = Path(__file__).parent / "templates"


def typeset(
    template: str,
    content: Mapping[str, Any],
    *,
    title: str,
    date: datetime.date | None,
    pictures: Sequence[bytes | None] = (),
    figures: Mapping[str, str] | None = None,
    look: Look | None = None,
) -> bytes:
    """Set a template as a tagged PDF with its fonts embedded.

    Parameters
    ----------
    template : str
        A file in the folder ``templates``.
    content : mapping of str to JSON value
        What the template shows. Where even the smallest type does not fit, its texts are shortened.
    title : str
        Title of the document.
    date : datetime.date or None
        Date of creation; None writes none.
    pictures : sequence of bytes or None
        Photos as JPEG or PNG.
    figures : mapping of str to str, optional
        SVG by id; none by default.
    look : Look, optional
        Paper, colour and whose report it is; A4 in the program's own colour by default.

    Returns
    -------
    bytes
        The same input gives the same bytes.

    Raises
    ------
    InstallationError
        The part for reports is not installed.
    PostureError
        The typeface was not found.
    """
    require("report")
    import typst

    look = look or Look()
    data = {
        "title": settable(title),
        "look": {
            "paper": look.paper,
            "colour": look.readable_colour,
            "studio": settable(look.studio),
            "lines": _all_settable(look.lines),
            "logo": list(look.logo) if look.logo else None,
        },
        "language": language(),
        "dated": date is not None,
        "pictures": [None if one is None else list(one) for one in pictures],
        "figures": figures or {},
        "content": _all_settable(content),
    }
    # The day alone, so that the hour does not change the bytes.
    day = date or datetime.date(1970, 1, 1)
    made = typst.compile(
        _TEMPLATES / template,
        format="pdf",
        root=_TEMPLATES,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data)},
        timestamp=datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC),
    )
    assert isinstance(made, bytes)
    return made


def settable(text: str) -> str:
    """A text as Typst sets it.

    Parameters
    ----------
    text : str
        As somebody typed it.

    Returns
    -------
    str
        Without invisible format characters (marks of direction among them, which end the process
        together with others), other blanks than spaces and ends of lines as spaces, and a sign in
        place of what cannot be printed.
    """
    return "".join(map(_settable, text))


def _settable(letter: str) -> str:
    if letter.isprintable() or letter == "\n":
        return letter
    if letter.isspace():
        return " "
    return "" if unicodedata.category(letter) == "Cf" else "\N{REPLACEMENT CHARACTER}"


def _all_settable(value: Any) -> Any:
    """The same content with every text settable."""
    if isinstance(value, str):
        return settable(value)
    if isinstance(value, Mapping):
        return {key: _all_settable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_all_settable(one) for one in value]
    return value


@cache
def _fonts() -> Fonts:
    import typst

    folder = str(font_path().parent)
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]
    )
