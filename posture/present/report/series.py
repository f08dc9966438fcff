"""The files of several photos of one person: the median in words, one of the photos as picture."""

from __future__ import annotations

import datetime
import io
from dataclasses import replace
from typing import TYPE_CHECKING

from PIL import Image

from posture.body.body import Notice
from posture.files.documents.write import as_text, combined_document
from posture.files.tables import measurements_csv
from posture.i18n.language import tr
from posture.present.overlay.overlay import draw
from posture.present.report.html import render_html
from posture.present.report.model import build
from posture.present.report.pdf import render_pdf
from posture.present.report.report import NAMES, to_jpeg

if TYPE_CHECKING:
    from posture.analysis.types import Analysis, Combined
    from posture.photo.photo import Photo


def series_files(
    photo: Photo, analysis: Analysis, combined: Combined, *, date: datetime.date | None = None
) -> dict[str, bytes]:
    """Make every file in memory.

    Parameters
    ----------
    photo : Photo
        The photo to show.
    analysis : Analysis
        Of that photo: the numbers drawn on it are its own.
    combined : Combined
        What the report and the table say.
    date : datetime.date, optional
        Shown in the report; today by default.

    Returns
    -------
    dict of str to bytes
        File name to content, names as of one photo. The data hold the combined result and, under
        ``analyses``, that of every photo.
    """
    pixels = draw(photo, analysis)
    png = io.BytesIO()
    Image.fromarray(pixels).save(png, "PNG")
    spoken = _spoken(analysis, combined)
    model = build(photo, spoken, to_jpeg(pixels), date=date or datetime.date.today())
    data = combined_document(combined, with_analyses=True)
    return {
        NAMES["picture"]: png.getvalue(),
        NAMES["html"]: render_html(model).encode(),
        NAMES["pdf"]: render_pdf(model),
        NAMES["json"]: as_text(data, indent=2).encode(),
        NAMES["csv"]: measurements_csv(combined.measurements).encode(),
    }


def _spoken(analysis: Analysis, combined: Combined) -> Analysis:
    """The shown photo with the words of all of them, and a notice that says so."""
    notice = Notice(
        "combined",
        tr(
            "The numbers of this report are medians of {count} photos; those in the picture belong "
            "to this photo alone."
        ).format(count=len(combined.analyses)),
        "",
    )
    body = replace(analysis.body, notices=(notice, *analysis.body.notices))
    return replace(
        analysis, body=body, measurements=combined.measurements, assessment=combined.assessment
    )
