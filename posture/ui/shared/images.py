"""Images on a page: zoomable pictures, drawings of exercises, JPEG encoding."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st
from PIL import Image
from streamlit.components import v2

from posture.i18n.language import tr
from posture.present.encode import encode_jpeg
from posture.present.figures.figures import figure_svg, has_figure
from posture.ui.shared import theme

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

    from posture.photo.photo import Photo

_SCRIPT = Path(__file__).with_name("zoom.js")
_STYLE = Path(__file__).with_name("zoom.css")

_HTML = """
<div class="frame" role="group">
  <div class="stage" tabindex="0"><img alt="" draggable="false"></div>
  <div class="tools">
    <button type="button" data-do="in">+</button>
    <button type="button" data-do="out">\u2212</button>
    <button type="button" data-do="reset">1:1</button>
    <span class="hint"></span>
  </div>
</div>
"""


def show_zoomable(jpeg: bytes, alt: str, key: str, *, fit: bool = False, label: str = "") -> None:
    """Show a picture that wheel, pinch, buttons and keys enlarge. Nothing is sent back.

    Parameters
    ----------
    jpeg : bytes
    alt : str
        Description for screen readers.
    key : str
        Widget key.
    fit : bool
        Whether it is made low enough to leave room beside or under it on the first screen.
    label : str
        Which of several pictures it is.
    """
    group = tr("Picture that can be enlarged")
    _component()(
        key=key,
        data={
            "src": f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode()}",
            "alt": alt,
            "fit": fit,
            "words": {
                "group": f"{label}: {group}" if label else group,
                "in": tr("Enlarge"),
                "out": tr("Make smaller"),
                "reset": tr("Whole picture"),
                "hint": tr("Pinch, or click and turn the wheel; keys + − 0 and arrows"),
            },
        },
    )


def show_drawing(figure_id: str, name: str, width: int | str = "stretch") -> None:
    """Show the drawing of an exercise, a self-check or a pose, if there is one."""
    if has_figure(figure_id):
        svg = figure_svg(figure_id, title=name, ink=theme.line_colour())
        st.image(svg, width=width, alt=name)  # pyright: ignore[reportArgumentType]


def encode_thumbnail(photo: Photo) -> bytes:
    """A small JPEG of a photo, 176 pixels high."""
    small = Image.fromarray(photo.pixels)
    small.thumbnail((352, 176))
    return encode_jpeg(np.asarray(small, np.uint8))


def _component() -> ComponentRenderer:
    return v2.component("posture_zoom", html=_HTML, css=_STYLE.read_text(), js=_SCRIPT.read_text())
