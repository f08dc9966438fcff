"""Files for several photos of one person: combined measurements, with one photo as picture."""

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
        Analysis of that photo; its numbers are drawn on the picture.
    combined : Combined
        Combined measurements of all photos, for report and table.
    date : datetime.date, optional
        Shown in the report; today by default.

    Returns
    -------
    dict of str to bytes
        File name to content, with the names of ``report_files``. The JSON document holds the
        combined result and, under ``analyses``, that of every photo.
    """
    pixels = draw(photo, analysis)
    png = io.BytesIO()
    Image.fromarray(pixels).save(png, "PNG")
    merged = _with_combined(analysis, combined)
    model = build(photo, merged, to_jpeg(pixels), date=date or datetime.date.today())
    data = combined_document(combined, with_analyses=True)
    return {
        NAMES["picture"]: png.getvalue(),
        NAMES["html"]: render_html(model).encode(),
        NAMES["pdf"]: render_pdf(model),
        NAMES["json"]: as_text(data, indent=2).encode(),
        NAMES["csv"]: measurements_csv(combined.measurements).encode(),
    }


def _with_combined(analysis: Analysis, combined: Combined) -> Analysis:
    """The analysis of the shown photo with the combined results, and a notice that says so."""
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
