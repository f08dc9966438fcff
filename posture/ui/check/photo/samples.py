"""Sample photos: rendered people to try the app with, from neutral to marked posture."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st
from PIL import Image

from posture.i18n.language import TranslatedTable, mark, tr
from posture.installation import samples

if TYPE_CHECKING:
    from collections.abc import Callable

    from posture.ui.check.view import View

SAMPLES = samples()
"""In a checkout and in the wheel."""

_NAMES = TranslatedTable(
    {
        "people/typical": mark("Typical"),
        "people/head_forward": mark("Head forward"),
        "people/leaning_back": mark("Leaning back"),
        "people/knees_back": mark("Knees back"),
        "people/marked": mark("Marked"),
        "loose_shirt": mark("Loose shirt"),
        "long_hair": mark("Long hair"),
        "with_stickers": mark("With stickers"),
    }
)
"""Side photos: from neutral to marked posture, then what clothes, hair and stickers do."""

_FRONTAL_NAMES = TranslatedTable(
    {"sides/back": mark("From the back"), "sides/front": mark("From the front")}
)
_THUMB = (132, 176)


def show_samples(view: View, choose: Callable[[Path], None]) -> None:
    """Draw the samples of a view; a click calls ``choose`` before the page runs again."""
    names = _NAMES if view == "side" else _FRONTAL_NAMES
    offered = {SAMPLES / f"{place}.jpg": name for place, name in names.items()}
    offered = {path: name for path, name in offered.items() if path.is_file()}
    if not offered:
        return
    st.markdown(tr("**Or try a sample** (rendered people, no real ones)"))
    with st.container(horizontal=True, gap="small", key="check_samples"):
        for path, name in offered.items():
            with st.container(width=96, gap="xxsmall"):
                st.image(thumbnail(path), width="stretch", alt="")
                st.button(
                    name,
                    key=f"sample_{path.stem}",
                    on_click=choose,
                    args=(path,),
                    width="stretch",
                    type="tertiary",
                )


@cache
def thumbnail(path: Path) -> bytes:
    """A small upright JPEG of a sample, 3:4."""
    with Image.open(path) as picture:
        wide, high = picture.size
        span = min(wide, round(high * _THUMB[0] / _THUMB[1]))
        left = (wide - span) // 2
        out = io.BytesIO()
        picture.crop((left, 0, left + span, high)).resize(_THUMB).save(out, "JPEG", quality=85)
    return out.getvalue()
