"""Sample photos: rendered people to try the app with, from neutral to marked posture."""

from __future__ import annotations

import io
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st
from PIL import Image

from posture.assess.knowledge import knowledge
from posture.i18n.language import TranslatedTable, mark, tr
from posture.installation import samples

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from posture.ui.check.view import View

SAMPLES = samples()
"""In a checkout and in the wheel."""

_NAMES = TranslatedTable(
    {
        "arched_low_back": mark("Arched low back"),
        "back": mark("From the back"),
        "facing_left": mark("Facing left"),
        "front": mark("From the front"),
        "head_forward": mark("Head forward"),
        "knees_back": mark("Knees back"),
        "long_hair": mark("Long hair"),
        "loose_shirt": mark("Loose shirt"),
        "marked": mark("Marked"),
        "round_upper_back": mark("Round upper back"),
        "shoulders_forward": mark("Shoulders forward"),
        "standing_tall": mark("Standing tall"),
        "sway_back": mark("Sway back"),
        "with_stickers": mark("With stickers"),
    }
)
_THUMB = (132, 176)


def show_samples(view: View, choose: Callable[[Path], None]) -> None:
    """Draw the samples of a view; a click calls ``choose`` before the page runs again."""
    paths = _side_samples(SAMPLES) if view == "side" else sorted((SAMPLES / "sides").glob("*.jpg"))
    if not paths:
        return
    st.markdown(tr("**Or try a sample** (rendered people, no real ones)"))
    with st.container(horizontal=True, gap="small", key="check_samples"):
        for path in paths:
            name = _NAMES.get(path.stem) or path.stem.replace("_", " ").capitalize()
            with st.container(width=104, gap="xxsmall"):
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
def _side_samples(folder: Path) -> tuple[Path, ...]:
    """Side photos, from neutral to marked posture; those of unknown truth last."""
    told = folder / "truth.json"
    truth = json.loads(told.read_text("utf-8")) if told.is_file() else {}

    def place(path: Path) -> tuple[float, str]:
        known = truth.get(path.name)
        return (_farthest(known["angles_deg"]) if known else float("inf"), path.name)

    return tuple(sorted(folder.glob("*.jpg"), key=place))


def _farthest(angles: Mapping[str, float]) -> float:
    """Largest distance of a true angle from the mean of adults, standard deviations."""
    norms = {name: knowledge().metric(name).norm for name in angles}
    return max(
        (abs(angles[name] - norm.all.mean) / norm.all.sd for name, norm in norms.items() if norm),
        default=float("inf"),
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
