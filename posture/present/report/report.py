"""Files of one analysis, or of several photos of one person: picture, web page, PDF, data."""

from __future__ import annotations

import datetime
import os
from dataclasses import replace
from typing import TYPE_CHECKING

from posture.body.remarks import Notice
from posture.errors import StorageError
from posture.files.documents.write import as_text, combined_document, to_json
from posture.files.tables import STANDARD, measurements_csv
from posture.i18n.language import tr
from posture.installation import require
from posture.present.encode import encode_jpeg, encode_png
from posture.present.overlay.overlay import draw
from posture.present.report.model import build
from posture.system.beside import Beside

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from posture.analysis.types import Analysis, Combined
    from posture.files.tables import CsvDialect
    from posture.photo.photo import Photo

NAMES = {
    "picture": "annotated.png",
    "html": "report.html",
    "pdf": "report.pdf",
    "json": "analysis.json",
    "csv": "measurements.csv",
}
"""Kind of file to its name."""


def report_files(
    photo: Photo,
    analysis: Analysis,
    *,
    date: datetime.date | None = None,
    dialect: CsvDialect = STANDARD,
) -> dict[str, bytes]:
    """Make every file in memory.

    Parameters
    ----------
    photo : Photo
        The analysed photo.
    analysis : Analysis
    date : datetime.date, optional
        Shown in the report; today by default. The same input and date give the same bytes.
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
    return _files(photo, analysis, to_json(analysis, indent=2), date, dialect)


def combined_files(
    photo: Photo,
    analysis: Analysis,
    combined: Combined,
    *,
    date: datetime.date | None = None,
    dialect: CsvDialect = STANDARD,
) -> dict[str, bytes]:
    """Make every file of several photos of one person in memory.

    Parameters
    ----------
    photo : Photo
        The photo to show.
    analysis : Analysis
        Of that photo: the numbers drawn on it are its own.
    combined : Combined
        Given in the report and the table.
    date : datetime.date, optional
        Shown in the report; today by default.
    dialect : {"standard", "excel-de"}
        Of the CSV table.

    Returns
    -------
    dict of str to bytes
        File name to content, names as of one photo. The data hold the combined result and, under
        ``analyses``, that of every photo.

    Raises
    ------
    InstallationError
        The optional part "report" is not installed.
    """
    data = as_text(combined_document(combined, with_analyses=True), indent=2)
    return _files(photo, analysis, data, date, dialect, combined)


def _files(
    photo: Photo,
    analysis: Analysis,
    data: str,
    date: datetime.date | None,
    dialect: CsvDialect,
    combined: Combined | None = None,
) -> dict[str, bytes]:
    require("report")
    # Imported only here: they need libraries of the optional part.
    from posture.present.report.html import render_html
    from posture.present.report.pdf import render_pdf

    pixels = draw(photo, analysis)
    png = Beside(lambda: encode_png(pixels))
    shown = analysis if combined is None else _with_medians(analysis, combined)
    model = build(photo, shown, encode_jpeg(pixels), date=date or datetime.date.today())
    return {
        NAMES["html"]: render_html(model).encode(),
        NAMES["pdf"]: render_pdf(model),
        NAMES["json"]: data.encode(),
        NAMES["csv"]: measurements_csv(shown.measurements, dialect).encode(),
        NAMES["picture"]: png.result(),
    }


def _with_medians(analysis: Analysis, combined: Combined) -> Analysis:
    """The shown photo with the medians of all photos, and a notice that says so."""
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


def write_report(
    photo: Photo, analysis: Analysis, folder: Path, *, dialect: CsvDialect = STANDARD
) -> dict[str, Path]:
    """Write every file into a folder; the folder is created if it does not exist.

    Parameters
    ----------
    photo : Photo
    analysis : Analysis
    folder : Path
        Files of the same name are replaced, each one atomically.
    dialect : {"standard", "excel-de"}
        Of the CSV table.

    Returns
    -------
    dict of str to Path
        ``picture``, ``html``, ``pdf``, ``json`` and ``csv``.

    Raises
    ------
    InstallationError
        The optional part "report" is not installed.
    StorageError
        The folder cannot be made or written.
    """
    written = write_files(report_files(photo, analysis, dialect=dialect), folder)
    return {kind: written[name] for kind, name in NAMES.items()}


def write_files(made: Mapping[str, bytes], folder: Path) -> dict[str, Path]:
    """Write files into a folder as :func:`write_report` does; name to path.

    Parameters
    ----------
    made : mapping of str to bytes
        File name to content.
    folder : Path

    Returns
    -------
    dict of str to Path

    Raises
    ------
    StorageError
        The folder cannot be made or written.
    """
    paths = {name: folder / name for name in made}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, path in paths.items():
            _replace(path, made[name])
    except OSError as error:
        raise StorageError(
            tr("The report cannot be written to {folder}: {why}.").format(
                folder=folder, why=error.strerror or error
            ),
            tr("Name another folder, or free some space."),
        ) from error
    return paths


def _replace(path: Path, content: bytes) -> None:
    """Replace a file atomically: write a temporary file in the same folder and rename it."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
