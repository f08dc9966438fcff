"""The comparison of two photos as one A4 page to hand over."""

from __future__ import annotations

import datetime
import math
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from posture.assess.knowledge import knowledge
from posture.files.documents.write import comparison_json
from posture.files.tables import STANDARD, comparison_csv
from posture.i18n.language import tr, upper_first
from posture.installation import require
from posture.present import comparison_wording as wording
from posture.present.charts import change_bar, under_bar
from posture.present.report.model import made_by, picture_alt
from posture.present.report.typeset import typeset
from posture.present.wording import short_name, title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posture.analysis.comparison import Change, Comparison
    from posture.files.tables import CsvDialect


def comparison_pdf(
    comparison: Comparison,
    pictures: Sequence[bytes | None],
    *,
    date: datetime.date | None = None,
) -> bytes:
    """Write a comparison as a PDF of exactly one A4 page.

    Parameters
    ----------
    comparison : Comparison
    pictures : sequence of bytes or None
        Both annotated pictures as JPEG or PNG; None for a stored analysis, which holds none.
    date : datetime.date, optional
        Of the page; without it none is shown.

    Returns
    -------
    bytes
        The same input gives the same bytes. Long texts are set smaller, beside smaller pictures;
        then they are shortened.

    Raises
    ------
    InstallationError
        The optional part "report" is not installed.
    PostureError
        The typeface was not found.
    """
    require("report")
    names = [short_name(one.photo.name) for one in comparison.photos]
    return typeset(
        "comparison.typ",
        _content(comparison, date.isoformat() if date else ""),
        title=": ".join((tr("Before and after"), ", ".join(names))),
        date=date,
        pictures=pictures,
    )


def comparison_files(
    comparison: Comparison,
    pictures: Sequence[bytes | None],
    *,
    date: datetime.date | None = None,
    dialect: CsvDialect = STANDARD,
) -> dict[str, bytes]:
    """Make every file of a comparison in memory.

    Parameters
    ----------
    comparison, pictures
        As :func:`comparison_pdf` takes them.
    date : datetime.date, optional
        Today by default.
    dialect : {"standard", "excel-de"}
        Of the CSV table.

    Returns
    -------
    dict of str to bytes
        File name to content.

    Raises
    ------
    InstallationError
        The optional part "report" is not installed.
    """
    day = date or datetime.date.today()
    return {
        "comparison.pdf": comparison_pdf(comparison, pictures, date=day),
        "comparison.json": comparison_json(comparison).encode(),
        "comparison.csv": comparison_csv(comparison, dialect).encode(),
    }


def _content(comparison: Comparison, date: str) -> dict[str, Any]:
    """Everything that the page shows, as texts."""
    known = [one for one in comparison.changes.values() if not math.isnan(one.value)]
    judged = known if comparison.judged else []
    small = [one for one in judged if not one.exceeds_mdc]
    numbers = [] if comparison.judged else [one for one in known if wording.number(one)]
    unmeasured = _unmeasured(comparison)
    missing = len(comparison.changes) - len(known)
    return {
        "words": {
            "changes": tr("What has changed"),
            "nothing": tr("No change is large enough to be detected in these two photos."),
            "key": tr(
                "Bars: the band is what is too small to tell, the dot is this change with its "
                "error."
            ),
            "small": tr("Too small to tell ({count})").format(count=len(small)),
            "unmeasured": tr("Not measured in both photos ({count})").format(count=missing),
        },
        "kicker": tr("Posture report"),
        "name": tr("Before and after"),
        "facts": date,
        "photos": [
            {"place": place, "name": short_name(one.photo.name), "alt": picture_alt(one)}
            for place, one in zip((tr("Earlier"), tr("Later")), comparison.photos, strict=True)
        ],
        "no_picture": tr(
            "A stored analysis holds no picture. Its numbers are all that the comparison needs."
        ),
        "joint": wording.joint_sentence(comparison),
        "not_judged": "" if comparison.judged else tr(wording.UNDER_18),
        "numbers": [_number(one) for one in numbers],
        "changes": [_change(one) for one in judged if one.exceeds_mdc],
        "small": [_number(one) for one in small],
        "unmeasured": unmeasured,
        "how_to_read": " ".join(wording.how_to_read(judged=comparison.judged)),
        "footer": knowledge().programme.footer,
        "made_by": made_by(comparison.after.provenance),
    }


def _change(one: Change) -> dict[str, Any]:
    bar = change_bar(one)
    return {
        "title": title(one.name),
        "number": _shown(one),
        "bar": asdict(bar) | {"ends": under_bar(one)} if bar else None,
        "text": f"{upper_first(wording.body_change(one))}. {wording.mdc_sentence(one)}",
    }


def _number(one: Change) -> dict[str, str]:
    return {"title": title(one.name), "number": _shown(one) or tr("in words only")}


def _shown(one: Change) -> str:
    """The number with a minus sign instead of a hyphen, as under the bars."""
    return wording.number(one).replace("-", "\N{MINUS SIGN}")


def _unmeasured(comparison: Comparison) -> list[tuple[str, str]]:
    """Titles of what is not measured, with the reason that they share."""
    grouped: dict[str, list[str]] = {}
    for name, one in comparison.changes.items():
        if math.isnan(one.value):
            reason = wording.reason_missing(name, comparison.photos)
            grouped.setdefault(reason, []).append(title(name))
    return [(", ".join(titles), reason) for reason, titles in grouped.items()]
