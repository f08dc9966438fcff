"""Streamlit component: two pictures of one size over each other, with a slider between them."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING

from streamlit.components import v2

from posture.i18n.language import tr

if TYPE_CHECKING:
    from posture.studio.history.side_by_side import AlignedPair

_HERE = Path(__file__).parent

_HTML = """
<div class="pair">
  <div class="pictures"><img class="earlier"><img class="later"><span class="edge"></span></div>
  <input type="range" min="0" max="100" value="50">
  <div class="days"><span class="first"></span><span class="second"></span></div>
</div>
"""


def show_slider(pair: AlignedPair, days: tuple[str, str], key: str) -> None:
    """Draw both pictures: the earlier left of the slider, the later right of it.

    Parameters
    ----------
    pair : AlignedPair
    days : tuple of str
        What stands under the earlier and the later picture.
    key : str
        Widget key.
    """
    component = v2.component(
        "posture_slider",
        html=_HTML,
        css=(_HERE / "slider.css").read_text(encoding="utf-8"),
        js=(_HERE / "slider.js").read_text(encoding="utf-8"),
    )
    component(
        key=key,
        data={
            "earlier": _url(pair.earlier),
            "later": _url(pair.later),
            "days": list(days),
            "label": tr("How much of the earlier photo is shown"),
            "alt": tr("Photo of {day} with the points and lines that were found"),
        },
    )


def _url(jpeg: bytes) -> str:
    return f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode()}"
