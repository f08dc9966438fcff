"""The files of several photos of one person: the median in words, one of the photos as picture."""

from __future__ import annotations

import datetime
import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PIL import Image

from posture.body.body import Notice
from posture.files.csv import to_csv
from posture.files.document import to_document
from posture.files.document_models import finite
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
    data = combined_document(combined)
    data["analyses"] = [to_document(one) for one in combined.analyses]
    return {
        NAMES["picture"]: png.getvalue(),
        NAMES["html"]: render_html(model).encode(),
        NAMES["pdf"]: render_pdf(model),
        NAMES["json"]: json.dumps(data, ensure_ascii=False, allow_nan=False, indent=2).encode(),
        NAMES["csv"]: to_csv(combined.measurements).encode(),
    }


def combined_document(combined: Combined) -> dict[str, Any]:
    """Medians with their spread as plain JSON values, and what follows from them."""
    first = combined.analyses[0]
    whole = to_document(
        replace(first, measurements=combined.measurements, assessment=combined.assessment)
    )
    measurements = {
        name: entry | {"spread": finite(combined.spread.get(name))}
        for name, entry in whole["measurements"].items()
    }
    return {
        "photo": None,
        "status": "combined",
        "photos": [analysis.photo.name for analysis in combined.analyses],
        "measurements": measurements,
        "findings": whole["findings"],
        "imbalances": whole["imbalances"],
        "plan": whole["plan"],
        "provenance": whole["provenance"],
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
