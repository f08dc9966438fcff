"""Streamlit component: print a file, or hand it to the share sheet of the device."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING

from streamlit.components import v2

from posture.i18n.language import tr

if TYPE_CHECKING:
    from posture.studio.reports.report import ReportFile

_HERE = Path(__file__).parent

_HTML = """
<div class="hand">
  <button type="button" class="print"></button>
  <button type="button" class="share" hidden></button>
  <span class="said" role="status"></span>
</div>
"""


def show_print_and_share(file: ReportFile, *, may_share: bool, key: str) -> None:
    """Draw both buttons; a browser without a share sheet has the first only.

    Parameters
    ----------
    file : ReportFile
    may_share : bool
        Whether the client agreed that reports are sent.
    key : str
        Widget key.
    """
    component = v2.component(
        "posture_share",
        html=_HTML,
        css=(_HERE / "share.css").read_text(encoding="utf-8"),
        js=(_HERE / "share.js").read_text(encoding="utf-8"),
    )
    component(
        key=key,
        data={
            "data": base64.b64encode(file.data).decode(),
            "type": file.media_type,
            "name": file.name,
            "may_share": may_share,
            "words": {
                "print": tr("Print"),
                "share": tr("Send or share"),
                "failed": tr("The device could not share it."),
            },
        },
    )
