"""Streamlit component: a spirit level from the gravity sensor of the device that shows the page."""

from __future__ import annotations

from pathlib import Path

from streamlit.components import v2

from posture.i18n.language import tr

_HERE = Path(__file__).parent

_HTML = """
<div class="level">
  <button type="button"></button>
  <div class="tube" role="img"><span class="bubble" hidden></span></div>
  <p class="said" role="status"></p>
</div>
"""


def show_device_level(key: str) -> None:
    """Draw the level; a device without a gravity sensor says so once it is asked.

    It helps to put the device level, and tells the program nothing: the picture may come from
    another device, and each phone turns its front camera's picture in its own way.

    Parameters
    ----------
    key : str
        Widget key.
    """
    component = v2.component(
        "posture_level",
        html=_HTML,
        css=(_HERE / "level.css").read_text(encoding="utf-8"),
        js=(_HERE / "level.js").read_text(encoding="utf-8"),
    )
    component(
        key=key,
        data={
            "words": {
                "start": tr("Show the level of this device"),
                "tube": tr("Spirit level"),
                "level": tr("Level, as far as the sensor can tell (about 1°)."),
                "left": tr("Turn the device {size}° anticlockwise."),
                "right": tr("Turn the device {size}° clockwise."),
                "flat": tr("Stand the device upright."),
                "none": tr(
                    "This device, or its browser, gives no gravity sensor. Have a door frame in "
                    "the picture instead, and mark it with two clicks."
                ),
                "denied": tr("The browser does not allow the sensor."),
            }
        },
    )
