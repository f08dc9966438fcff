"""A picture that can be enlarged: wheel, pinch, buttons and keys. Nothing is sent back."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING

from streamlit.components import v2

from posture.i18n.language import tr

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

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


def show(jpeg: bytes, alt: str, key: str) -> None:
    """Show a picture as wide as its place.

    Parameters
    ----------
    jpeg : bytes
    alt : str
        What it shows, for screen readers.
    key : str
        Of this place on the page.
    """
    _component()(
        key=key,
        data={
            "src": f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode()}",
            "alt": alt,
            "words": {
                "group": tr("Picture that can be enlarged"),
                "in": tr("Enlarge"),
                "out": tr("Make smaller"),
                "reset": tr("Whole picture"),
                "hint": tr("Pinch, or click and turn the wheel; keys + − 0 and arrows"),
            },
        },
    )


def _component() -> ComponentRenderer:
    return v2.component("posture_zoom", html=_HTML, css=_STYLE.read_text(), js=_SCRIPT.read_text())
