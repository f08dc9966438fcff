"""The studio's name, colour and logo on paper."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import Image

from posture.errors import InputError
from posture.i18n.language import tr
from posture.limits import LOGO_MEGABYTES
from posture.present.report.look import Look
from posture.present.wording import printable

if TYPE_CHECKING:
    from posture.present.report.look import Paper
    from posture.studio.profile import Profile


_PIXELS = (16, 4000)
"""Least and most pixels of a side."""

_FORMATS = ("PNG", "JPEG")
_LONGEST_LINE = 90


def check_logo(data: bytes) -> bytes:
    """Check that a file can stand as a logo on reports.

    Parameters
    ----------
    data : bytes

    Returns
    -------
    bytes
        The same.

    Raises
    ------
    InputError
        It is no PNG or JPEG, is too large, or has too many or too few pixels.
    """
    remedy = tr("Choose a PNG or JPEG of at most {megabytes} MB and {most} pixels.").format(
        megabytes=LOGO_MEGABYTES, most=_PIXELS[1]
    )
    if len(data) > LOGO_MEGABYTES * 1_000_000:
        too_large = tr("The logo is larger than {megabytes} MB.").format(megabytes=LOGO_MEGABYTES)
        raise InputError(too_large, remedy=remedy)
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
            size = picture.size
            if min(size) >= _PIXELS[0] and max(size) <= _PIXELS[1]:
                picture.load()
    except Exception as error:  # Pillow's decoders raise nearly anything on damaged content
        raise InputError(
            tr("The logo is no PNG or JPEG that can be read."), remedy=remedy
        ) from error
    if min(size) < _PIXELS[0] or max(size) > _PIXELS[1]:
        raise InputError(
            tr("The logo has {width} by {height} pixels.").format(width=size[0], height=size[1]),
            remedy=remedy,
        )
    return data


def look_of(profile: Profile, paper: Paper | None = None) -> Look:
    """How the reports of a studio look.

    Parameters
    ----------
    profile : Profile
    paper : {"a4", "letter"}, optional
        That of the profile by default.
    """
    lines = (profile.trainer, *profile.contact.splitlines())
    return Look(
        paper=paper or profile.paper,
        colour=profile.colour,
        studio=one_line(profile.name),
        lines=tuple(one_line(line) for line in lines if line.strip())[:4],
        logo=profile.logo,
    )


def one_line(text: str, most: int = _LONGEST_LINE) -> str:
    """A typed text on one line without control characters, cut to a length."""
    shown = printable(" ".join(text.split()))
    return shown if len(shown) <= most else shown[: most - 1].rstrip() + "…"
